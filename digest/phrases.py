"""What the letter itself says, by language; the words lie in `phrases/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

LANGUAGES = ("fi", "sv")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# How each language names itself in a link that leads to it.
OWN_NAMES: Mapping[str, str] = {
    "fi": "Suomeksi",
    "sv": "På svenska",
    "en": "In English",
    "se": "Davvisámegillii",
    "smn": "Anarâškielân",
    "sms": "Sääʹmǩiõllʼle",
    "de": "Auf Deutsch",
    "fr": "En français",
    "es": "En español",
    "et": "Eesti keeles",
    "ru": "По-русски",
    "uk": "Українською",
    "no": "På norsk",
    "nb": "På norsk",
    "da": "På dansk",
    "is": "Á íslensku",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The standing words of one edition: `words` by key, and tables of words by what they name."""

    language: str
    words: Mapping[str, str]
    weekdays: tuple[str, ...]
    dates: Mapping[str, str]
    sections: Mapping[str, str]
    kinds: Mapping[str, str]
    counts: Mapping[str, tuple[str, str]]
    languages: Mapping[str, str]
    regions: Mapping[str, str]
    updates: Mapping[str, str]
    editions: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def count(self, key: str, number: int) -> str:
        """A number with its noun: "1 uutinen", "3 uutista"."""
        one, several = self.counts[key]
        return f"{number} {one if number == 1 else several}"

    def region(self, code: str) -> str:
        """The region's name, or nothing for the whole country and for codes that are unknown."""
        return self.regions.get(code, "")

    def mark(self, code: str) -> str:
        """How a text in another language is marked: "(ruotsiksi)"; nothing when nobody knows the language."""
        return "" if code == "und" else f"({self.in_language(code)})"

    def in_language(self, code: str) -> str:
        """In which language something is: "ruotsiksi"."""
        return self.languages.get(code, self.words["unknown_language"])


@cache
def phrases(language: str) -> Phrases:
    """The words of an edition; raises KeyError for a language without one."""
    if language not in LANGUAGES:
        raise KeyError(language)
    words = tomllib.loads((resources.files("digest") / "phrases" / f"{language}.toml").read_text(encoding="utf-8"))
    return Phrases(
        language=language,
        words={key: value for key, value in words.items() if isinstance(value, str)},
        weekdays=tuple(words["weekdays"]["short"]),
        dates=words["dates"],
        sections=words["sections"],
        kinds=words["kinds"],
        counts={key: (one, several) for key, (one, several) in words["counts"].items()},
        languages=words["languages"],
        regions=words["regions"],
        updates=words["updates"],
        editions=words["editions"],
    )


def own_name(code: str) -> str:
    """How the language names itself in a link to it; its code when that is not known."""
    return OWN_NAMES.get(code, code)
