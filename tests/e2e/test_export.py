# SPDX-License-Identifier: MIT
"""The dialog to export, by keyboard and by mouse: it writes what the command line writes."""

import re
from pathlib import Path

from tests.e2e.conftest import COMPLETE, Start
from tests.e2e.desktop import wait_until
from tests.e2e.rows import exported, links, listing, open_all, read_csv, wait_shown
from tests.samplewiki import SampleWiki
from tests.wiki.conftest import Place

EXPORT = re.compile("^Export\\b")  # the program's name may follow


def test_csv_by_keyboard(start: Start, sample: SampleWiki, tmp_path: Path) -> None:
    """Byte for byte what the command line writes, in the order in which the rows came."""
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    window.press("ctrl+s")
    dialog = window.dialog(EXPORT)
    name = dialog.field("File name")
    window.press("alt+f", "Tab")
    wait_until(lambda: name.is_in_state("focused"), "the name can be typed")
    window.press("ctrl+a")
    window.type(str(tmp_path / "rows.csv"))
    window.press("Return")
    dialog.label(re.compile(r"96 rows written to .*rows\.csv"))
    window.press("Escape")
    window.wait_gone("dialog", EXPORT)
    wiki = ("--wiki", sample.api_url)
    for written in (
        exported(tmp_path / "data", "Daugpiļs", *wiki, "--cached"),  # what the window stored
        exported(tmp_path / "other", "Daugpiļs", *wiki),  # what the wiki says
    ):
        assert lines(tmp_path / "rows.csv") == sorted(written.splitlines(keepends=True))


def lines(path: Path) -> list[bytes]:
    return sorted(path.read_bytes().splitlines(keepends=True))


def test_what_is_filtered_and_what_is_selected(
    start: Start, mediawiki: Place, tmp_path: Path
) -> None:
    """From a real wiki; into a file by the mouse, to the clipboard, and as copied rows."""
    truth = listing(mediawiki.tables, "Hub")
    window = start("Hub", "--wiki", mediawiki.wiki.url)
    window.wait_for_log(COMPLETE)
    open_all(window)
    wait_shown(window, truth)
    window.field("Filter titles").type("Through")
    passing = [line for line in truth if "through" in line.title.lower()]
    window.label(re.compile(rf"^{len(passing)} of {len(truth)} links"))

    window.button("Export").click()
    dialog = window.dialog(EXPORT)
    assert dialog.find("radio_button", f"As filtered: {len(passing)}").is_in_state("checked")
    dialog.check_box(re.compile("^Escape titles")).click()
    name = dialog.field("File name")
    name.click()
    window.press("ctrl+a")
    window.type(str(tmp_path / "some.csv"))
    dialog.button("Export").click()
    dialog.label(re.compile(rf"{len(passing)} rows written to .*some\.csv"))
    assert sorted(read_csv((tmp_path / "some.csv").read_bytes())) == sorted(passing)
    dialog.find("radio_button", f"All rows: {len(truth)}").click()
    dialog.button("Export").click()
    dialog.button("Yes, replace it").click()
    dialog.label(re.compile(rf"{len(truth)} rows written to .*some\.csv"))
    assert sorted(read_csv((tmp_path / "some.csv").read_bytes())) == sorted(truth)
    dialog.button("Close").click()
    window.wait_gone("dialog", EXPORT)

    links(window).cell(0).click()
    window.press("ctrl+a", "ctrl+c")
    window.press("ctrl+l", "ctrl+a", "ctrl+v")  # no other program is there to paste into
    field = window.field("Title")
    shown_titles = {cells[0].split(", ")[0] for cells in links(window).texts()}
    matching = {title for title in shown_titles if "through" in title.lower()}
    assert matching < shown_titles, "redirects above them are shown too"
    wait_until(lambda: all(title in field.text for title in matching), "what matches was copied")
