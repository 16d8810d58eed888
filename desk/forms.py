"""What a posted form says, taken with tongs: few fields, no files, only what is among the choices."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from desk.words import Lang, words
from digest.audience import Audience
from digest.editions import EDITIONS

_MOST_FIELDS: Final = 100


async def read_form(request: Request) -> FormData:
    """The form that was posted; raises HTTPException 400 for what is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    return await request.form(max_files=0, max_fields=_MOST_FIELDS)


def audiences_of(data: FormData, known: Container[str]) -> tuple[str, ...]:
    """The audiences that were ticked, of those there are."""
    named = (value for value in data.getlist("audience") if isinstance(value, str) and value in known)
    return tuple(dict.fromkeys(named))


def chosen_edition(data: FormData) -> str:
    """The edition that was chosen; nothing where it is none."""
    value = data.get("edition")
    return value if isinstance(value, str) and value in EDITIONS else ""


def offered(known: Mapping[str, Audience]) -> list[str]:
    """The editions that some letter comes in."""
    return [edition for edition in EDITIONS if any(edition in one.languages for one in known.values())]


def wrong_choice(
    known: Mapping[str, Audience], audiences: Sequence[str], edition: str, language: Lang
) -> dict[str, str]:
    """What is wrong with the edition chosen for these letters, under "edition"; nothing when all come in it."""
    said = words(language)["subscribe"]
    if not edition:
        return {"edition": said["wrong_language"]}
    lacking = next((known[one] for one in audiences if one in known and edition not in known[one].languages), None)
    return {"edition": said["no_edition"].format(name=name_of(lacking, language))} if lacking else {}


def name_of(audience: Audience, language: Lang) -> str:
    """What an audience's letter is called, in the page's language where it has a name in it."""
    return audience.names.get(language) or next(iter(audience.names.values()))


def names_of(known: Mapping[str, Audience], audiences: Sequence[str], language: Lang) -> list[str]:
    """What letters are called; one whose audience has no file any more is called by its id."""
    return [name_of(known[one], language) if one in known else one for one in audiences]
