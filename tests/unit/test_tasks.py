# SPDX-License-Identifier: MIT
"""Work in threads beside the event loop."""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from wikilinks_gui.errors import StoreError
from wikilinks_gui.store.store import Store
from wikilinks_gui.tasks import Worker, in_thread


def test_a_worker_does_its_jobs_in_turn_in_one_thread(tmp_path: Path) -> None:
    async def live() -> None:
        worker = Worker("worker", lambda: Store(tmp_path / "store.sqlite"))
        order: list[int] = []

        def job(number: int) -> int:
            order.append(number)
            return threading.get_ident()

        jobs = [partial(lambda number, store: job(number), number) for number in range(20)]
        threads = await asyncio.gather(*map(worker.do, jobs))
        assert order == list(range(20))
        assert len(set(threads)) == 1
        assert threads[0] != threading.get_ident()

    asyncio.run(live())


def test_several_iterators_take_turns_and_wait_until_they_are_read(tmp_path: Path) -> None:
    begun: list[str] = []

    def count(name: str) -> Iterator[str]:
        for number in range(3):
            begun.append(f"{name}{number}")
            yield f"{name}{number}"

    async def read(worker: Worker[Store], name: str) -> list[str]:
        return [item async for item in worker.each(lambda store: count(name))]

    async def live() -> None:
        worker = Worker("worker", lambda: Store(tmp_path / "store.sqlite"))
        first, second = await asyncio.gather(read(worker, "a"), read(worker, "b"))
        assert (first, second) == (["a0", "a1", "a2"], ["b0", "b1", "b2"])
        assert begun == ["a0", "b0", "a1", "b1", "a2", "b2"]
        begun.clear()
        async for _item in worker.each(lambda store: count("c")):
            await worker.do(lambda store: None)
            assert begun == ["c0"]
            break

    asyncio.run(live())


def test_what_a_job_raises_is_raised_where_it_is_awaited(tmp_path: Path) -> None:
    def fail(store: object = None) -> None:
        raise ZeroDivisionError

    async def live() -> None:
        worker = Worker("worker", lambda: Store(tmp_path / "store.sqlite"))
        with pytest.raises(ZeroDivisionError):
            await worker.do(fail)
        with pytest.raises(ZeroDivisionError):
            await in_thread(fail, "thread")
        assert await worker.do(lambda store: store.explorations()) == []  # it goes on

    asyncio.run(live())


def test_a_store_that_cannot_be_opened_is_told_at_each_job(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    async def live() -> None:
        worker = Worker("worker", lambda: Store(tmp_path / "file" / "store.sqlite"))
        for _time in range(2):
            with pytest.raises(StoreError):
                await worker.do(lambda store: None)

    asyncio.run(live())


def test_a_result_that_nobody_waits_for_is_dropped(tmp_path: Path) -> None:
    go = threading.Event()
    done = threading.Event()

    def work() -> None:
        go.wait()
        done.set()

    async def live() -> None:
        task = asyncio.ensure_future(in_thread(work, "slow"))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go.set()
        while not done.is_set():
            await asyncio.sleep(0)
        await in_thread(lambda: None, "quick")

    asyncio.run(live())
