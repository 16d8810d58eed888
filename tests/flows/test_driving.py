"""What Prefect tries again: a step that found the warehouse locked, and nothing else."""

from __future__ import annotations

import asyncio

import pytest
from prefect.client.schemas import State
from prefect.states import Completed, exception_to_failed_state

from flows.driving import _was_locked
from sources.registry import RegistryError
from warehouse.load import Unloadable
from warehouse.lock import Locked
from warehouse.publish import Unfit


def failed(error: Exception) -> State[BaseException]:
    return asyncio.run(exception_to_failed_state(error))


def test_a_locked_warehouse_is_waited_for() -> None:
    assert _was_locked(None, None, failed(Locked("process 7 has been writing")))


@pytest.mark.parametrize("error", [Unloadable("rikki"), Unfit("sopimaton"), RegistryError("väärin"), OSError("täynnä")])
def test_what_does_not_get_better_by_itself_is_not_tried_again(error: Exception) -> None:
    assert not _was_locked(None, None, failed(error))


def test_what_succeeded_is_not_tried_again() -> None:
    assert not _was_locked(None, None, Completed(data=None))
