"""What an organisation calls itself on its own pages: names by language and other names, with who said so."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from sources.addresses import is_front, normalise
from sources.markup import text_in
from sources.metadata import Head
from stories.model import OrganisationKind

_LEGAL = re.compile(
    r"[\s,]+(?:r\.?\s?y\.?|r\.?\s?f\.?|rs|oy|ab|sr|rekisteröity yhdistys|registrerad förening)$", re.IGNORECASE
)
_FORM = re.compile(
    r"\b(?:ry|rf|rs|säätiö|stiftelsen?|\w{0,40}(?:liitto|förbund(?:et)?|ministeriö|ministeriet|hyvinvointialue|"
    r"välfärdsområde|yhdistys|förening(?:en)?|keskus|virasto|laitos|kunta|kommun|kaupunki|association|federation))\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:tervetuloa.*|etusivu|koti|alkuun|ajankohtais\w*|uutiset|tiedotteet|uutiskirjeet.*|home(?: ?page)?|welcome.*|"
    r"front ?page|news|topical|startsidan?|hemsida|hem|framsida|välkommen.*|aktuellt|nyheter|suomeksi|på svenska|"
    r"svenska|suomi|in english|english|index|untitled|sisältöjulkaisija|null|wordpress|logo|.{0,20}evästeet.{0,20}|"
    r"kaikki oikeudet.*|alla rättigheter.*|all rights.*)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[-–—|»«·•:]\s+|\s*[|»«]\s*")
_FEED_WORDS = re.compile(r"\b(?:rss|atom|feed|syöte|rss-syöte|flöde)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s{0,3}(?:©\s{0,3})?(?:\d{4}\s{0,3}(?:[-–]\s{0,3}\d{4})?)?[\s,]{0,3}([^·|©\n]{3,80})",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\(([A-ZÅÄÖ][A-Za-zÅÄÖåäö&-]{1,11})\)")
_ORGANISATIONS = re.compile(r"\w{0,30}Organi[sz]ation|NGO|Corporation|\w{0,20}LocalBusiness|CivicStructure")
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn")
_MOST_TEXT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One place of a page that says a name, and how much it weighs."""

    name: str
    origin: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What pages agree on: the name in each language, other names, and where each was read."""

    names: Mapping[str, str]
    aliases: tuple[str, ...]
    evidence: tuple[str, ...]


def visible(text: str) -> str:
    """A text of a stranger as one line that a terminal and a comment can carry: no control or invisible characters."""
    seen = "".join(" " if unicodedata.category(sign) in _INVISIBLE else sign for sign in text[:2_000])
    return " ".join(seen.split())


def claims(root: etree._Element, head: Head, url: str) -> tuple[Claim, ...]:
    """Every place of a page that may say the organisation's name."""
    found = (
        *(("JSON-LD Organization", name, 6) for name in _json_names(root, url)),
        ("og:site_name", head.site_name, 4),
        *(("page title", part, 2) for part in _PARTS.split(head.title)),
        *(("the logo's link", text, 3) for text in islice(_home_links(root, url), 3)),
        *(("copyright line", found[1], 3) for found in islice(_COPYRIGHT.finditer(_tail(root)), 2)),
        *(("address", text, 2) for text in islice(_address_lines(root), 2)),
    )
    clean = ((origin, _trimmed(visible(name)), weight) for origin, name, weight in found)
    return tuple(
        Claim(name=name, origin=origin, weight=weight + 2 * bool(_FORM.search(name)))
        for origin, name, weight in clean
        if 2 <= len(name) <= 120 and not _GENERIC.fullmatch(name)
    )


def abbreviations(root: etree._Element) -> tuple[str, ...]:
    """Abbreviations of a page, each with the words before it, which may end in a name: "… name (ABC)"."""
    text = " ".join(" ".join(map(str, root.itertext()))[:_MOST_TEXT].split())
    found = islice(_ABBREVIATION.finditer(text), 40)
    return tuple(f"{text[max(0, hit.start() - 120) : hit.start()].strip()} ({hit[1]})" for hit in found)


def agreed(told: Iterable[tuple[str | None, tuple[Claim, ...], tuple[str, ...]]]) -> Named:
    """The names that front pages agree on, the home page's first; each is (language, claims, abbreviations)."""
    names: dict[str, str] = {}
    others: list[str] = []
    evidence: list[str] = []
    short: list[str] = []
    for language, said, shortened in told:
        best = _best(said)
        short += shortened
        if best is None:
            continue
        name, origins = best
        if name in names.values() or (language or "fi") in names:
            continue
        names[language or "fi"] = name
        evidence.append(f"{language or 'fi'}: {name} ({', '.join(origins)})")
        others += [core(name), *_capitals(name, said)]
    others += [_short(pair) for pair in short if any(_ends_with(pair, name) for name in names.values())]
    kept = [alias for alias in dict.fromkeys(others) if alias not in names.values()]
    return Named(names=names, aliases=tuple(kept[:6]), evidence=tuple(evidence))


def name_in(titles: Iterable[str]) -> str | None:
    """The organisation's name as titles of its feeds tell it; None when they tell only what feeds are.

    >>> name_in(["Uutiset – Vanha Virta ry", "RSS"]), name_in(["RSS"])
    ('Vanha Virta ry', None)
    """
    parts = (_trimmed(_FEED_WORDS.sub("", visible(part))) for title in titles for part in _PARTS.split(title))
    found = [part for part in parts if len(part) > 1 and not _GENERIC.fullmatch(part)]
    return next((part for part in found if _FORM.search(part)), found[0] if found else None)


def core(name: str) -> str:
    """A name without its legal form.

    >>> core("Järjestökatto ry"), core("Folkhälsan r.f."), core("Kuntaliitto")
    ('Järjestökatto', 'Folkhälsan', 'Kuntaliitto')
    """
    return _LEGAL.sub("", name)


def kind_of(names: Iterable[str]) -> OrganisationKind:
    """The kind that an organisation's names tell; an association when they tell none.

    >>> kind_of(["Sosiaali- ja terveysministeriö"]), kind_of(["Vanha Virta ry"]), kind_of(["Tervakunnan kunta"])
    ('ministry', 'association', 'municipality')
    """
    joined = " ".join(names).lower()
    kinds: tuple[tuple[OrganisationKind, str], ...] = (
        ("ministry", r"ministeriö\b|ministeriet\b|\bministry\b"),
        ("municipality", r"\w(?:n|s) (?:kunta|kaupunki)\b|\b(?:kommun|stad)\b|\b(?:city|municipality) of\b"),
        ("regional", r"hyvinvointialue\b|välfärdsområde\b|maakun(?:ta|nan)|landskap"),
        ("agency", r"virasto\b|laitos\b|\bverket\b|\bagency\b|\bämbetsverk"),
        ("project", r"hanke\b|projekt(?:et|i)?\b|\bproject\b"),
    )
    return next((kind for kind, words in kinds if re.search(words, joined)), "association")


def slug(text: str) -> str:
    """A text as a registry id.

    >>> slug("Järjestökatto ry"), slug("På svenska!")
    ('jarjestokatto-ry', 'pa-svenska')
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def id_of(url: str, names: Iterable[str] = ()) -> str:
    """The id of the organisation at an address: its host without www and the last label, else a name.

    >>> id_of("https://www.soste.fi/"), id_of("http://ps.sosiaaliturva.example/")
    ('soste', 'ps-sosiaaliturva')
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    with suppress(UnicodeError):
        host = host.encode("ascii").decode("idna")
    labels = [] if re.fullmatch(r"[\d.]+|.*:.*", host) else host.split(".")
    return slug("-".join(labels[:-1] or labels)) or next(filter(None, map(slug, names)), "organisation")


def _best(said: Iterable[Claim]) -> tuple[str, tuple[str, ...]] | None:
    """The name with most weight; the same name with and without its legal form is one, and the form is kept."""
    votes: dict[str, list[Claim]] = defaultdict(list)
    for claim in said:
        votes[core(claim.name).casefold()].append(claim)
    if not votes:
        return None
    best = max(votes.values(), key=lambda found: sum(claim.weight for claim in found))
    fullest = max(best, key=lambda claim: (core(claim.name) != claim.name, claim.weight))
    return fullest.name, tuple(dict.fromkeys(claim.origin for claim in best))


def _capitals(name: str, said: Iterable[Claim]) -> Iterator[str]:
    """An abbreviation in capitals that begins the name or stands alone in a title."""
    first = name.split(maxsplit=1)[0]
    spoken = {claim.name for claim in said if claim.name != name}
    for word in ([first] if " " in core(name) else []) + sorted(spoken):
        if re.fullmatch(r"[A-ZÅÄÖ]{2,8}", word) and word not in {"RY", "RF"}:
            yield word


def _ends_with(pair: str, name: str) -> bool:
    long = pair.rpartition(" (")[0].casefold()
    return long.endswith((core(name).casefold(), name.casefold()))


def _short(pair: str) -> str:
    return pair.rpartition(" (")[2].rstrip(")")


def _trimmed(name: str) -> str:
    return name.strip(" .,:;–-|·»«")


def _json_names(root: etree._Element, url: str) -> Iterator[str]:
    """Names of the page's own organisation in JSON-LD; organisations of other sites are partners."""
    host = urlsplit(url).hostname
    for node in islice((node for script in root.iter("script") for node in _nodes(script)), 500):
        kinds = node.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(kind, str) and _ORGANISATIONS.fullmatch(kind) for kind in named):
            continue
        home = node.get("url")
        if isinstance(home, str) and urlsplit(normalise(home, url) or "").hostname != host:
            continue
        yield from (node[key] for key in ("legalName", "name") if isinstance(node.get(key), str))


def _nodes(script: etree._Element) -> Iterator[Mapping[str, Any]]:
    text = script.text or ""
    if "ld+json" not in (script.get("type") or "") or len(text) > 500_000:
        return
    try:
        waiting: list[Any] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(2_000):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
        inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        waiting += [part for part in islice(inside, 200) if isinstance(part, dict | list)]


def _home_links(root: etree._Element, url: str) -> Iterator[str]:
    """What links to a front page say: the logo's text or its picture's description."""
    for link in islice(root.iter("a"), 200):
        address = normalise(link.get("href") or "", url) if link.get("href") else None
        if address and is_front(address) and urlsplit(address).hostname == urlsplit(url).hostname:
            image = next(link.iter("img"), None)
            yield text_in(link) or (image.get("alt") or "" if image is not None else "")


def _tail(root: etree._Element) -> str:
    lines = [" ".join(str(text).split()) for text in root.itertext()]
    return "\n".join(line for line in lines[-400:] if line)


def _address_lines(root: etree._Element) -> Iterator[str]:
    for address in root.iter("address"):
        yield next((str(text).strip() for text in address.itertext() if str(text).strip()), "")
