# SPDX-License-Identifier: MIT
"""A wiki that suggests what a test says, and the event loop in which it is asked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import qasync
from PySide6.QtWidgets import QApplication

from wikilinks_gui.mediawiki.search import Suggestion


class FakeWiki:
    """Answers texts with lists; where there is a gate, not before that is open."""

    def __init__(self) -> None:
        self.lists: dict[str, list[list[Suggestion] | Exception]] = {}
        self.gates: dict[str, asyncio.Event] = {}  # before the last list
        self.stubborn = False  # answers although it was cancelled
        self.asked: list[str] = []
        self.cancelled: list[str] = []
        self.answered: list[str] = []

    async def suggest(self, text: str) -> AsyncIterator[list[Suggestion]]:
        """Suggest what the test has prepared."""
        self.asked.append(text)
        lists = self.lists.get(text, [])
        for number, found in enumerate(lists, 1):
            if number == len(lists):
                await self._wait(text)
            if isinstance(found, Exception):
                raise found
            yield found
        self.answered.append(text)

    async def _wait(self, text: str) -> None:
        gate = self.gates.get(text)
        if gate is None:
            return
        try:
            await gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(text)
            if not self.stubborn:
                raise
            await gate.wait()


def pages(*titles: str) -> list[Suggestion]:
    """Make suggestions in the main namespace."""
    return [Suggestion(title, 0) for title in titles]


async def until(reached: Callable[[], object]) -> None:
    """Run the event loop until a condition holds."""
    while not reached():
        await asyncio.sleep(0)


async def idle() -> None:
    """Run everything that waits only for the event loop."""
    for _turn in range(10):
        await asyncio.sleep(0)


def run(app: QApplication, scenario: Coroutine[Any, Any, None]) -> None:
    """Run a scenario on Qt's event loop, to its end and that of all that it began."""

    async def whole() -> None:
        try:
            await asyncio.wait_for(scenario, 30)
        finally:
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    with qasync.QEventLoop(app) as loop:
        loop.run_until_complete(whole())
