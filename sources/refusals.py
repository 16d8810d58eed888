"""Pages that only say that there is nothing to read: not found, removed, behind a sign-in, a consent or a script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree

from sources import phrases
from sources.blocks import Block
from sources.trimming import bare

_I = re.IGNORECASE
_LITTLE = 700  # characters: who writes more than this has something to say
_SAYS_SO: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "says that it was not found",
        re.compile(
            r"(?:sivua|sivu|artikkelia|uutista|tiedotetta|julkaisua|sisältöä|etsimääsi)\b.{0,40}\bei\s(?:ole\s(?:olemassa|enää|saatavilla)|löyt|löydy)|"
            r"\bei\slöyty(?:nyt|y)\b\s*[.!]?$|^(?:virhe|fel|error)?\s?40[34]\b|\b40[34]\s(?:error|virhe|not\sfound)|"
            r"(?:sidan|nyheten|artikeln|meddelandet|innehållet)\b.{0,40}\b(?:hittades\s(?:inte|ej)|(?:kunde|kan)\sinte\shittas|finns\sinte|saknas)|"
            r"(?:hittade|hittar)\sinte\s(?:sidan|nyheten|artikeln)|"
            r"(?:page|article|release|content|story)\b.{0,60}\b(?:not\sfound|(?:can(?:no|')t|could\s?n[o']t)\s(?:be\sfound|find)|does\s?n[o']t\sexist|no\slonger\s(?:exists|available))|"
            r"^not\sfound\b|we\scan['no]{1,3}t\sfind\s(?:that|the|this)\spage",
            _I,
        ),
    ),
    (
        "says that it was removed",
        re.compile(
            r"(?:sivu|tiedote|uutinen|artikkeli|julkaisu|sisältö)\b.{0,30}\bon\s(?:poistettu|poistunut|siirretty)|linkki\son\svanhentunut|"
            r"(?:sidan|meddelandet|nyheten|artikeln|innehållet)\b.{0,30}\bhar\s(?:tagits\sbort|raderats|flyttats|avpublicerats)|"
            r"(?:page|release|article|content)\b.{0,30}\bhas\sbeen\s(?:removed|deleted|moved|unpublished)",
            _I,
        ),
    ),
    (
        "asks to sign in",
        re.compile(
            r"^(?:kirjaudu(?:\ssisään|\spalveluun)?|kirjautuminen|sisäänkirjautuminen|logga\sin|inloggning|sign\sin|log\s?in)\b.{0,30}$|"
            r"\b(?:sinulla\s)?ei\s(?:ole\s)?(?:oikeutta|oikeuksia|käyttöoikeutta)\s.{0,30}(?:sivu|sisältö|nähdä|tarkastella)|pääsy\s(?:evätty|kielletty|estetty)|"
            r"du\shar\sinte\s(?:behörighet|rättighet|åtkomst)|åtkomst\s(?:nekad|nekas)|access\s(?:denied|forbidden)|you\s(?:are\snot\sauthori[sz]ed|do\snot\shave\s(?:access|permission))|"
            r"(?:sivu|sisältö|sida|sidan|page|content)\b.{0,30}(?:vain\s(?:kirjautuneille|jäsenille)|suojattu\ssalasanalla|lösenordsskydda\w*|password\sprotected|members\sonly)",
            _I,
        ),
    ),
    (
        "shows nothing without scripts",
        re.compile(
            r"javascript.{0,80}(?:käyttöön|päälle|tarvitaan|vaatii|pois\skäytöstä|aktivera|krävs|behövs|enable|required?|needs?|disabled)|"
            r"(?:enable|requires?|needs?|turn\son|aktivera|kräver|vaatii|ota)\s.{0,30}javascript|^(?:ladataan|laddar|loading)\b\W{0,4}$|"
            r"selaimesi\sei\stue\s(?:kehyksiä|javascript)|(?:din\s)?(?:webbläsare|browser)\s(?:stöder\sinte|does\snot\ssupport)\s(?:ramar|frames|javascript)",
            _I,
        ),
    ),
    (
        "lists nothing",
        re.compile(
            r"^(?:vieraskirjassa\s|täällä\s|sivulla\s)?ei\s(?:ole\s)?(?:vielä\s|yhtään\s|tällä\shetkellä\s){0,2}(?:ole\s)?(?:merkintöjä|viestejä|kirjoituksia|uutisia|tapahtumia|tuloksia|ilmoituksia|julkaisuja|sisältöä)|"
            r"^(?:det\sfinns\s|här\sfinns\s)?(?:inga|ännu\singa)\s(?:inlägg|nyheter|evenemang|meddelanden|träffar|resultat)|"
            r"^(?:there\sare\s)?no\s(?:entries|posts|news|events|results|messages|items|releases)\b",
            _I,
        ),
    ),
)
_CONSENT = re.compile(
    r"eväst|\bcookies?\b|\bkak(?:or|orna)\b|suostumu|samtyck|consent|välttämättöm|nödvändig|necessary|tilasto|statisti|markkinoin|marknadsför|marketing|"
    r"kohdent|seuranta|spårning|tracking|tietosuoja|dataskydd|privacy|hyväksy|godkänn|accept",
    _I,
)
_CHOICE = re.compile(
    r"(?:hyväksy\w*|salli\w*|godkänn\w*|acceptera\w*|tillåt\w*|accept|allow)\s.{0,30}(?:kaikki|alla|all)\b|"
    r"(?:vain|endast|bara|only)\s(?:välttämättöm|nödvändig|necessary)",
    _I,
)


def refusal(title: str, blocks: Sequence[Block], root: etree._Element) -> str | None:
    """Why a page holds nothing to read by its own words, None for one that says something else.

    `blocks` are what is left of it; a title counts as its first line.
    """
    lines = [bare(title), *(bare(block.text) for block in blocks[:3] if len(block.text) < 300)]
    size = sum(len(block.text) for block in blocks)
    if size <= _LITTLE:
        for reason, words in _SAYS_SO:
            if any(words.search(line) for line in lines if line):
                return f"a page that {reason}"
    if _is_consent(blocks, root):
        return "a page that asks for consent to cookies"
    return None


def _is_consent(blocks: Sequence[Block], root: etree._Element) -> bool:
    """Whether nearly all words are about cookies, with the choice to take all or only the necessary ones."""
    said = [block for block in blocks if not block.is_heading]
    if not said or not _CONSENT.search(said[0].text):
        return False
    about = [block for block in said if _CONSENT.search(block.text)]
    if sum(len(block.text) for block in about) < 0.8 * sum(len(block.text) for block in said):
        return False
    buttons = (" ".join(map(str, button.itertext())) for button in islice(root.iter("button", "a", "input"), 40))
    return any(phrases.COOKIES.search(block.text) for block in about) and any(map(_CHOICE.search, buttons))
