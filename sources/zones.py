"""Which elements of a page frame the article and are no part of it, told by tag, role and class or id words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from sources.blocks import HEADINGS, SILENT
from sources.markup import tag_of, text_in

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
    PUBLICATION: "byline createdate createdby modifydate",
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
# Words that name furniture only where little is said: a text may stand in a "promo" or have "actions" of its own.
_SMALL = {
    "page tools": "tools toolbar pagetools actions print printer readspeaker webreader listen kuuntele lyssna tulosta "
    "viewcount social some buttonheading",
    "call to act": "cta promo promotion promobox liftup liftups nosto nostot nostoboksi campaign",
    "list of links": "linklist linkkilista lanklista quicklinks pikalinkit snabblankar shortcuts oikopolut genvagar",
    "question about the page": "feedback palaute respons rating rate helpful helpfulness",
    "tags": "keywords keyword nyckelord amnesord",
    "notice about the page": "expired outdated vanhentunut foraldrad archived obsolete announcement",
    "newsletter form": "newsletter uutiskirje nyhetsbrev subscribe subscription signup",
    "sponsors": "sponsors sponsor tukijat yhteistyokumppanit sponsorer",
    "calendar": "upcoming tulevat eventlist eventslist eventbox eventsbox tapahtumalista",
    "about the publisher": "boilerplate boiler publisherinfo aboutpublisher",
    "press room": "newsroom pressroom uutishuone",
}
_SMALL_TOGETHER = {
    "page tools": "view count|document actions|back top|read speaker|listen button",
    "call to act": "lift up|call action|call to action",
    "list of links": "link list|quick links",
    "calendar": "events box|event list|upcoming events|events list|next events|calendar widget",
    "about the publisher": "about publisher|publisher info|about us box",
    "newsletter form": "news letter",
    "language chooser": "language link|translation link|other language|wpml ls",
}
_SINGLE = {word: label for label, words in _ONE_WORD.items() for word in words.split()}
_TOGETHER = tuple(
    (frozenset(part.split()), label) for label, line in _WORDS_TOGETHER.items() for part in line.split("|")
)
_TOGETHER_WORDS = frozenset(word for wanted, _ in _TOGETHER for word in wanted)
_SINGLE_SMALL = {word: label for label, words in _SMALL.items() for word in words.split()}
_TOGETHER_SMALL = tuple(
    (frozenset(part.split()), label) for label, line in _SMALL_TOGETHER.items() for part in line.split("|")
)
_SMALL_WORDS = frozenset(_SINGLE_SMALL) | frozenset(word for wanted, _ in _TOGETHER_SMALL for word in wanted)
_LITTLE, _LITTLE_SHARE = 300, 0.25  # characters, and of the page's plain text
# Builders of pages whose classes are made by machine name their parts here.
_NAMING = ("data-hook", "data-testid", "data-component", "data-block", "data-widget", "data-automation-id")
_DESCRIBES = frozenset({"has", "no", "with", "without", "hide", "is", "layout"})  # "has-sidebar" tells of a whole page
SIGN_UP = re.compile(
    r"ilmoittau|rekisteröidy|\bhae\b|hakemu|anmäl(?:an|ning|\s+dig)|ansök|registrera|regist(?:er|ration)|sign\s+up\s+(?:for|here|by)|apply|lomake|blankett",
    re.IGNORECASE,
)
_NAMES_REMEMBERED = 4_096
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
    names = _names(element)
    return _zone_of_names(names) if names else None


def small_zone_of(element: etree._Element) -> str | None:
    """What furniture an element names itself as by a word that counts only where little is said.

    >>> from sources.markup import tree_of
    >>> small_zone_of(tree_of('<div class="newsTools">Tulosta</div>')[0][0])
    'page tools'
    """
    if tag_of(element) in _NEVER or tag_of(element) in HEADINGS:
        return None
    return next((label for name in _names(element).split() if (label := _small_label(name))), None)


def _names(element: etree._Element) -> str:
    told = (element.get("class"), element.get("id"), *(element.get(name) for name in _NAMING))
    return " ".join(name for name in told if name)[:300]


def _zone_of_names(names: str) -> str | None:
    return next((label for name in names.split() if (label := _label(name))), None)


# One name stands on many elements of a page and on all pages of a site.
@lru_cache(maxsize=_NAMES_REMEMBERED)
def _label(name: str) -> str | None:
    words = _words(name)
    if words & _DESCRIBES:
        return None
    single = next((_SINGLE[word] for word in words if word in _SINGLE), None)
    if single or not words & _TOGETHER_WORDS:
        return single
    return next((label for wanted, label in _TOGETHER if wanted <= words), None)


@lru_cache(maxsize=_NAMES_REMEMBERED)
def _small_label(name: str) -> str | None:
    words = _words(name)
    if words & _DESCRIBES or not words & _SMALL_WORDS:
        return None
    single = next((_SINGLE_SMALL[word] for word in words if word in _SINGLE_SMALL), None)
    return single or next((label for wanted, label in _TOGETHER_SMALL if wanted <= words), None)


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
        elif (small := small_zone_of(element)) and _says_little(sizes[element], plain) and not _signs_up(element):
            found[element] = small
            walk.skip_subtree()
    return found


def _says_little(size: Weight, plain: int) -> bool:
    own = size.text - size.linked
    return not size.has_h1 and own <= _LITTLE and own < plain * _LITTLE_SHARE


def _signs_up(element: etree._Element) -> bool:
    """Whether a box leads to what the text invites to; that is part of it."""
    return SIGN_UP.search(text_in(element)[:400]) is not None


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
