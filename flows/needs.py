"""What needs a person, and what is worth a look when there is time: decided from what a status found. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flows.status import Status
    from warehouse.vitals import SourceStanding

_GRACE: Final = timedelta(hours=6)  # a night that is late may still be caught up by itself
_DAY: Final = timedelta(days=1)
_STUCK: Final = timedelta(hours=6)
_LONG: Final = timedelta(hours=12)  # a night takes minutes; an hour when many hosts are slow
_WEEK: Final = 7  # nights
_SEVERAL: Final = 5
_SHOWN: Final = 5


def needs(status: Status) -> Iterator[str]:
    """What a person must do now, each in one line that says how."""
    yield from _of_nights(status)
    yield from _of_processes(status)
    yield from _of_backlog(status)
    yield from _of_disk(status)
    yield from (f"doctor: {one.check}: {one.said}" for one in status.faults)
    yield from status.letters
    if status.hubs and status.hubs.lapsed:
        yield f"{status.hubs.lapsed} of {status.hubs.wanted} hubs tell no news any more: start `kooste listen` again"


def _of_nights(status: Status) -> Iterator[str]:
    night, writing = status.last_night, status.under_way
    if night is None:
        if writing is None and (status.up is None or status.is_up_broken):
            yield "there has been no night yet: `kooste run` does one now, `kooste up` one every night"
        return
    if night.state == "failed":
        yield f"the night of {night.night} failed: {night.failure or 'no reason was written down'}; then `kooste run`"
    elif night.state == "stopped" and writing is None:
        yield f"the night of {night.night} was cut off: `kooste run` completes it"
    # Within the grace, the night before the last counts: whoever looks early every morning must hear of it too.
    due = status.due_at if status.now - status.due_at > _GRACE else status.due_at - _DAY
    if status.is_missed and writing is None and night.at < due - _GRACE:
        when = due.strftime("%Y-%m-%d %H:%M")
        yield f"the night that was due at {when} has not been: `kooste run` makes up for it; `kooste up` keeps to it"
    if night.sources >= _SEVERAL and night.failing > night.sources / 2:
        yield f"{night.failing} of {night.sources} sources failed last night: has this computer a way to the internet?"
    if writing and status.now - writing.since > _LONG:
        yield f"process {writing.pid} has been at its night since {writing.since:%Y-%m-%d %H:%M} UTC: look at its log"


def _of_processes(status: Status) -> Iterator[str]:
    if status.is_up_broken:
        yield "what `kooste up` started has ended without `kooste down`: `kooste up` starts it again"
    if status.server_trouble:
        yield f"{status.server_trouble}; `kooste down`, then `kooste up`, and look at HOME/logs if it comes again"
    for run in status.failed_runs[:3]:
        yield f"run {run.name!r} of {run.deployment} failed: {run.said or 'no reason given'}"


def _of_backlog(status: Status) -> Iterator[str]:
    backlog = status.backlog
    if backlog is None or status.under_way:
        return
    if backlog.unloaded and backlog.waits_since and status.now - backlog.waits_since > _STUCK:
        yield f"{backlog.unloaded} landed batches wait since {backlog.waits_since:%Y-%m-%d}: `kooste run` loads them"
    if backlog.unlinked and status.now - backlog.at > _STUCK:
        yield f"{backlog.unlinked} articles are not linked: `kooste run` links them"
    if backlog.unpublished_since and status.now - backlog.unpublished_since > _STUCK:
        yield "the snapshot lacks what the warehouse knows: `kooste run` publishes it"


def _of_disk(status: Status) -> Iterator[str]:
    if status.disk.is_low:
        yield (
            f"{status.disk.free_gb:.1f} GB are free, a night needs {status.disk.wanted_gb:.1f}: make room, "
            "or let HOME/retention.toml keep less"
        )


def worth_a_look(status: Status) -> Iterator[str]:
    """What the registry's keeper should see to some day."""
    sources = status.vitals.sources if status.vitals else ()
    gone = [one for one in sources if one.state == "gone"]
    failing = [one for one in sources if one.state == "failing" and one.failures >= _WEEK]
    silent = [one for one in sources if one.state == "silent" and one.answered_at]
    moved = [one for one in sources if one.state == "moved"]
    yield from _named(gone, "gone", "find their new address or remove them")
    yield from _named(failing, f"failing for {_WEEK} visits or more", "`kooste sources check NAME` says what to do")
    yield from _named(moved, "moved", "write the new address into the registry; `kooste query` source_health tells it")
    yield from _named(silent, "unusually silent", "look whether they publish somewhere else")


def _named(sources: Sequence[SourceStanding], what: str, todo: str) -> Iterator[str]:
    if sources:
        names = ", ".join(one.source for one in sources[:_SHOWN])
        more = f" and {len(sources) - _SHOWN} more" if len(sources) > _SHOWN else ""
        yield f"{what}: {names}{more}; {todo}"
