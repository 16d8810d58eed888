"""One question, one answer, however many ask; what one's own budget says is nobody else's answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from sources.http import Failure
from sources.restraint import SPENT
from sources.sharing import Shared
from stories.visit import Fetched
from tests.sources.small_web import NIGHT

Answer = Fetched | Failure


def page(size: int = 10) -> Fetched:
    return Fetched(url="/", final_url="/", status=200, headers=(), body=b"x" * size, fetched_at=NIGHT)


def asker(asked: list[str], name: str, answer: Answer) -> Callable[[], Coroutine[object, object, Answer]]:
    async def ask() -> Answer:
        asked.append(name)
        await asyncio.sleep(0.01)
        return answer

    return ask


def test_who_comes_while_a_question_is_open_waits_for_its_answer() -> None:
    asked: list[str] = []

    async def all_at_once() -> list[Answer]:
        shared: Shared[Answer] = Shared()
        return await asyncio.gather(*(shared.once("a", asker(asked, str(n), page())) for n in range(5)))

    assert len(set(map(id, asyncio.run(all_at_once())))) == 1
    assert asked == ["0"]


def test_a_spent_budget_is_ones_own() -> None:
    asked: list[str] = []
    spent, failed = Failure(url="/", reason=SPENT), Failure(url="/", reason="timed out")

    async def three() -> list[Answer]:
        shared: Shared[Answer] = Shared()
        answers: tuple[Answer, ...] = (spent, failed, page())
        return await asyncio.gather(*(shared.once("a", asker(asked, str(n), one)) for n, one in enumerate(answers)))

    assert asyncio.run(three()) == [spent, failed, failed]
    assert asked == ["0", "1"]


def test_the_oldest_answers_are_forgotten_when_there_are_too_many() -> None:
    asked: list[str] = []

    async def many() -> None:
        shared: Shared[Answer] = Shared(most=25)
        for name in "abcdca":
            await shared.once(name, asker(asked, name, page()))

    asyncio.run(many())
    assert asked == list("abcda")
