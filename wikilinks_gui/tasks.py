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
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from wikilinks_gui.store.store import Store

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


class Worker:
    """One thread that owns a store and does what it is given, in turn.

    Made and used in the thread of a running event loop.
    """

    def __init__(self, name: str, open_store: Callable[[], "Store"]) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: queue.SimpleQueue[tuple[Callable[[Store], object], asyncio.Future[object]]]
        self._jobs = queue.SimpleQueue()
        self._open_store = open_store
        threading.Thread(target=self._run, name=name, daemon=True).start()

    async def do(self, job: Callable[["Store"], Result]) -> Result:
        """Run a job in the thread and return its result, or raise what it raised."""
        done: asyncio.Future[Result] = self._loop.create_future()
        self._jobs.put((job, done))  # type: ignore[arg-type] # a future of whatever the job gives
        return await done

    async def each(self, make: Callable[["Store"], Iterator[Result]]) -> AsyncIterator[Result]:
        """Yield an iterator's items, each from a job of its own, so that iterators take turns.

        The next item is begun when the one before has been taken: what comes faster than it can
        be shown does not pile up.
        """
        items = await self.do(make)
        while (item := await self.do(lambda store: next(items, _END))) is not _END:
            yield item  # type: ignore[misc] # _END is the only item that is no Result

    def _run(self) -> None:
        store: Store | None = None
        while True:
            job, done = self._jobs.get()
            try:
                if store is None:
                    store = self._open_store()
                _post(self._loop, done, job(store), None)
            except BaseException as error:
                _post(self._loop, done, None, error)
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

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            _post(loop, done, None, error)
        else:
            _post(loop, done, result, None)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await done


async def in_turns(steps: Steps[Result]) -> Result:
    """Run some work in this thread, in many turns of the event loop; its result is not None."""
    while (result := advance(steps, TURN)) is None:
        await asyncio.sleep(PAUSE)
    return result


def _post(
    loop: asyncio.AbstractEventLoop,
    done: "asyncio.Future[Result]",
    result: Result | None,
    error: BaseException | None,
) -> None:
    """Hand a result over to the event loop, unless nobody waits for it any more."""

    def give() -> None:
        if done.done():
            return
        if error is None:
            done.set_result(result)  # type: ignore[arg-type] # None is a Result where work gives it
        elif isinstance(error, StopIteration):  # a future cannot hold it
            done.set_exception(RuntimeError(repr(error)))
        else:
            done.set_exception(error)

    try:
        loop.call_soon_threadsafe(give)
    except RuntimeError:  # the loop is closed: the program ends
        return
