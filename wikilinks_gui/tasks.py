# SPDX-License-Identifier: MIT
"""Work beside the event loop: in threads that never keep the program from ending, or in turns.

A ``ThreadPoolExecutor`` waits for its threads when the program ends, and a request that hangs then
holds the window for its whole time-out (measured: 6 s). The threads here are daemons.

Work that is done a little at a time stays in the event loop's thread: what is made of thousands of
small steps of Python would take the interpreter's lock each time that the window calls Qt, and hold
up one picture for 50 ms (measured).
"""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, Generic, TypeVar

Owned = TypeVar("Owned")
Result = TypeVar("Result")

Steps = Generator[None, None, Result]
"""Each step takes a millisecond or a few; the last one returns the result."""

TURN = 0.003
"""Seconds that work in the event loop's own thread may take at once."""

PAUSE = 0.001
"""Seconds between two turns; without a pause, two sliced jobs would starve due timers."""

_END = object()


def advance(steps: Steps[Result], seconds: float) -> Result | None:
    """Work for some time; return the result, which is never None, once all is done."""
    end = time.perf_counter() + seconds
    try:
        while time.perf_counter() < end:
            next(steps)
    except StopIteration as done:
        result: Result = done.value
        return result
    return None


def finish(steps: Steps[Result]) -> Result:
    """Finish all that is left, and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: Result = done.value
            return result


class Worker(Generic[Owned]):
    """One thread that owns something, such as a store, and runs jobs with it one after another.

    Made and used in the thread of a running event loop. What it owns is made with the first job.
    """

    def __init__(self, name: str, make: Callable[[], Owned]) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: queue.SimpleQueue[tuple[Callable[[Owned], Any], asyncio.Future[Any]]]
        self._jobs = queue.SimpleQueue()
        self._make = make
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def do(self, job: Callable[[Owned], Result]) -> Result:
        """Run a job in the thread and return its result, or raise what it raised."""
        done: asyncio.Future[Result] = self._loop.create_future()
        self._jobs.put((job, done))
        return await done

    async def each(self, make: Callable[[Owned], Iterator[Result]]) -> AsyncIterator[Result]:
        """Yield an iterator's items, each from a job of its own, so that iterators take turns.

        The next item is begun when the one before has been taken: what comes faster than it can
        be shown does not pile up.
        """
        items = await self.do(make)
        while (item := await self.do(lambda owned: next(items, _END))) is not _END:
            yield item  # type: ignore[misc] # _END is the only item that is no Result

    def _work(self) -> None:
        owned: list[Owned] = []

        def run(job: Callable[[Owned], Result]) -> Result:
            if not owned:
                owned.append(self._make())
            return job(owned[0])

        while True:
            job, done = self._jobs.get()
            _run(partial(run, job), self._loop, done)
            del job, done  # else a list lives on with the tab that asked last, until the next job


def start(work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
    """Start a coroutine whose result nobody has to await.

    An exception is a bug: the event loop's handler is told at once, and not only when memory is
    tidied up. What the task waits for keeps it alive.
    """
    task = asyncio.ensure_future(work)
    task.add_done_callback(_report_bug)
    return task


def _report_bug(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        task.get_loop().call_exception_handler(
            {"message": "bug in a task", "exception": error, "task": task}
        )


async def in_thread(work: Callable[[], Result], name: str) -> Result:
    """Run some work in a thread of its own."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()
    threading.Thread(target=_run, args=(work, loop, done), name=name, daemon=True).start()
    return await done


def _run(
    work: Callable[[], Any], loop: asyncio.AbstractEventLoop, done: asyncio.Future[Any]
) -> None:
    """Run some work in this thread, and hand its result to the event loop."""
    hand_over: Callable[[Any], None] = done.set_exception
    try:
        result = work()
        hand_over = done.set_result
    except StopIteration as error:  # a future cannot hold it
        result = RuntimeError(repr(error))
    except BaseException as error:
        result = error
    with suppress(RuntimeError):  # the loop is closed: the program ends
        loop.call_soon_threadsafe(lambda: None if done.done() else hand_over(result))


async def in_turns(steps: Steps[Result]) -> Result:
    """Run some work in this thread, in many turns of the event loop; its result is not None."""
    while (result := advance(steps, TURN)) is None:
        await asyncio.sleep(PAUSE)
    return result
