# SPDX-License-Identifier: MIT
"""Work beside the lists that nobody waits for, such as storing a check mark."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.tasks import start


class BackgroundTasks:
    """Coroutines that run beside the lists; ``show_error`` is given their expected errors."""

    def __init__(self, show_error: Callable[[WikilinksError], None]) -> None:
        self.show_error = show_error
        self._running: set[asyncio.Task[None]] = set()  # the event loop alone would forget them

    @property
    def are_done(self) -> bool:
        """Return whether nothing runs."""
        return not self._running

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Start some work."""
        task = start(self._guarded(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _guarded(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except WikilinksError as error:
            self.show_error(error)
