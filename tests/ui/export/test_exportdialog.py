# SPDX-License-Identifier: MIT
"""The export dialog: what is written, from what is chosen in it."""

import asyncio
import dataclasses
import errno
import os
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.asking import run, until
from tests.unit.export.test_export import encode_rows
from wikilinks_gui.errors import StoreError
from wikilinks_gui.export.formats import EXCEL_ROWS, FORMATS, ExportOptions
from wikilinks_gui.export.writing import write_export
from wikilinks_gui.mediawiki.address import WebAddress
from wikilinks_gui.mediawiki.siteinfo import Namespace, SiteInfo
from wikilinks_gui.table.origin import LinkFacts
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.export.exportdialog import ExportDialog, ExportSource, RowsChoice

SITE = SiteInfo(
    *("https://w.test/api.php", "Wiki", (1, 43)),
    WebAddress("https://w.test"),
    *("/wiki/$1", "", "/w/index.php", "first-letter"),
    {2: Namespace(2, "+User", "User", ())},
    frozenset(),
    high_limits=False,
)
TITLES = {20: "=Redirect"}
ROWS = [
    *(Row(n, n % 3, f'=Page; "{n}", é', 1, False, "", 20 * (n % 2), n % 2) for n in range(1, 3001)),
]
Scenario = Callable[[Coroutine[Any, Any, None]], None]


def choice(rows: list[Row]) -> RowsChoice:
    return RowsChoice(len(rows), lambda: iter(rows))


def source(**more: Any) -> ExportSource:
    rows = {
        "all": choice(ROWS),
        "filtered": choice(ROWS[:120]),
        "selected": choice(ROWS[5:8]),
        "marked": choice([]),
    }
    return ExportSource(
        **{
            "title": "User:Me/Cats?",
            "site": SITE,
            "complete": True,
            "redirect_titles": TITLES,
            "rows": rows,
            **more,
        }
    )


def slow(gate: threading.Event) -> RowsChoice:
    """Yield some rows, and more when the gate opens."""

    def rows() -> Iterator[Row]:
        yield from ROWS[:1500]
        gate.wait(20)
        yield from ROWS[1500:]

    return RowsChoice(len(ROWS), rows)


def failing(error: Exception) -> RowsChoice:
    def rows() -> Iterator[Row]:
        yield from ROWS[:1500]
        raise error

    return RowsChoice(len(ROWS), rows)


@pytest.fixture
def scenario(qapp: QApplication) -> Scenario:
    """Run a coroutine on Qt's event loop."""
    return partial(run, qapp)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    (tmp_path / "exports").mkdir()
    kept.setValue("export/folder", str(tmp_path / "exports"))
    return kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "exports"


@pytest.fixture
def opened(qtbot: QtBot, settings: QSettings) -> Callable[..., ExportDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    def make(of: ExportSource | None = None) -> ExportDialog:
        dialog = ExportDialog(of or source(), settings, parent)
        dialog.open()
        return dialog

    return make


def button(dialog: QWidget, text: str) -> QPushButton:
    found = [each for each in dialog.findChildren(QPushButton) if shown(each) == text]
    assert len(found) == 1, text
    return found[0]


def shown(widget: QPushButton | QRadioButton) -> str:
    return widget.text().replace("&", "")


def click(dialog: QWidget, text: str) -> None:
    QTest.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton)


def choose(dialog: QWidget, text: str) -> None:
    (radio,) = (each for each in dialog.findChildren(QRadioButton) if shown(each).startswith(text))
    radio.setFocus()
    QTest.keyClick(radio, Qt.Key.Key_Space)
    assert radio.isChecked()


def box(dialog: QWidget, text: str) -> QCheckBox:
    (found,) = (
        each for each in dialog.findChildren(QCheckBox) if text in each.text().replace("&", "")
    )
    return found


def choose_format(dialog: QWidget, format: str) -> None:  # noqa: A002
    combo = dialog.findChildren(QComboBox)[0]
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _step in range(FORMATS.index(format)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() == format


def path(dialog: QWidget) -> QLineEdit:
    (field,) = (
        each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == "File name"
    )
    return field


def texts(dialog: QWidget) -> str:
    return "\n".join(
        label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog)
    )


async def ended(dialog: ExportDialog) -> None:
    await until(button(dialog, "Export").isEnabled)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("which", ["All rows", "As filtered", "Selected"])
def test_a_file_holds_what_the_command_line_writes(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    tmp_path: Path,
    format: str,  # noqa: A002
    which: str,
) -> None:
    rows = {"All rows": ROWS, "As filtered": ROWS[:120], "Selected": ROWS[5:8]}[which]

    async def export() -> None:
        dialog = opened()
        exported = []
        dialog.exported.connect(lambda: exported.append(True))
        choose(dialog, which)
        choose_format(dialog, format)
        click(dialog, "Export")
        await ended(dialog)
        assert exported == [True]
        assert f"{len(rows):,} rows written to {folder}" in texts(dialog)
        assert "already a file" not in texts(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return)  # closes
        assert not dialog.isVisible()

    scenario(export())
    (written,) = folder.iterdir()
    assert written.name == "User-Me-Cats-" + {"wikitext": ".txt"}.get(format, f".{format}")
    write_export(rows, tmp_path / "x", format=format, site=SITE, redirect_titles=TITLES)
    assert written.read_bytes() == (tmp_path / "x").read_bytes()


def test_options_are_heeded_and_remembered(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path, tmp_path: Path
) -> None:
    async def export() -> None:
        dialog = opened()
        for box in dialog.findChildren(QCheckBox):
            QTest.keyClick(box, Qt.Key.Key_Space)
        choose(dialog, "All rows")
        QTest.keyClick(dialog.findChildren(QComboBox)[1], Qt.Key.Key_Down)
        path(dialog).selectAll()
        QTest.keyClicks(path(dialog), "other.csv")
        QTest.keyClick(path(dialog), Qt.Key.Key_Return)
        await ended(dialog)
        dialog.close()
        again = opened()
        assert [combo.currentData() for combo in again.findChildren(QComboBox)] == ["csv", ";"]
        choose(again, "All rows")
        path(again).setText(str(folder / "again.csv"))
        click(again, "Export")
        await ended(again)

    scenario(export())
    options = ExportOptions(bom=False, guard=False, separator=";")
    expected = encode_rows(ROWS, format="csv", site=SITE, redirect_titles=TITLES, options=options)
    assert (folder / "other.csv").read_bytes() == expected.encode()
    assert (folder / "again.csv").read_bytes() == expected.encode()


@pytest.mark.parametrize("format", FORMATS)
def test_w7_check_marks_are_exported_as_a_column_on_demand(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    format: str,  # noqa: A002
) -> None:
    marked = {ROWS[0].page_id, ROWS[3].page_id}

    def column(dialog: ExportDialog) -> QCheckBox:
        return box(dialog, "column")

    async def export() -> None:
        assert not column(opened()).isEnabled(), "no page is marked"
        dialog = opened(dataclasses.replace(source(), checked=lambda: marked))
        choose(dialog, "All rows")
        choose_format(dialog, format)
        assert column(dialog).isVisibleTo(dialog) == (format != "wikitext")
        assert not column(dialog).isChecked()
        column(dialog).setChecked(True)
        click(dialog, "Export")
        await ended(dialog)
        assert column(opened(dataclasses.replace(source(), checked=lambda: marked))).isChecked()

    scenario(export())
    (written,) = folder.iterdir()
    expected = encode_rows(ROWS, format=format, site=SITE, redirect_titles=TITLES, checked=marked)
    assert written.read_bytes() == expected.encode()


@pytest.mark.parametrize("format", FORMATS)
def test_origins_are_exported_where_they_are_known(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    format: str,  # noqa: A002
) -> None:
    def facts(rows: Sequence[Row]) -> list[LinkFacts]:
        return [LinkFacts("text", False, (), row.page_id, "it", "", "It is.") for row in rows]

    known = dataclasses.replace(source(), facts=lambda: nullcontext(facts))

    async def export() -> None:
        dialog = opened(known)
        choose(dialog, "All rows")
        choose_format(dialog, format)
        assert box(dialog, "where links").isChecked()
        click(dialog, "Export")
        await ended(dialog)

    scenario(export())
    (written,) = folder.iterdir()
    expected = encode_rows(ROWS, format=format, site=SITE, redirect_titles=TITLES, facts=facts)
    assert written.read_bytes() == expected.encode()


def test_that_origins_are_left_out_is_remembered_for_lists_that_have_some(
    opened: Callable[..., ExportDialog], scenario: Scenario
) -> None:
    known = dataclasses.replace(source(), facts=lambda: nullcontext(lambda _rows: []))

    async def export(from_: ExportSource, *, wanted: bool) -> None:
        dialog = opened(from_)
        box(dialog, "where links").setChecked(wanted)
        choose(dialog, "Clipboard")
        click(dialog, "Export")
        await ended(dialog)

    async def exports() -> None:
        assert not box(opened(), "where links").isEnabled(), "nothing is checked"
        assert not box(opened(), "where links").isChecked()
        await export(source(), wanted=False)
        assert box(opened(known), "where links").isChecked(), "there was no choice"
        await export(known, wanted=False)
        assert not box(opened(known), "where links").isChecked()

    scenario(exports())


@pytest.mark.parametrize("format", FORMATS)
def test_the_clipboard_gets_the_same(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    format: str,  # noqa: A002
) -> None:
    async def export() -> None:
        dialog = opened()
        choose_format(dialog, format)
        choose(dialog, "Clipboard")
        assert not path(dialog).isEnabled()
        click(dialog, "Export")
        await ended(dialog)
        assert "120 rows copied to the clipboard." in texts(dialog)

    scenario(export())
    options = ExportOptions(bom=False)
    assert QGuiApplication.clipboard().text() == encode_rows(
        ROWS[:120], format=format, site=SITE, redirect_titles=TITLES, options=options
    )
    assert list(folder.iterdir()) == []


def test_only_what_there_is_can_be_chosen(opened: Callable[..., ExportDialog]) -> None:
    dialog = opened()
    said = {shown(each): each.isEnabled() for each in dialog.findChildren(QRadioButton)}
    assert said == {
        "All rows: 3,000": True,
        "As filtered: 120": True,
        "Selected: 3": True,
        "Marked: 0": False,
        "File": True,
        "Clipboard": True,
    }


@pytest.mark.parametrize(
    ("format", "shown_options"),
    [
        ("csv", {"separator", "bom", "guard"}),
        ("tsv", {"bom", "guard"}),
        ("jsonl", set()),
        ("wikitext", set()),
    ],
)
def test_a_format_has_its_own_options(
    opened: Callable[..., ExportDialog],
    format: str,  # noqa: A002
    shown_options: set[str],
) -> None:
    dialog = opened()
    choose_format(dialog, format)
    options = {
        "separator": dialog.findChildren(QComboBox)[1],
        "bom": box(dialog, "Byte order mark"),
        "guard": box(dialog, "Escape titles"),
    }
    assert {name for name, field in options.items() if field.isVisible()} == shown_options
    choose(dialog, "Clipboard")
    assert not options["bom"].isVisible()


@pytest.mark.usefixtures("themed")
def test_it_opens_with_room_for_the_rows_of_its_format_and_no_more(
    opened: Callable[..., ExportDialog], settings: QSettings
) -> None:
    as_csv = opened()
    settings.setValue("export/format", "wikitext")
    as_wikitext = opened()
    fields = as_csv.findChildren(QComboBox)[1], box(as_csv, "Byte order"), box(as_csv, "Escape")
    spared = sum(field.height() for field in fields)
    assert as_wikitext.height() <= as_csv.height() - spared


@pytest.mark.parametrize(
    ("count", "format", "warned"),
    [
        (EXCEL_ROWS + 1, "csv", True),
        (EXCEL_ROWS, "tsv", True),
        (EXCEL_ROWS - 1, "csv", False),
        (EXCEL_ROWS + 1, "jsonl", False),
    ],
)
def test_more_rows_than_excel_opens_are_told_before(
    opened: Callable[..., ExportDialog],
    count: int,
    format: str,  # noqa: A002
    warned: bool,
) -> None:
    dialog = opened(source(rows={"all": RowsChoice(count, lambda: ())}))
    choose_format(dialog, format)
    assert ("Excel opens at most 1,048,576 rows" in texts(dialog)) == warned


@pytest.mark.parametrize("complete", [True, False])
def test_an_unfinished_listing_is_told_before(
    opened: Callable[..., ExportDialog], complete: bool
) -> None:
    assert ("Incomplete list" in texts(opened(source(complete=complete)))) != complete


def name_file(dialog: QWidget, name: str) -> None:
    path(dialog).setFocus()
    path(dialog).selectAll()
    QTest.keyClicks(path(dialog), name)


def test_w3_export_is_the_default_again_after_any_edit(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path
) -> None:
    async def export() -> None:
        dialog = opened()

        async def export_once() -> None:
            click(dialog, "Export")
            if button(dialog, "Yes, replace it").isVisible():
                click(dialog, "Yes, replace it")
            await ended(dialog)
            assert button(dialog, "Close").isDefault()

        edits: list[Callable[[], object]] = [
            lambda: choose(dialog, "All rows"),
            lambda: choose_format(dialog, "tsv"),
            lambda: QTest.keyClick(dialog.findChildren(QCheckBox)[0], Qt.Key.Key_Space),
            lambda: choose(dialog, "Clipboard"),
            lambda: choose(dialog, "File"),
        ]
        for edit in edits:
            await export_once()
            edit()
            assert button(dialog, "Export").isDefault()
        await export_once()
        name_file(dialog, "second.csv")
        QTest.keyClick(path(dialog), Qt.Key.Key_Return)
        await ended(dialog)
        assert dialog.isVisible()
        assert f"3,000 rows written to {folder / 'second.csv'}" in texts(dialog)

    scenario(export())
    assert (folder / "second.csv").exists()


def test_w4_a_file_that_is_there_is_asked_about(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path
) -> None:
    old = folder / "old.csv"
    old.write_text("old")

    async def export() -> None:
        dialog = opened()
        name_file(dialog, "old.csv")
        QTest.keyClick(path(dialog), Qt.Key.Key_Return)
        assert "There is already a file named “old.csv”. Replace it?" in texts(dialog)
        no = button(dialog, "No, keep it")
        assert dialog.focusWidget() is no
        QTest.keyClick(no, Qt.Key.Key_Return)
        assert "already a file" not in texts(dialog)
        assert old.read_text() == "old"
        assert dialog.isVisible()

        click(dialog, "Export")
        QTest.keyClick(no, Qt.Key.Key_Escape)
        assert dialog.isVisible(), "Escape answers the question"
        click(dialog, "Export")
        QTest.keyClicks(path(dialog), "x")
        assert "already a file" not in texts(dialog), "another name is another question"

        name_file(dialog, "old.csv")
        click(dialog, "Export")
        click(dialog, "Yes, replace it")
        await ended(dialog)
        assert "120 rows written" in texts(dialog)
        click(dialog, "Export")
        assert "already a file" in texts(dialog), "also the one that was just written"

    scenario(export())
    assert old.read_bytes().count(b"\n") == 121
    assert list(folder.iterdir()) == [old]


def test_w4_the_proposed_name_repeats_no_old_one(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path
) -> None:
    async def export() -> None:
        for number in range(3):
            dialog = opened()
            if number == 2:
                choose_format(dialog, "tsv")
            click(dialog, "Export")
            await ended(dialog)
            dialog.close()

    scenario(export())
    names = {each.name for each in folder.iterdir()}
    assert names == {"User-Me-Cats-.csv", "User-Me-Cats- (2).csv", "User-Me-Cats-.tsv"}


@pytest.mark.parametrize(
    ("name", "format_"),
    [("q.tsv", "tsv"), ("q.JSONL", "jsonl"), ("q.txt", "wikitext"), ("q.wikitext", "wikitext")],
)
def test_w5_the_name_decides_the_format(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    tmp_path: Path,
    name: str,
    format_: str,
) -> None:
    async def export() -> None:
        dialog = opened()
        name_file(dialog, name)
        assert dialog.format == format_
        assert path(dialog).text() == name, "what is typed stays"
        click(dialog, "Export")
        await ended(dialog)

    scenario(export())
    written = folder / name
    write_export(ROWS[:120], tmp_path / "x", format=format_, site=SITE, redirect_titles=TITLES)
    assert written.read_bytes() == (tmp_path / "x").read_bytes()


def test_w5_the_format_changes_the_ending(opened: Callable[..., ExportDialog]) -> None:
    dialog = opened()
    for before, after in [("q.csv", "q.txt"), ("q", "q.txt"), ("Mr. Smith", "Mr. Smith.txt")]:
        choose_format(dialog, "csv")
        path(dialog).setText(before)
        choose_format(dialog, "wikitext")
        assert path(dialog).text() == after
    path(dialog).setText("q.wikitext")
    assert dialog.format == "wikitext"


def test_w5_an_ending_that_is_no_format_is_refused(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path
) -> None:
    async def export() -> None:
        dialog = opened()
        for name in ("q.svg", "q.xlsx"):
            name_file(dialog, name)
            assert f"“{name[1:]}” is not one of the formats" in texts(dialog)
            click(dialog, "Export")
            assert button(dialog, "Export").isEnabled()
        name_file(dialog, "Mr. Smith")
        click(dialog, "Export")
        await ended(dialog)

    scenario(export())
    assert [each.name for each in folder.iterdir()] == ["Mr. Smith.csv"]


def test_w5_an_export_that_failed_is_not_remembered(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    settings: QSettings,
    folder: Path,
    tmp_path: Path,
) -> None:
    async def export() -> None:
        dialog = opened(source(rows={"all": failing(StoreError("gone"))}))
        name_file(dialog, str(tmp_path / "other.tsv"))
        click(dialog, "Export")
        await ended(dialog)
        assert "gone" in texts(dialog)

    scenario(export())
    assert settings.value("export/folder") == str(folder)
    assert settings.value("export/format", "csv") == "csv"
    assert path(opened()).text() == str(folder / "User-Me-Cats-.csv")


@pytest.mark.parametrize("way", ["Escape", "Cancel", "close"])
def test_cancelling_leaves_the_old_file(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path, way: str
) -> None:
    gate = threading.Event()
    old = folder / "User-Me-Cats-.csv"
    old.write_text("old")

    async def export() -> None:
        dialog = opened(source(rows={"all": slow(gate)}))
        name_file(dialog, str(old))
        click(dialog, "Export")
        click(dialog, "Yes, replace it")
        bar = dialog.findChild(QProgressBar)
        assert bar is not None
        await until(lambda: bar.value() == 1000)
        assert bar.maximum() == 3000
        assert "Writing…" in texts(dialog)
        closed = []
        dialog.finished.connect(lambda: closed.append(True))
        if way == "Escape":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        elif way == "Cancel":
            click(dialog, "Cancel")
        else:
            dialog.close()
        gate.set()
        if way == "close":
            await until(lambda: closed)
        else:
            await ended(dialog)
            assert "Stopped. Nothing was exported." in texts(dialog)
            assert dialog.isVisible()

    scenario(export())
    assert old.read_text() == "old"
    assert list(folder.iterdir()) == [old]


def test_the_program_may_end_while_it_writes(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path, qapp: QApplication
) -> None:
    gate = threading.Event()

    async def export() -> None:
        dialog = opened(source(rows={"all": slow(gate)}))
        click(dialog, "Export")
        await until(lambda: list(folder.iterdir()))
        gate.set()
        writing = dialog.writing
        assert writing is not None
        writing.abandon()  # what aboutToQuit calls
        assert writing.ended.is_set()
        assert list(folder.iterdir()) == []
        await ended(dialog)

    scenario(export())


def test_the_window_may_go_while_it_writes(
    opened: Callable[..., ExportDialog], scenario: Scenario, folder: Path, qtbot: QtBot
) -> None:
    gate = threading.Event()

    async def export() -> None:
        dialog = opened(source(rows={"all": slow(gate)}))
        before = asyncio.all_tasks()
        click(dialog, "Export")
        (task,) = asyncio.all_tasks() - before
        dialog.setParent(None)
        dialog.deleteLater()
        gate.set()
        await asyncio.wait([task])
        assert task.exception() is None

    scenario(export())
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "no room is left on the disk"), (errno.EIO, os.strerror(errno.EIO))],
)
def test_a_failing_disk_is_told_in_the_dialog(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    words: str,
) -> None:
    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)

    async def export() -> None:
        dialog = opened()
        click(dialog, "Export")
        await ended(dialog)
        assert words in texts(dialog)
        assert not button(dialog, "Open folder").isVisible()
        monkeypatch.undo()
        click(dialog, "Export")
        await ended(dialog)
        assert "120 rows written" in texts(dialog)

    scenario(export())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter a file name."),
        ("/", "Enter a file name."),
        ("/missing-folder/x.csv", "its folder does not exist"),
        ("..", "is a folder"),
    ],
)
def test_what_is_no_file_is_told_at_once(
    opened: Callable[..., ExportDialog], scenario: Scenario, typed: str, words: str
) -> None:
    async def export() -> None:
        dialog = opened()
        path(dialog).selectAll()
        QTest.keyClick(path(dialog), Qt.Key.Key_Delete)
        QTest.keyClicks(path(dialog), typed)
        click(dialog, "Export")
        assert words in texts(dialog)
        assert button(dialog, "Export").isEnabled()

    scenario(export())


def test_a_name_may_begin_at_home(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    async def export() -> None:
        dialog = opened()
        name_file(dialog, "~/of links.tsv")
        click(dialog, "Export")
        await ended(dialog)

    scenario(export())
    assert (tmp_path / "of links.tsv").exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [(StoreError("The store is gone."), "The store is gone."), (KeyError("x"), "because of a bug")],
)
def test_rows_that_fail_are_told(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    error: Exception,
    words: str,
) -> None:
    bugs: list[BaseException] = []

    async def export() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: bugs.append(context["exception"])
        )
        dialog = opened(source(rows={"all": failing(error)}))
        click(dialog, "Export")
        await ended(dialog)
        assert words in texts(dialog)

    scenario(export())
    assert list(folder.iterdir()) == []
    assert bugs == ([] if isinstance(error, StoreError) else [error])


def test_a_file_is_browsed_for(opened: Callable[..., ExportDialog], folder: Path) -> None:
    dialog = opened()
    click(dialog, "Browse…")
    (chooser,) = dialog.findChildren(QFileDialog)
    name = chooser.findChild(QLineEdit)
    assert name is not None
    assert name.text() == "User-Me-Cats-.csv"
    name.selectAll()
    QTest.keyClicks(name, "mine")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert path(dialog).text() == str(folder / "mine.csv")


def test_the_folder_is_opened(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    urls: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)

    async def export() -> None:
        dialog = opened()
        click(dialog, "Export")
        await ended(dialog)
        before = texts(dialog)
        click(dialog, "Open folder")
        assert texts(dialog) == before

    scenario(export())
    assert urls == [QUrl.fromLocalFile(str(folder))]


def test_a_folder_that_cannot_be_opened_is_named(
    opened: Callable[..., ExportDialog],
    scenario: Scenario,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)

    async def export() -> None:
        dialog = opened()
        click(dialog, "Export")
        await ended(dialog)
        click(dialog, "Open folder")
        assert f"The folder could not be opened: {folder}" in texts(dialog)

    scenario(export())
