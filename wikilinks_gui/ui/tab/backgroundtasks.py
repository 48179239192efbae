# SPDX-License-Identifier: MIT
"""What is done beside the lists, such as to keep a check mark: nobody waits for it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from wikilinks_gui.errors import WikilinksError


class BackgroundTasks:
    """Coroutines that run beside the lists; ``tell`` is given what may be expected to go wrong."""

    def __init__(self, tell: Callable[[WikilinksError], None]) -> None:
        self.tell = tell
        self._running: set[asyncio.Task[None]] = set()  # the event loop alone would forget them

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Start some work."""
        task = asyncio.ensure_future(self._guarded(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _guarded(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except WikilinksError as error:
            self.tell(error)
        except Exception as error:  # a bug; the window stays
            report_bug(error)


def report_bug(error: Exception) -> None:
    """Hand an exception that nobody expects to the event loop's handler."""
    asyncio.get_running_loop().call_exception_handler(
        {"message": "bug in a task", "exception": error}
    )
