# SPDX-License-Identifier: MIT
"""What the program logs: lines on stderr, and the last of them in memory for the log window."""

import logging
import sys
from collections import deque
from itertools import islice
from typing import NamedTuple

from wikilinks_gui.errors import plain

PACKAGE = "wikilinks_gui"
KEPT = 10_000
"""Records that are kept in memory."""


class LogEntry(NamedTuple):
    """A log record as text, which has several lines only if there is a traceback."""

    time: float  # seconds since 1970
    level: int  # of the module logging
    level_name: str
    topic: str
    text: str

    def line(self) -> str:
        """Write it as it stands on stderr."""
        return f"{self.level_name} {self.topic}: {self.text}"


class LogRecords(logging.Handler):
    """Keeps the last records, from any thread; made before there is a window to show them."""

    def __init__(self, kept: int = KEPT) -> None:
        super().__init__(logging.DEBUG)
        self._entries: deque[LogEntry] = deque(maxlen=kept)
        self._came = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record; the handler's lock is held."""
        try:
            self._entries.append(_entry(record))
            self._came += 1
        except Exception:
            self.handleError(record)

    def since(self, came: int) -> tuple[list[LogEntry], int]:
        """Return the records kept after the first ``came``, and how many there were in all."""
        self.acquire()
        try:
            new = min(self._came - came, len(self._entries))
            return list(islice(self._entries, len(self._entries) - new, None)), self._came
        finally:
            self.release()


def set_up_logging(debug: bool) -> LogRecords:
    """Log warnings to stderr, everything with ``debug``; what is returned keeps everything.

    Other libraries' records come from warnings on: what they say below is theirs.
    """
    root = logging.getLogger()
    records = LogRecords()
    root.addHandler(records)
    if sys.stderr is not None:  # a program without a console on Windows has none
        lines = logging.StreamHandler()
        lines.setLevel(logging.DEBUG if debug else logging.WARNING)
        lines.setFormatter(_Lines())
        root.addHandler(lines)
    logging.getLogger(PACKAGE).setLevel(logging.DEBUG)
    return records


class _Lines(logging.Formatter):
    """``LEVEL topic: message``, and a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        return _entry(record).line()


def _entry(record: logging.LogRecord) -> LogEntry:
    lines = [plain(record.getMessage())]
    if record.exc_info and record.exc_info[0]:
        trace = logging.Formatter().formatException(record.exc_info)
        # The indentation stays; what a server sent may be in the words of an exception.
        lines += [
            "".join(c if c.isprintable() else " " for c in line) for line in trace.split("\n")
        ]
    topic = record.name.removeprefix(f"{PACKAGE}.")
    return LogEntry(record.created, record.levelno, record.levelname, topic, "\n".join(lines))
