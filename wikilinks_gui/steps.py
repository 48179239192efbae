# SPDX-License-Identifier: MIT
"""Work that is done a little at a time, so that a window goes on meanwhile.

Not in a thread: what is made of thousands of small steps of Python would take the interpreter's
lock each time that the window calls Qt, and hold up one picture for 50 ms (measured).
"""

import time
from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")

Steps = Generator[None, None, Result]
"""Each step takes a millisecond or a few; the last one returns the result."""


def advance(steps: Steps[Result], seconds: float) -> Result | None:
    """Go on for some time; give the result, which is not None, if that was all."""
    end = time.perf_counter() + seconds
    try:
        while time.perf_counter() < end:
            next(steps)
    except StopIteration as done:
        result: Result = done.value
        return result
    return None


def finish(steps: Steps[Result]) -> Result:
    """Do all that is left."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: Result = done.value
            return result
