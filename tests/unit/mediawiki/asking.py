# SPDX-License-Identifier: MIT
"""A client and a server that replies to it as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.unit.mediawiki.server import Answer, Server, serving
from wikilinks_gui.mediawiki.client import Client


class Patience(threading.Event):
    """A stop that is never set, with a clock of its own on which waits take no time at all."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []
        self.now = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0)
        self.now += timeout or 0
        return self.is_set()

    def clock(self) -> float:
        return self.now


@contextmanager
def asking(*answers: Answer, **options: object) -> Iterator[tuple[Client, Server]]:
    with (
        serving(*answers) as server,
        closing(Client(server.api_url, **options)) as client,  # type: ignore[arg-type]
    ):
        yield client, server


def answer(value: object, **headers: str) -> Answer:
    return Answer(json.dumps(value).encode(), headers=headers)


GOOD = answer({"batchcomplete": True, "query": {"good": True}})
