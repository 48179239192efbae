# SPDX-License-Identifier: MIT
"""Work that is done a little at a time: how far it goes in one go, and what it gives."""

import pytest

from wikilinks_gui.tasks import Steps, advance, finish

LONG = 60.0  # seconds: more than any of the work here takes


def counting(to: int, done: list[int]) -> Steps[str]:
    """Take so many steps; ``done`` tells which were taken."""
    for number in range(to):
        done.append(number)
        yield
    return "all"


def endless(done: list[int]) -> Steps[str]:
    while True:
        done.append(len(done))
        yield


def failing(done: list[int]) -> Steps[str]:
    done.append(0)
    yield
    raise LookupError("no such row")


def test_work_that_is_done_in_time_gives_its_result() -> None:
    done: list[int] = []
    assert advance(counting(5, done), LONG) == "all"
    assert done == [0, 1, 2, 3, 4]


def test_a_result_that_is_false_is_a_result() -> None:
    def none_found() -> Steps[list[str]]:
        yield
        return []

    assert advance(none_found(), LONG) == []
    assert finish(none_found()) == []


def test_there_is_no_result_while_there_is_more_to_do() -> None:
    done: list[int] = []
    steps = endless(done)
    assert advance(steps, 0.001) is None
    once = len(done)
    assert once
    assert advance(steps, 0.001) is None
    assert len(done) > once
    assert done == list(range(len(done)))


def test_in_no_time_nothing_is_done() -> None:
    done: list[int] = []
    steps = counting(3, done)
    assert advance(steps, 0) is None
    assert advance(steps, -1) is None
    assert not done
    assert finish(steps) == "all"


def test_what_is_left_is_finished() -> None:
    done: list[int] = []
    steps = counting(5, done)
    next(steps)
    next(steps)
    assert finish(steps) == "all"
    assert done == [0, 1, 2, 3, 4]


def test_work_without_steps_gives_its_result_too() -> None:
    assert advance(counting(0, []), LONG) == "all"
    assert finish(counting(0, [])) == "all"


def test_an_exception_goes_through() -> None:
    done: list[int] = []
    with pytest.raises(LookupError, match="no such row"):
        advance(failing(done), LONG)
    with pytest.raises(LookupError, match="no such row"):
        finish(failing(done))
    assert done == [0, 0]
