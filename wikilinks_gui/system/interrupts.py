# SPDX-License-Identifier: MIT
"""Ctrl+C where it must wait."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Defer Ctrl+C to the end of the block. Only in the main thread.

    During its import PySide6 would end the process with a signal.
    """
    waiting = []
    before = signal.signal(signal.SIGINT, lambda *_: waiting.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if waiting:
            signal.raise_signal(signal.SIGINT)
