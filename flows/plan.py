"""Who is visited tonight, and in which company."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from flows.turn import Shard
from sources.addresses import article_id, host_of
from sources.crawl import SISTER, Task
from sources.entrance import asked_address
from sources.rhythm import RETRY_AFTER, Rest, resting
from stories.model import Organisation
from stories.visit import Memory

BATCH = 25  # sources a batch: a task's record costs 9 ms, a crash costs at most one batch


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


def parted(planned: Sequence[Task], now: datetime) -> tuple[list[Task], dict[str, Rest]]:
    """The tasks whose turn it is, and the rests of the other sources by name.

    A host that has asked to be left alone is left alone by all its sources.
    """
    own = {task.source.name: resting(task.memory, now) for task in planned}
    waits: dict[str, Rest] = {}
    for task in planned:
        rest = own[task.source.name]
        if rest and rest.reason == RETRY_AFTER:
            waits[host(task)] = max(rest, waits.get(host(task), rest), key=lambda one: one.until)
    rests = {task.source.name: own[task.source.name] or waits.get(host(task)) for task in planned}
    found = {name: rest for name, rest in rests.items() if rest}
    return [task for task in planned if task.source.name not in found], found


def host(task: Task) -> str:
    """The host that a task asks."""
    return host_of(asked_address(task.source, task.memory))


def part(organisations: Sequence[Organisation], shard: Shard) -> frozenset[str]:
    """The names of a shard's sources; organisations that share a host are in one shard with all their sources.

    So no host is asked by two shards, and an organisation's language sisters meet. The registry alone decides: shards
    are planned one after another, and what one has landed may change what the next remembers.
    """
    hosts = [(one, f"host:{host_of(source.url)}") for one in organisations for source in one.sources]
    leader = _leaders((place, one.id) for one, place in hosts)
    first: dict[str, str] = {}
    for one, place in hosts:
        first[leader(one.id)] = min(place, first.get(leader(one.id), place))
    mine = {key for key, place in first.items() if shard.holds(place.removeprefix("host:"))}
    return frozenset(source.name for one in organisations if leader(one.id) in mine for source in one.sources)


def batches(planned: Sequence[Task]) -> list[list[Task]]:
    """Tasks in batches; sources that tell of each other's sister pages, or share an address, stay together."""
    found: list[list[Task]] = []
    for company in _companies(planned):
        if not found or len(found[-1]) + len(company) > BATCH:
            found.append([])
        found[-1] += company
    return found


def _companies(planned: Sequence[Task]) -> list[list[Task]]:
    """Tasks by organisation; organisations that read one address (a ministries' joint feed) are one company."""
    # An organisation's id holds no colon, an address always does.
    leader = _leaders((asked_address(task.source, task.memory), task.organisation.id) for task in planned)
    companies: dict[str, list[Task]] = {}
    for task in planned:
        companies.setdefault(leader(task.organisation.id), []).append(task)
    return list(companies.values())


def _leaders(ties: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """For each name, the one name that stands for all that are tied together."""
    above: dict[str, str] = {}

    def leader(key: str) -> str:
        while above.setdefault(key, key) != key:
            # Each step shortens the way for the next: thousands may share a host.
            above[key] = key = above[above[key]]
        return key

    for left, right in ties:
        above[leader(left)] = leader(right)
    return leader


def listed(remembered: Mapping[str, Memory]) -> frozenset[str]:
    """Ids of the articles that sources are known to list: they are nobody's sister pages."""
    known = (item for memory in remembered.values() for item in memory.known.values())
    return frozenset(article_id(item.url) for item in known if item.fingerprint != SISTER)
