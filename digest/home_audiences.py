"""The audiences of a home: those that are shipped and its own, with the topics of its own vocabulary."""

from __future__ import annotations

from digest.audience import Audience
from digest.audience_file import find_audience, load_audiences
from warehouse.about import read_topics
from warehouse.home import Home


def audiences_of(home: Home) -> dict[str, Audience]:
    """Every audience of the home by id, the shipped ones first. Raises AudienceError and VocabularyError."""
    return load_audiences(home.root / "audiences", topics=read_topics(home).names)


def audience_of(home: Home, audience_id: str) -> Audience:
    """One audience of the home; raises as `audiences_of` does, and AudienceError when there is none of that id."""
    return find_audience(audience_id, home.root / "audiences", topics=read_topics(home).names)
