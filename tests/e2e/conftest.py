# SPDX-License-Identifier: MIT
"""What the tests of the whole program share; where no window can be driven they are skipped.

How to write such a test stands in ``__init__.py``.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from .desktop import Desktop, missing
from .program import Program

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where no window can be driven."""
    marks = [pytest.mark.e2e]
    if reason := missing():
        marks.append(pytest.mark.skip(reason=reason))
    for item in items:
        if HERE in item.path.parents:
            for mark in marks:
                item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Tell what the programs wrote, and keep a picture, when a test fails."""
    report = yield
    for program in getattr(item, "programs", []) if report.failed else []:
        report.sections.append(("Log of the program", program.log))
        if call.when == "call" and program.desktop.own_display:
            program.screenshot("failed.png")
            report.sections.append(("Picture", str(program.folder / "failed.png")))
    return report


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    """A display with all that a window needs, for the whole run."""
    with Desktop(os.environ.get("E2E_DISPLAY", "")) as desktop:
        yield desktop


class Start(Protocol):
    """Starts the program and waits for its window."""

    def __call__(self, *arguments: str, **environment: str) -> Program: ...


@pytest.fixture
def launch(desktop: Desktop, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Start Python with arguments and an environment; after the test all must end well."""
    programs: list[Program] = []
    request.node.programs = programs

    def launch(*command: str, **environment: str) -> Program:
        desktop.move(0, 0)  # over no widget
        programs.append(Program(desktop, command, tmp_path, environment))
        return programs[-1]

    yield launch
    try:
        for program in programs:
            if program.process.poll() is None:
                assert program.terminate() == 0, "SIGTERM ends the program well"
            assert "Traceback" not in program.log
    finally:
        for program in programs:
            program.close()


@pytest.fixture
def start(launch: Any, tmp_path: Path) -> Start:
    """Start the program with its data in a fresh folder; keywords are environment variables."""

    def start(*arguments: str, **environment: str) -> Program:
        data = str(tmp_path / "data")
        program: Program = launch(
            "-m", "wikilinks_gui", *arguments, "--basedir", data, "--debug", **environment
        )
        program.wait_shown()
        return program

    return start
