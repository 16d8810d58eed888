"""Who is visited tonight, and in which company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.addresses import article_id
from sources.crawl import SISTER, Task
from stories.model import Memory, Organisation

BATCH = 20  # sources a batch: small enough to lose little, large enough to keep the files few


def tasks(
    organisations: Sequence[Organisation], remembered: Mapping[str, Memory], *, disabled: bool = False
) -> list[Task]:
    """A task for every source that is enabled (or for all), with what is remembered of it."""
    return [
        Task(
            source=source,
            organisation=organisation,
            memory=remembered.get(source.name, Memory(source=source.name)),
        )
        for organisation in organisations
        for source in organisation.sources
        if source.enabled or disabled
    ]


def batches(planned: Sequence[Task]) -> list[list[Task]]:
    """Tasks in batches; an organisation's sources stay together, since they tell of each other's sister pages."""
    found: list[list[Task]] = []
    for _, company in _companies(planned):
        if not found or len(found[-1]) + len(company) > BATCH:
            found.append([])
        found[-1] += company
    return found


def _companies(planned: Sequence[Task]) -> list[tuple[str, list[Task]]]:
    companies: dict[str, list[Task]] = {}
    for task in planned:
        companies.setdefault(task.organisation.id, []).append(task)
    return list(companies.items())


def listed(remembered: Mapping[str, Memory]) -> frozenset[str]:
    """Ids of the articles that sources are known to list: they are nobody's sister pages."""
    known = (item for memory in remembered.values() for item in memory.known.values())
    return frozenset(article_id(item.url) for item in known if item.fingerprint != SISTER)
