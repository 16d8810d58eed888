"""What an archive knows beyond the texts that are judged tonight, so that nothing is read twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stories.profile import Profile

Reference = tuple[str, str]
"""An organisation, and something that its texts name: a project's id, a contact, a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """All by article id, all optional: what is missing is read from the texts, or held for absent.

    `profiles` are texts read into terms, `sketches` the runs of words by which copies are sought, `owners` the
    organisations other than its source's that a text belongs to. `holders` counts the texts of the whole archive, by
    language, that name a reference.
    """

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    sketches: Mapping[str, Sequence[int]] = field(default_factory=dict)
    owners: Mapping[str, Sequence[str]] = field(default_factory=dict)
    holders: Mapping[Reference, Mapping[str, int]] = field(default_factory=dict)


NOTHING_KNOWN = Surroundings()
