# SPDX-License-Identifier: MIT
"""What holds for all tests: garbage is collected between them, in the thread that runs them."""

import gc
from collections.abc import Iterator

import pytest


def pytest_collection_finish() -> None:
    """Collect garbage in this thread alone: Qt's objects must not end in another."""
    gc.collect()
    gc.freeze()  # so that collecting looks at what tests make, not at a thousand modules
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Collect what a test has left, after its fixtures."""
    yield
    is_enabled = gc.isenabled()
    gc.disable()
    gc.collect()
    assert not is_enabled, "the test lets other threads collect garbage from now on"
