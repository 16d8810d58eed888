"""Audiences as TOML files: those shipped here, and a home's own, which replace shipped ones of the same id."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from email.headerregistry import Address
from email.utils import parseaddr
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, get_args

from digest.addresses import web_address
from digest.audience import Audience, Filters, Limits, Mail, SectionRule
from digest.editions import EDITIONS, tongues
from digest.issue import Style
from digest.phrases import LANGUAGES, WEEKDAYS
from digest.toml_table import Table, TomlError
from stories.model import Kind, OrganisationKind
from stories.topics import topic_names

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_REGION = re.compile(r"FI(?:-[0-9]{2})?")


class AudienceError(ValueError):
    """An audience that cannot be used; the message names the file, the key and what is wrong, in one line."""


def load_audiences(*directories: Path, topics: Collection[str] | None = None) -> dict[str, Audience]:
    """Every audience by id, the shipped ones first; a later directory's file replaces an earlier one's.

    A directory that does not exist holds no audiences; `topics` are the ids that a filter may name, the shipped
    vocabulary's when None. Raises AudienceError.
    """
    known = tuple(topic_names() if topics is None else topics)
    found = {audience.id: audience for audience in (_read(file, known) for file in _shipped())}
    for directory in directories:
        own = (_read(file, known) for file in sorted(directory.glob("*.toml")))
        found |= {audience.id: audience for audience in own}
    return found


def find_audience(audience_id: str, *directories: Path, topics: Collection[str] | None = None) -> Audience:
    """The audience of that id; raises AudienceError, which names the ones that exist."""
    audiences = load_audiences(*directories, topics=topics)
    if audience_id not in audiences:
        raise AudienceError(f"there is no audience {audience_id[:60]!r}: choose one of {', '.join(sorted(audiences))}")
    return audiences[audience_id]


def parse_audience(text: str, *, name: str, topics: Collection[str] | None = None) -> Audience:
    """One audience from the text of `<name>.toml`; raises AudienceError."""
    known = tuple(topic_names() if topics is None else topics)
    try:
        return _audience(Table(tomllib.loads(text)), name, known)
    except (TomlError, tomllib.TOMLDecodeError) as error:
        raise AudienceError(f"{name}.toml: {error}") from None


def _shipped() -> Iterator[Traversable]:
    folder = resources.files("digest") / "audiences"
    return iter(sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name))


def _read(file: Path | Traversable, topics: tuple[str, ...]) -> Audience:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AudienceError(f"{file.name}: cannot be read: {error}") from None
    return parse_audience(text, name=file.name.removesuffix(".toml"), topics=topics)


def _audience(table: Table, name: str, topics: tuple[str, ...]) -> Audience:
    audience_id = table.text("id")
    if audience_id != name or not _SLUG.fullmatch(name):
        raise TomlError(f"id {audience_id!r} must be a slug (a–z, 0–9, hyphen) and equal the file's name")
    languages = tuple(dict.fromkeys(table.choices("languages", EDITIONS, default=LANGUAGES)))
    if not languages:
        raise TomlError(f"languages is empty: choose from {', '.join(EDITIONS)}")
    spoken = tuple(dict.fromkeys(tongue for edition in languages for tongue in tongues(edition)))
    audience = Audience(
        id=audience_id,
        names=_by_language(table.table("names"), spoken),
        taglines=_by_language(table.table("taglines"), spoken),
        languages=languages,
        approval=table.choice("approval", _literals(Literal["auto", "required"]), default="required"),
        weekday=WEEKDAYS.index(table.choice("weekday", WEEKDAYS, default="monday")),
        filters=_filters(table.table("filters", required=False), topics),
        limits=_limits(table.table("limits", required=False)),
        sections=_sections(table.tables("section")),
        mail=_mail(table.table("mail")),
    )
    table.finish()
    return audience


def _by_language(table: Table, languages: tuple[str, ...]) -> dict[str, str]:
    texts = {language: table.text(language) for language in languages}
    more = {language: table.text(language, default="") for language in LANGUAGES if language not in languages}
    table.finish()
    return texts | {language: text for language, text in more.items() if text}


def _filters(table: Table, topics: tuple[str, ...]) -> Filters:
    filters = Filters(
        kinds=table.choices("kinds", _literals(Kind), default=()),
        regions=table.matching("regions", _REGION, "FI or FI-01 … FI-19"),
        organisation_kinds=table.choices("organisation_kinds", _literals(OrganisationKind), default=()),
        topics=table.choices("topics", topics, default=()),
    )
    table.finish()
    return filters


def _limits(table: Table) -> Limits:
    standing = Limits()
    names = ("stories", "lines", "organisation", "organisation_lines")
    limits = Limits(**{name: table.number(name, getattr(standing, name), most=200) for name in names})
    table.finish()
    return limits


def _sections(tables: list[Table]) -> tuple[SectionRule, ...]:
    rules = tuple(_section(table) for table in tables)
    ids = [rule.id for rule in rules]
    twice = sorted({section_id for section_id in ids if ids.count(section_id) > 1})
    if twice:
        raise TomlError(f"section {twice[0]!r} is there twice")
    return rules


def _section(table: Table) -> SectionRule:
    organisation = table.number("organisation", 0, most=200)
    rule = SectionRule(
        id=table.text("id"),
        style=table.choice("style", _literals(Style), default="story"),
        kinds=table.choices("kinds", _literals(Kind), default=()),
        occasion=table.optional_choice("occasion", _literals(Literal["event", "deadline"])),
        limit=table.number("limit", 10, most=200),
        organisation=organisation or None,
        titles=table.texts("titles", LANGUAGES),
    )
    table.finish()
    if not _SLUG.fullmatch(rule.id) or rule.id in {"out", "overflow"}:
        raise TomlError(f"section id {rule.id!r} must be a slug (a–z, 0–9, hyphen), and neither out nor overflow")
    if (rule.style == "dated") != (rule.occasion is not None):
        raise TomlError(f"section {rule.id}: style dated and occasion belong together")
    return rule


def _mail(table: Table) -> Mail:
    mail = Mail(
        sender=_mailbox(table, "from"),
        reply_to=_mailbox(table, "reply_to"),
        unsubscribe=_address(table, "unsubscribe"),
        archive=_address(table, "archive"),
        postal=table.text("postal", default=""),
    )
    table.finish()
    return mail


def _mailbox(table: Table, key: str) -> str:
    text = table.text(key)
    name, mailbox = parseaddr(text)
    try:
        Address(name, addr_spec=mailbox)
    except (ValueError, IndexError):
        raise TomlError(f'{key} {text!r} must be a mail address such as "Kooste <kirje@example.org>"') from None
    if not mailbox.isascii() or "." not in mailbox.rpartition("@")[2]:
        raise TomlError(f"{key} {text!r} must hold a whole mail address in ASCII")
    return text


def _address(table: Table, key: str) -> str | None:
    text = table.text(key, default="")
    if text and (web_address(text) is None or not text.isascii() or len(text) > 900):
        raise TomlError(f"{key} {text[:60]!r} must be an http or https address of at most 900 ASCII characters")
    return text or None


def _literals(literal: object) -> tuple[str, ...]:
    return get_args(literal)
