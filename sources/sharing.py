"""What several sources of one night want from the same address: asked for once, handed to all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from sources.restraint import SPENT
from stories.visit import Fetched

T = TypeVar("T")

_MOST = 32_000_000  # bytes kept; beyond it the oldest answers are forgotten


class Shared(Generic[T]):
    """The answers of a night by what was asked; who comes while a question is open waits for its answer."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._asked: dict[Hashable, asyncio.Task[T]] = {}
        self._sizes: dict[Hashable, int] = {}
        self._size = 0

    async def once(self, key: Hashable, ask: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The answer to a question; a budget that is spent is one's own, and answers nobody else."""
        asked = self._asked.get(key)
        if asked is not None:
            answer = await asked
            return await self.once(key, ask) if _is_own(answer) and self._asked.get(key) is not asked else answer
        asked = self._asked[key] = asyncio.create_task(ask())
        answer = await asked
        if _is_own(answer):
            del self._asked[key]
        else:
            self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: T) -> None:
        self._sizes[key] = len(answer.body) if isinstance(answer, Fetched) else 0
        self._size += self._sizes[key]
        while self._size > self._most and len(self._sizes) > 1:
            oldest = next(iter(self._sizes))
            self._size -= self._sizes.pop(oldest)
            del self._asked[oldest]


def _is_own(answer: object) -> bool:
    return getattr(answer, "reason", None) == SPENT
