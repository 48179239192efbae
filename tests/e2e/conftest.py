# SPDX-License-Identifier: MIT
"""What the tests of the whole program share; where no window can be driven they are skipped.

How to write such a test stands in ``__init__.py``.
"""

import lzma
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.e2e.desktop import Desktop, missing
from tests.e2e.program import Program
from tests.samplewiki import SampleWiki
from tests.wiki import truth
from tests.wiki.conftest import Place, serve
from tests.wiki.mediawiki import MediaWiki
from tests.wiki.mediawiki import missing as without_mediawiki
from tests.wiki.pages import REDIRECTS, TRANSCLUSIONS
from wikilinks_gui.resources import resource_path
from wikilinks_gui.samplewiki.database import SCHEMA
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.settings import Folders, Settings, save_settings

HERE = Path(__file__).parent

COMPLETE = r"listing: complete, ([\d,]+) rows?$"
"""The line of the log that ends a list."""

REPLY_ROWS = 25
"""Rows of a reply, so that a list takes many of them."""


def of_a_list(request: Request) -> bool:
    """Return whether a request is for links, not for suggestions or the wiki itself."""
    return "linkshere" in request.get("prop", "")


OWLS = """
INSERT INTO page VALUES (1, 0, 'Owl', 0), (2, 0, 'Barn_owl', 1), (3, 0, 'Mouse', 0),
    (4, 0, 'Vole', 0), (5, 1, 'Owl', 0), (6, 0, 'Tyto', 1), (7, 0, 'Suoku_puslopa', 0);
INSERT INTO redirect VALUES (2, 0, 'Owl', '', 'Barn'), (6, 0, 'Barn_owl', '', '');
INSERT INTO pagelinks VALUES (0, 'Owl', 0, 2), (0, 'Owl', 0, 3), (0, 'Owl', 1, 5),
    (0, 'Barn_owl', 0, 4), (0, 'Barn_owl', 0, 3), (0, 'Barn_owl', 0, 6), (0, 'Tyto', 0, 4);
"""
"""The pages of a small wiki, with redirects in two levels."""


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
    """Report what the programs wrote, and keep a picture, when a test fails."""
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
    """Start the program with its data in a fresh folder; keywords are environment variables.

    Small lists are not checked by themselves, so that all requests are those of a test.
    """
    folders = Folders.below(tmp_path / "data")
    folders.make()
    save_settings(folders.settings, Settings(check_small_lists=False))

    def start(*arguments: str, **environment: str) -> Program:
        data = str(tmp_path / "data")
        program: Program = launch(
            "-m", "wikilinks_gui", *arguments, "--basedir", data, "--debug", **environment
        )
        program.wait_shown()
        return program

    return start


@dataclass(frozen=True, slots=True)
class Tables:
    """A sample wiki's own tables, to read what a list of it must be."""

    api_url: str
    connect: Callable[[], sqlite3.Connection]


def _bundled() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    packed = resource_path("samplewiki/sample.sqlite.xz").read_bytes()
    database.deserialize(lzma.decompress(packed))
    return database


def _owls() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.executescript(SCHEMA + OWLS)
    return database


@pytest.fixture(scope="session")
def bundled() -> truth.Tables:
    """What the bundled tables hold."""
    with SampleWiki() as wiki:
        return truth.Tables.read(Tables(wiki.api_url, _bundled))


@pytest.fixture
def sample() -> Iterator[SampleWiki]:
    """The sample wiki, served by the test: it can be asked what it was asked, or made to fail."""
    with SampleWiki() as wiki:
        yield wiki


@pytest.fixture
def small_replies() -> Iterator[SampleWiki]:
    """The sample wiki with replies of some thirty rows, so that a list takes many of them."""
    with SampleWiki(most=REPLY_ROWS) as wiki:
        yield wiki


@dataclass(frozen=True, slots=True)
class Owls:
    """A small wiki with a database of its own, and what that holds."""

    wiki: SampleWiki
    tables: truth.Tables


@pytest.fixture
def owls() -> Iterator[Owls]:
    """Another wiki than the sample wiki."""
    with closing(_owls()) as database, SampleWiki(database) as wiki:
        yield Owls(wiki, truth.Tables.read(Tables(wiki.api_url, _owls)))


@pytest.fixture(scope="session")
def mediawiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A real MediaWiki with redirects, templates and red links of every kind."""
    if reason := without_mediawiki():
        pytest.skip(reason)
    wiki = MediaWiki.install(tmp_path_factory.mktemp("wiki"), pages=REDIRECTS | TRANSCLUSIONS)
    with serve(wiki) as place:
        yield place
