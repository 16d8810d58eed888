"""Language choosers: the links of a page that lead to the same text in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from sources.markup import tag_of, text_in
from sources.metadata import alternate, language_code
from sources.phrases import LANGUAGE_OF
from stories.model import Alternate

_SEPARATORS = re.compile(r"[|/·•,;>»:()\[\]–-]|\s-\s")
_LABELS = frozenset(
    {
        "kieli",
        "kielet",
        "valitse",
        "språk",
        "välj",
        "language",
        "languages",
        "choose",
        "select",
        "kielivalinta",
        "sulje",
        "avaa",
    }
)
_LISTS = re.compile(
    r"update_language|/(?:tag|tags|tagi|avainsana|asiasana|category|kategoria|aihe|author)s?/", re.IGNORECASE
)
# Segments of addresses that lead to a site's front or to its list of news, not to this text's other language.
_FRONT_NAMES = """pa-svenska svenska suomeksi suomi in-english english finnish swedish sve swe fin eng davvisamegillii
    start framsida etusivu home frontpage hem startsida index default main nyheter aktuellt uutiset ajankohtaista news
    topical current pressmeddelanden tiedotteet meddelanden artiklar artikkelit articles blogi blogg blog o"""
_FRONT = frozenset(_FRONT_NAMES.split())
_MOST_LINKS = 3_000


def language_named(text: str) -> str | None:
    """The language that a chooser's word or code names.

    >>> language_named("På svenska"), language_named("eng"), language_named("Svenska Kulturfonden")
    ('sv', 'en', None)
    """
    name = " ".join(_SEPARATORS.sub(" ", text).lower().split())
    if name in LANGUAGE_OF:
        return LANGUAGE_OF[name]
    words = name.split()  # "FI Suomi", "svenska (sv)": all words name one language
    named = {LANGUAGE_OF.get(word) for word in words}
    return named.pop() if 1 < len(words) <= 3 and len(named) == 1 else None


def choosers(root: etree._Element, base: str, url: str) -> tuple[tuple[Alternate, ...], tuple[etree._Element, ...]]:
    """The versions that a page's choosers lead to, and the choosers' own elements (to be cut).

    A lone link counts when it says what it is by `hreflang` or `lang`; links to lists ("/tag/pa-svenska/") never do.
    """
    found: dict[str, Alternate] = {}
    elements: list[etree._Element] = []
    for link in islice(root.iter("a"), _MOST_LINKS):
        language = _language_of(link)
        if language is None:
            continue
        chooser = _chooser_around(link)
        if chooser is not None and chooser not in elements:
            elements.append(chooser)
        if (chooser is not None or link.get("hreflang")) and not _LISTS.search(link.get("href") or ""):
            for version in alternate(language, link.get("href"), base, url, "switcher"):
                if not _leads_to_front(version.url) or _leads_to_front(url):
                    found.setdefault(version.url, version)
    return tuple(found.values()), tuple(elements)


def _leads_to_front(url: str) -> bool:
    """Whether an address is a front page or a list of news of one language, as choosers have where no sister is.

    >>> [_leads_to_front(f"https://a.example/{path}") for path in ("?lang=sv", "sve/nyheter.html", "sv/nyheter/retki")]
    [True, True, False]
    """
    parts = urlsplit(url)
    if re.search(r"(?:^|[&;])(?:id|p|page_id|node|articleid|newsid|[a-z]{0,12}_id)=", parts.query, re.IGNORECASE):
        return False
    names = (re.sub(r"\.\w{2,5}$", "", name.lower()) for name in parts.path.split("/") if name)
    return all(name in _FRONT or re.fullmatch(r"[a-z]{2}(?:[-_][a-z]{2})?", name) for name in names)


def _language_of(link: etree._Element) -> str | None:
    text = text_in(link)
    if not text:
        image = next(link.iter("img"), None)
        text = link.get("title") or link.get("aria-label") or (image.get("alt") if image is not None else "") or ""
    if len(text) > 40:
        return None
    named = language_named(text)
    if named is None and link.get("hreflang") and re.search(r"suomeksi|svenska|english|sámegillii", text.lower()):
        return language_code(link.get("hreflang"))
    return named


def _chooser_around(link: etree._Element) -> etree._Element | None:
    """The largest element around a link that says nothing but two or more names of languages."""
    best: etree._Element | None = None
    for around in islice(link.iterancestors(), 6):
        if tag_of(around) in {"body", "html", "main", "article"}:
            break
        words = list(_names_in(around))
        if None in words:
            break
        if len(set(words) - {""}) > 1:
            best = around
    return best


def _names_in(element: etree._Element) -> Iterator[str | None]:
    """The languages that the texts in an element name; None for a text that names none."""
    for text in islice(element.itertext(), 80):
        parts = [part.strip().lower() for part in _SEPARATORS.split(str(text))]
        for part in parts:
            if part and part not in _LABELS:
                yield language_named(part) or _by_words(part)


def _by_words(text: str) -> str | None:
    words = text.split()
    named = [LANGUAGE_OF.get(word) for word in words if word not in _LABELS]
    return named[0] if named and all(named) else ("" if not named else None)
