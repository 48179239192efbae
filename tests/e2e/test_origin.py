# SPDX-License-Identifier: MIT
"""Where links come from: checked, shown and filtered in the sample wiki."""

import re
from pathlib import Path

from tests.e2e.conftest import COMPLETE, Start
from tests.e2e.desktop import wait_until
from tests.e2e.rows import exported, read_csv, wait_shown
from tests.e2e.test_listing import row

TITLE = "Daugpiļs"
IN_TEXT = ("--origin", "--origin-only", "text,not-found,in-doubt", "--raw")


def test_one_click_hides_what_comes_only_through_templates(start: Start, tmp_path: Path) -> None:
    window = start(TITLE, "--demo")
    window.wait_for_log(COMPLETE)
    window.button(re.compile(r"^Check 95 pages: at most 5 requests \+ 1 per doubt$")).click()
    window.label(re.compile(r"pages stay in doubt: the wiki does not render them\.$"))
    cell = row(window, "Baļtejis vaļsteibys")
    assert cell.name.startswith("Baļtejis vaļsteibys, link, in the text")
    cell.click()
    sentences = window.field("Links in their sentences")
    wait_until(lambda: "Daugpiļs, Latveja — 104 870" in sentences.text, "the sentence")
    window.press("ctrl+shift+x")
    lines = read_csv(exported(tmp_path / "command", TITLE, "--demo", *IN_TEXT))
    assert 0 < len(lines) < 96
    wait_shown(window, lines)
