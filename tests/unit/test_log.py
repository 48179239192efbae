# SPDX-License-Identifier: MIT
"""What the program logs, to stderr and to memory."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from wikilinks_gui.log import LogEntry, LogRecords, set_up_logging

LOG = logging.getLogger("wikilinks_gui.mediawiki.client")


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root, package = logging.getLogger(), logging.getLogger("wikilinks_gui")
    handlers, level = list(root.handlers), package.level
    yield
    root.handlers[:] = handlers
    package.setLevel(level)


def log_of_each_level() -> None:
    LOG.debug("asked %s", "w.example")
    LOG.warning("slow")
    logging.getLogger("other").info("not ours")
    logging.getLogger("other").error("broken")


@pytest.mark.parametrize(
    ("debug", "lines"),
    [
        (False, ["WARNING mediawiki.client: slow", "ERROR other: broken"]),
        (
            True,
            [
                "DEBUG mediawiki.client: asked w.example",
                "WARNING mediawiki.client: slow",
                "ERROR other: broken",
            ],
        ),
    ],
)
def test_stderr_gets_warnings_or_all(
    capsys: pytest.CaptureFixture[str], debug: bool, lines: list[str]
) -> None:
    set_up_logging(debug)
    log_of_each_level()
    assert capsys.readouterr().err.splitlines() == lines


def test_memory_keeps_all_that_is_ours() -> None:
    records = set_up_logging(False)
    log_of_each_level()
    entries, came = records.since(0)
    assert [(entry.level_name, entry.topic, entry.text) for entry in entries] == [
        ("DEBUG", "mediawiki.client", "asked w.example"),
        ("WARNING", "mediawiki.client", "slow"),
        ("ERROR", "other", "broken"),
    ]
    assert came == 3


def test_without_stderr_memory_keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    records = set_up_logging(True)
    log_of_each_level()
    assert records.since(0)[1] == 3


def test_control_characters_are_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    records = set_up_logging(False)
    LOG.warning("a\x1b[31mred\r\nline\u202e")
    try:
        raise ValueError("b\x1b[0m")
    except ValueError:
        LOG.exception("no")
    first, second = records.since(0)[0]
    assert first.text == "a [31mred line"
    lines = second.text.split("\n")
    assert lines[:2] == ["no", "Traceback (most recent call last):"]
    assert lines[2].startswith("  File ")
    assert lines[-1] == "ValueError: b [0m"
    assert capsys.readouterr().err == f"{first.line()}\n{second.line()}\n"


def record(number: int) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "wikilinks_gui.test", "msg": str(number)})


def texts(entries: list[LogEntry]) -> list[str]:
    return [entry.text for entry in entries]


def test_the_last_are_kept_and_given_once() -> None:
    records = LogRecords(kept=3)
    for number in range(2):
        records.handle(record(number))
    assert texts(records.since(0)[0]) == ["0", "1"]
    assert records.since(2) == ([], 2)
    for number in range(2, 10):
        records.handle(record(number))
    assert texts(records.since(9)[0]) == ["9"]
    assert texts(records.since(2)[0]) == ["7", "8", "9"], "those between are gone"
    assert records.since(0)[1] == 10


def test_records_of_many_threads_all_come() -> None:
    records = LogRecords()
    go = threading.Barrier(5)

    def log() -> None:
        go.wait()
        for number in range(1000):
            records.handle(record(number))

    threads = [threading.Thread(target=log) for _ in range(4)]
    for thread in threads:
        thread.start()
    go.wait()
    seen: list[LogEntry] = []
    came = 0
    while came < 4000:
        new, came = records.since(came)
        seen += new
    for thread in threads:
        thread.join()
    assert sorted(map(int, texts(seen))) == sorted([*range(1000)] * 4)


def test_a_record_that_cannot_be_read_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    records = LogRecords()
    records.handle(logging.makeLogRecord({"name": "x", "msg": "%d", "args": ("no number",)}))
    assert records.since(0) == ([], 0)
