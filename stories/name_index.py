"""Names of several words by the ways in which their words may begin: what it costs to look at a text's word does not
grow with how many names there are, nor with how many begin alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Name = TypeVar("Name")


@dataclass(slots=True)
class NameIndex(Generic[Name]):
    """A tree of words: a step leads on from every beginning that a name's next word may have, capitals folded."""

    steps: dict[str, NameIndex[Name]] = field(default_factory=dict)
    names: list[tuple[int, Name]] = field(default_factory=list)
    longest: int = 0

    def add(self, rank: int, name: Name, words: Sequence[Iterable[str]]) -> None:
        """Takes in a name whose words begin as told, one group of beginnings a word."""
        if not words:
            self.names.append((rank, name))
            return
        for beginning in {one.casefold() for one in words[0]}:
            self.longest = max(self.longest, len(beginning))
            self.steps.setdefault(beginning, NameIndex()).add(rank, name, words[1:])

    def candidates(self, tokens: Sequence[str]) -> list[Name]:
        """The names that may stand at the head of some words (capitals folded), by rank.

        >>> index = NameIndex[str]()
        >>> index.add(0, "Kuntaliitto", [["kuntaliitto", "kuntaliito"]])
        >>> index.candidates(["kuntaliitosta", "kerrottiin"]), index.candidates(["kunta"])
        (['Kuntaliitto'], [])
        """
        found: dict[int, Name] = {}
        here = [self]
        for token in tokens:
            here = [further for node in here for further in node.after(token)]
            if not here:
                break
            found.update(one for node in here for one in node.names)
        return [found[rank] for rank in sorted(found)]

    def after(self, token: str) -> list[NameIndex[Name]]:
        """Where a word (capitals folded) leads: by every beginning of it that some name goes on with."""
        steps = self.steps
        cuts = (token[:size] for size in range(1, min(len(token), self.longest) + 1))
        return [steps[cut] for cut in cuts if cut in steps]
