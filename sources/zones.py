"""Which elements of a page frame the article and are no part of it, told by tag, role and class or id words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from sources.blocks import HEADINGS, SILENT
from sources.markup import tag_of

PUBLICATION = "publication details"
_BY_TAG = {"nav": "navigation", "footer": "footer", "search": "search"}
_BY_ROLE = {
    "navigation": "navigation",
    "contentinfo": "footer",
    "banner": "banner",
    "search": "search",
    "dialog": "cookie bar",
    "alertdialog": "cookie bar",
    "complementary": "sidebar",
}
# One word of a class or id is enough …
_ONE_WORD = {
    "navigation": "nav navbar navigation navi navigointi menu valikko mainmenu submenu sidenav topnav pagination pager",
    "breadcrumb": "breadcrumb breadcrumbs murupolku crumbs brodsmulor",
    "footer": "footer colophon sitefooter alatunniste sidfot",
    "banner": "topbar masthead siteheader",
    "sidebar": "sidebar sivupalkki sidopanel widgets sivupalsta oikeapalsta vasenpalsta "
    "hogerspalt vansterspalt sidospalt rightcol leftcol",
    "cookie bar": "cookie cookies cookiebar cookieconsent consent gdpr evasteet kakor cookiebot onetrust",
    "share buttons": "share sharing sharedaddy addtoany addthis jaa somejako jakopainikkeet dela",
    "skip link": "skiplink skiplinks hyppylinkki",
    "related news": "related relatedposts relatedarticles relatednews yarpp crp recommended recommendations teasers",
    "comments": "comments commentlist kommentit kommentar kommentarer disqus commentform vieraskirja",
    "language chooser": "languageswitcher langswitcher languages kielivalinta kielivalitsin kielet sprakval qtranxs",
    "tags": "tags taglist tagcloud avainsanat asiasanat",
    "newsletter form": "mailchimp",
    "advertisement": "advert advertisement adsbygoogle mainos",
    PUBLICATION: "byline",
}
# … or these words together.
_WORDS_TOGETHER = {
    "navigation": "page numbers|post navigation|adjacent posts|next prev",
    "breadcrumb": "leiva polku",
    "footer": "site info|page bottom",
    "banner": "site header|page banner|top bar",
    "sidebar": "side bar|right column|widget area",
    "cookie bar": "cc window|cc banner",
    "share buttons": "social share|social links|social media|some jako|some buttons|social icons|social buttons",
    "skip link": "skip link|skip links|skip to|screen reader text|visually hidden|sr only",
    "related news": "read more list|lue myos|muut artikkelit|las ocksa|muut uutiset|latest news|latest posts|"
    "recent posts|more news|most read|similar posts|teaser list|post teasers|muut teeman|news teaser",
    "comments": "comment list|comment form|comment respond|comment area",
    "language chooser": "language switcher|language selector|language chooser|lang switcher|lang switch|"
    "language switch|wpml ls|language nav|language menu|language list|block language|lang menu|lang links|lang nav",
    "tags": "tag list|tags links|tag links|cat links",
    "newsletter form": "subscribe form|newsletter form|newsletter signup|uutiskirje tilaus",
    PUBLICATION: "article info|entry meta|post meta|article meta|node meta|node submitted|news meta|meta info|"
    "post date|posted on|post info|article byline|entry byline|post byline|entry date|blog meta|item meta",
    "author card": "author box|author bio|about author",
}
_SINGLE = {word: label for label, words in _ONE_WORD.items() for word in words.split()}
_TOGETHER = tuple(
    (frozenset(part.split()), label) for label, line in _WORDS_TOGETHER.items() for part in line.split("|")
)
_TOGETHER_WORDS = frozenset(word for wanted, _ in _TOGETHER for word in wanted)
_DESCRIBES = frozenset({"has", "no", "with", "without", "hide", "is", "layout"})  # "has-sidebar" tells of a whole page
_CAMEL = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_PLAIN = str.maketrans("åäöéÅÄÖ", "aaoeaao")
_NEVER = frozenset({"html", "body", "main"})


@dataclass(frozen=True, slots=True)
class Weight:
    """How much text an element holds: all, inside links, in sentences outside links; and whether an h1 is inside."""

    text: int
    linked: int
    has_h1: bool


def weights(root: etree._Element) -> dict[etree._Element, Weight]:
    """The weight of every element inside `root`, in one pass."""
    sums: dict[etree._Element, Weight] = {}
    open_sums: list[list[int]] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            own = 0 if tag_of(element) in SILENT else _length(element.text)
            open_sums.append([own, 0, tag_of(element) == "h1"])
            continue
        text, linked, has_h1 = open_sums.pop()
        linked = text if tag_of(element) == "a" else linked
        sums[element] = Weight(text, linked, bool(has_h1))
        if open_sums:
            around = open_sums[-1]
            around[0] += text + _length(element.tail)
            around[1] += linked
            around[2] = around[2] or has_h1
    return sums


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def zone_of(element: etree._Element) -> str | None:
    """What part of a page an element names itself as, None for content or nothing telling.

    >>> from sources.markup import tree_of
    >>> zone_of(tree_of('<div class="entry-relatedPosts">x</div>')[0][0])
    'related news'
    """
    tag = tag_of(element)
    if tag in _NEVER:
        return None
    role = _BY_ROLE.get(element.get("role") or "")
    named = _BY_TAG.get(tag) or role
    if named:
        return named
    if tag in HEADINGS:  # "recommendations" is a good id for a heading of the text
        return "skip link" if _zone_of_names(element.get("class") or "") == "skip link" else None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _zone_of_names(names[:300]) if names != " " else None


def _zone_of_names(names: str) -> str | None:
    for name in names.split():
        words = _words(name)
        if words & _DESCRIBES:
            continue
        single = next((_SINGLE[word] for word in words if word in _SINGLE), None)
        if single:
            return single
        if words & _TOGETHER_WORDS:
            found = next((label for wanted, label in _TOGETHER if wanted <= words), None)
            if found:
                return found
    return None


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[-_:./]+", _CAMEL.sub("-", name).translate(_PLAIN).lower()))


def frames(root: etree._Element, sizes: dict[etree._Element, Weight]) -> dict[etree._Element, str]:
    """The outermost elements around no article of their own, each with what it is.

    An element that holds the h1 or most of the page's plain text is the article's, whatever it is called.
    """
    found: dict[etree._Element, str] = {}
    plain = max(1, sizes[root].text - sizes[root].linked)
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element is root or not isinstance(element.tag, str):
            continue
        label = zone_of(element) or _zone_by_place(element, sizes)
        if label and not _is_content(element, sizes[element], plain, label):
            found[element] = label
            walk.skip_subtree()
    return found


def _is_content(element: etree._Element, size: Weight, plain: int, label: str) -> bool:
    own = size.text - size.linked
    if label == PUBLICATION:
        return size.has_h1 or size.text > 300
    if label in {"skip link", "cookie bar"}:
        return own > plain * 0.8
    if size.has_h1 and label != "banner":
        return True
    if label == "banner" and size.has_h1:
        return own > plain * 0.3
    return own > plain * 0.5 and own > 200


def _zone_by_place(element: etree._Element, sizes: dict[etree._Element, Weight]) -> str | None:
    tag = tag_of(element)
    size = sizes[element]
    if tag == "header":
        outside = all(tag_of(around) not in {"main", "article"} for around in element.iterancestors())
        return "banner" if outside and not size.has_h1 else None
    if tag == "aside":
        in_article = any(tag_of(around) in {"main", "article"} for around in element.iterancestors())
        # A box of facts or contacts inside an article is read with it; a column of links is not.
        return None if in_article and size.text > 40 and size.linked < size.text * 0.4 else "sidebar"
    if tag == "form":
        return "form" if size.text < 400 or size.linked > size.text * 0.5 else None
    return None
