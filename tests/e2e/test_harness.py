# SPDX-License-Identifier: MIT
"""What drives the program, proved with a small window of the tests' own."""

import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from tests.e2e.desktop import missing, wait_until
from tests.e2e.program import Program
from tests.e2e.widgets import Node

HERE = Path(__file__).parent
TOY = str(HERE / "toy.py")


@pytest.fixture
def toy(launch: Any) -> Program:
    program: Program = launch(TOY, "--debug")
    program.wait_shown()
    return program


def test_click_by_name(toy: Program) -> None:
    assert toy.text_of("status") == "Ready"
    assert not toy.button("Later").is_in_state("enabled")
    toy.button("Explore").click()
    toy.wait_for_log("Explored $")
    assert toy.text_of("status") == "Explored "
    assert toy.button("Later").is_in_state("enabled")


@pytest.mark.parametrize(
    "text",
    [
        "Daugpiļs",
        "~/.{}[]|\\@#$%^&*() 'a' \"B\" -x",
        "日本語のリンク",
        "مرحبا بالعالم",
        "русский Ελληνικά עברית हिन्दी ไทย 한국어",
        "🦉𐍈 naïve ƒø",
    ],
)
def test_typing_any_script(toy: Program, text: str) -> None:
    field = toy.field("Title")
    for _ in range(3):
        field.type(text)
        toy.press("Return")
        toy.wait_for_log(f"Explored {re.escape(text)}$")
        assert field.text == text
        toy.press("ctrl+a", "Delete")
        wait_until(lambda: field.text == "")


def holds(field: Node, text: str) -> bool:
    return field.text == text


def test_more_characters_than_there_are_keys(toy: Program) -> None:
    field = toy.field("Title")
    field.type("ļ")
    typed = "ļ"
    for first in range(0x4E00, 0x4E00 + 400, 40):
        part = "".join(map(chr, range(first, first + 40))) + "ļ"
        toy.type(part)
        typed += part
        wait_until(partial(holds, field, typed), "all was typed")


def test_keys_open_a_dialog(toy: Program) -> None:
    toy.press("ctrl+k")
    dialog = toy.dialog("Ask")
    dialog.field("Answer").type("ja, ļoti")
    dialog.button("OK").click()
    toy.wait_for_log("Answered ja, ļoti")
    toy.wait_gone("dialog")
    toy.press("ctrl+k")
    toy.dialog("Ask")
    toy.type("typed where the focus is")
    toy.press("Return")
    toy.wait_for_log("Answered typed where the focus is")


def test_check_box_and_combo_box(toy: Program) -> None:
    box = toy.check_box("Redirects")
    box.click()
    toy.wait_for_log("Redirects on")
    wait_until(lambda: box.is_in_state("checked"))
    toy.combo_box(object_name="mode").click()
    toy.click_list_item("Regex")
    toy.wait_for_log("Mode Regex")
    assert toy.combo_box(object_name="mode").name == "Regex"


def test_menus(toy: Program) -> None:
    toy.menu_item("File").click()
    toy.menu_item("Ask…").click()
    toy.dialog("Ask")
    toy.press("Escape")
    toy.wait_gone("dialog")
    toy.table("Links").row("Daugpiļs 3").click(button=3)
    toy.menu_item("Open").click()
    toy.wait_for_log("Opened row 3")
    toy.wait_gone("menu_item", "Open")


def test_a_popup_under_a_field(toy: Program) -> None:
    toy.field("Title").type("Dau")
    toy.click_list_item("Daugava")
    toy.wait_for_log("Explored Daugava")
    toy.wait_gone("list_item")


def test_the_focus_is_told(toy: Program) -> None:
    toy.press("Tab")  # the field may have had the focus before anybody listened
    toy.field("Title").click()
    wait_until(lambda: (node := toy.focused()) and node.name == "Title")
    toy.press("Tab")
    wait_until(lambda: (node := toy.focused()) and node.name == "Explore")


def test_a_table_of_a_million_rows(toy: Program) -> None:
    table = toy.table("Links")
    assert (table.rows, table.columns) == (1_000_000, 2)
    assert table.cell(777_777).name == "Daugpiļs 777,777"
    assert table.cell(777_777, 1).name == "kind 0"
    toy.table("Links").row("Daugpiļs 2").click()
    toy.wait_for_log("Row 2$")
    assert table.row("Daugpiļs 2").is_in_state("selected")
    toy.press("ctrl+End")
    toy.wait_for_log("Row 999999$")
    wait_until(lambda: table.visible_rows()[-1] == 999_999)
    table.row("Daugpiļs 999,998").click()
    toy.wait_for_log("Row 999998$")
    wait_until(lambda: table.row("Daugpiļs 999,998").is_in_state("selected"))
    assert table.header("Kinds").rect.y > table.rect.y - 1


@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_a_display_of_more_dots(launch: Any, scale: str) -> None:
    toy = launch(TOY, "--debug", QT_SCALE_FACTOR=scale)
    toy.wait_shown()
    toy.field("Title").type("ļ")
    toy.button("Explore").click()
    toy.wait_for_log("Explored ļ")
    toy.table("Links").row("Daugpiļs 2").click(button=3)
    toy.menu_item("Open").click()
    toy.wait_for_log("Opened row 2")
    toy.resize(1200, 900)
    assert toy.table("Links").rect.width > 1000


def test_resizing(toy: Program) -> None:
    toy.resize(1000, 500)
    toy.wait_for_log("resized 1000 × 500")
    assert toy.window().rect[2:] == (1000, 500)


def colours(image: QImage) -> set[int]:
    return {
        image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)
    }


def test_pictures(toy: Program, tmp_path: Path) -> None:
    button = toy.button("Explore")
    assert len(colours(button.screenshot())) > 5
    assert button.screenshot() != toy.button("Later").screenshot()
    toy.screenshot("all.png")
    kept = QImage(str(tmp_path / "all.png"))
    assert (kept.width(), kept.height()) == (1280, 960)
    assert kept.copy(*button.rect) == button.screenshot()


def test_sigterm_ends_it(toy: Program) -> None:
    assert toy.terminate() == 0
    with pytest.raises(RuntimeError, match="has ended"):
        toy.button("Explore")


def test_an_early_end_is_told_at_once(launch: Any) -> None:
    program = launch(TOY, "--fail")
    with pytest.raises(AssertionError, match="ended without a line of 'shown', but:\nit failed"):
        program.wait_for_log("shown")
    assert program.wait() == 1


def test_what_is_not_there_fails_and_tells_what_is(
    toy: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.e2e.desktop.wait_until.__defaults__", ("", 0.1))
    with pytest.raises(AssertionError, match=r"(?s)0 of button 'No' show.*button 'Explore'"):
        toy.button("No")
    with pytest.raises(AssertionError, match="2 of button None show"):
        toy.button()


def test_two_programs_are_told_apart(launch: Any) -> None:
    first, second = launch(TOY, "--debug"), launch(TOY, "--debug")
    first.wait_for_log("shown")
    second.wait_for_log("shown")
    first.field("Title")
    second.field("Title")
    assert first.roots()[0].program != second.roots()[0].program


def test_killed_tests_leave_nothing_behind(tmp_path: Path) -> None:
    code = f"""
import sys, time
sys.path.insert(0, {str(HERE.parents[1])!r})
from pathlib import Path
from tests.e2e.desktop import Desktop
from tests.e2e.program import Program
desktop = Desktop()
program = Program(desktop, [{TOY!r}, "--debug"], Path({str(tmp_path)!r}))
program.wait_for_log("shown", 60)
processes = [*desktop._processes, program.process]
print(desktop.folder, *[process.pid for process in processes], flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout
        folder, *numbers = tests.stdout.readline().split()
        groups = [int(number) for number in numbers]
        assert len(groups) == 4
        tests.kill()
    wait_until(lambda: not any(map(is_alive, groups)), "all have ended")
    shutil.rmtree(folder)


def is_alive(group: int) -> bool:
    """Return whether a process of the group still runs."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, number = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(number) == group and state != "Z":
            return True
    return False


def test_why_nothing_can_be_driven(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing() == ""
    monkeypatch.setenv("PATH", "")
    assert "xvfb" in missing()
    assert "xdotool" in missing()
