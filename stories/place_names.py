"""The names of municipalities and regions with their Finnish and Swedish forms (`stories/data/municipalities.tsv`)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Case = Literal["base", "genitive", "in", "out", "people", "listed"]
_VOWELS = "aeiouyäöå"
_TAILS = ("nen", "sen", "set", "sia", "siä", "sille", "sten", "sista", "sissa", "sessa", "selle", "sta", "stä")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One municipality, region or part of one.

    `guards`: "in" or "out" for a name that is also a person's, a firm's or a common word and counts only in that local
    case or with a cue; "sv" where this holds for the Swedish name.
    """

    region: str
    kind: str
    fi: str
    genitive: str
    sv: str
    en: str
    forms: tuple[str, ...]
    guards: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A written form of a place, word by word, its case, and whether it needs a cue to be taken for the place."""

    words: tuple[str, ...]
    case: Case
    place: Place
    guarded: bool


@cache
def gazetteer() -> tuple[Place, ...]:
    """Every place of the file, in its order."""
    text = files("stories").joinpath("data/municipalities.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(_place(row) for row in csv.DictReader(lines, delimiter="\t"))


def _place(row: Mapping[str, str]) -> Place:
    forms, guards = row["forms"].split(), frozenset(filter(None, row["guard"].split(",")))
    names = {key: row[key] for key in ("region", "kind", "fi", "genitive", "sv", "en")}
    return Place(**names, forms=tuple(form.replace("_", " ") for form in forms), guards=guards)


@cache
def spellings() -> Mapping[str, tuple[Spelling, ...]]:
    """Spellings by their first word, the longest first.

    >>> [spelling.place.region for spelling in spellings()["Iisalmessa"]]
    ['FI-15']
    """
    found: dict[str, dict[tuple[str, ...], Spelling]] = defaultdict(dict)
    for place in gazetteer():
        for form, case, guarded in _forms(place):
            words = tuple(form.split())
            found[words[0]].setdefault(words, Spelling(words, case, place, guarded))
    return {first: tuple(sorted(many.values(), key=lambda one: -len(one.words))) for first, many in found.items()}


def _forms(place: Place) -> Iterator[tuple[str, Case, bool]]:
    local = place.guards & {"in", "out"}
    for form, case in ((place.fi, "base"), *finnish_forms(place.fi, place.genitive)):
        yield form, case, bool(local) and case not in {*local, "people"}
    guarded = "sv" in place.guards or (place.sv == place.fi and bool(local))
    for name in filter(None, (place.fi, place.sv, place.en)):
        doubtful = guarded if name == place.sv else bool(local) and name == place.fi
        yield name, "base", doubtful
        yield from ((name + ending, "genitive", doubtful) for ending in ("s", "’s", "'s"))
    for form in place.forms:
        yield from ((one, "listed", False) for one in _ends(form))


def _ends(form: str) -> Iterator[str]:
    """A listed form; one that ends in `*` with the endings of people: "virtolai*"."""
    if form.endswith("*"):
        yield from (f"{start}{form[1:-1]}{tail}" for tail in _TAILS for start in (form[0], form[0].upper()))
    else:
        yield form


def finnish_forms(name: str, genitive: str) -> Iterator[tuple[str, Case]]:
    """The cases of a Finnish place name and its people, out of nominative and genitive; both vowel harmonies alike.

    >>> sorted(form for form, case in finnish_forms("Turku", "Turun") if case == "in")
    ['Turkuhun', 'Turkuun', 'Turussa', 'Turussä', 'Turusta', 'Turustä']
    """
    stem = f"{genitive.removesuffix('ten')}i" if genitive.endswith("sten") else genitive.removesuffix("n")
    yield genitive, "genitive"
    yield f"{stem}lle", "out"
    yield f"{stem}ksi", "genitive"
    for a in "aä":
        yield from ((f"{stem}{ending}{a}", "in") for ending in ("ss", "st"))
        yield from ((f"{stem}{ending}{a}", "out") for ending in ("ll", "lt"))
        yield from ((f"{name}{ending}{a}", "base") for ending in ("", "t"))
    yield from ((form, "in") for form in _illatives(_strong(name, stem)))
    yield from ((form, "people") for base in (name, _strong(name, stem)) for form in _people(base))


def _people(base: str) -> Iterator[str]:
    for start in (base[0], base[0].lower()):
        yield from (f"{start}{base[1:]}{link}{tail}" for link in ("lai", "läi") for tail in _TAILS)


def _strong(name: str, stem: str) -> str:
    """The stem that keeps its strong grade: Helsinki, Iisalme-, Suonenjoke-, Haapavete-."""
    if name.endswith("vesi"):
        return name.removesuffix("si") + "te"
    return name[:-1] + stem[-1] if name[-1] in _VOWELS else stem


def _illatives(strong: str) -> Iterator[str]:
    if strong[-2:-1] == strong[-1]:
        yield f"{strong}seen"
    else:
        yield f"{strong}{strong[-1]}n"
    yield f"{strong}h{strong[-1]}n"
