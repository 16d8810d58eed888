"""The editions a letter comes in: Finnish, Swedish, and a bilingual one that tells each story in both."""

from __future__ import annotations

BILINGUAL = "fi+sv"
EDITIONS = ("fi", "sv", BILINGUAL)


def tongues(edition: str) -> tuple[str, ...]:
    """The languages an edition speaks, the first one first.

    >>> tongues("sv"), tongues("fi+sv")
    (('sv',), ('fi', 'sv'))
    """
    return tuple(edition.split("+"))


def safe_name(edition: str) -> str:
    """The edition's name where only letters and hyphens may stand, such as a mailing list's id or a language header.

    >>> safe_name("fi+sv")
    'fi-sv'
    """
    return edition.replace("+", "-")
