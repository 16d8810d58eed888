"""The Prefect driver: every step a task of its own, so that an operator sees where a night stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from warehouse.lock import Locked

R = TypeVar("R")

_WAITS: Final = [10.0, 30.0, 90.0]  # seconds, after a minute of waiting inside the step


def as_task(name: str, step: Callable[[], R], /) -> R:
    """Runs a step as a task; again only when another process was writing, for nothing else gets better by itself.

    A step takes no parameters: Prefect would walk through every article in them, and keep the warehouse open.
    """
    return task(
        name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(_WAITS),
        retry_delay_seconds=_WAITS,
        retry_jitter_factor=0.5,
        retry_condition_fn=_was_locked,
    )(step)()


def once(name: str, step: Callable[[], R], /) -> R:
    """Runs a step as a task that is never tried again: what may have been said to a reader is not said twice."""
    return task(name=name, cache_policy=NO_CACHE, persist_result=False, retries=0)(step)()


def _was_locked(_task: Any, _run: Any, state: Any) -> bool:
    try:
        state.result()
    except Locked:
        return True
    except Exception:
        return False
    return False
