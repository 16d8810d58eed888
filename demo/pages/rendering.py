"""Templates of the sample sites: jinja2 with autoescape, Finnish dates and the words around the texts."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from demo.scene import Scene
from demo.words import CHOOSER, words


def day(at: datetime) -> str:
    """`17.11.2026`"""
    return f"{at.day}.{at.month}.{at.year}"


def padded_day(at: datetime) -> str:
    """`04.06.2020`"""
    return at.strftime("%d.%m.%Y")


def dot(at: datetime) -> str:
    """`12.01`"""
    return at.strftime("%H.%M")


def colon(at: datetime) -> str:
    """`08:30`"""
    return at.strftime("%H:%M")


def finnish(at: datetime) -> str:
    """`17.11.2026 kl. 12.01`"""
    return f"{day(at)} kl. {dot(at)}"


def mail_date(at: datetime) -> str:
    """`Tue, 17 Nov 2026 12:01:00 +0200`"""
    return format_datetime(at)


def zulu_mail(at: datetime) -> str:
    """`Tue, 17 Nov 2026 10:01:00 +0000`"""
    return format_datetime(at.astimezone(UTC))


def iso(at: datetime) -> str:
    """`2026-11-17T12:01:00+02:00`"""
    return at.isoformat(timespec="seconds")


def zulu(at: datetime) -> str:
    """`2026-11-17T10:01:00Z`"""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def environment() -> Environment:
    """The templates of all sites, everything escaped."""
    found = Environment(
        loader=PackageLoader("demo"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    for show in (day, padded_day, dot, colon, finnish, mail_date, zulu_mail, iso, zulu):
        found.filters[show.__name__] = show
    found.globals["chooser"] = CHOOSER
    return found


def render(template: str, scene: Scene, language: str, **values: object) -> str:
    """A template's text for a site in one language."""
    page = environment().get_template(template)
    return page.render(scene=scene, site=scene.site, language=language, w=words(language), **values)
