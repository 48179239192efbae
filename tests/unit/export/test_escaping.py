# SPDX-License-Identifier: MIT
"""Cells that are no formulas, titles that are read as they are, text that a terminal only shows."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.export.test_export import encode_rows
from wikilinks_gui.cli.terminal import print_json
from wikilinks_gui.errors import ExportError
from wikilinks_gui.export import writing
from wikilinks_gui.export.escaping import guarded, to_json, visible
from wikilinks_gui.export.formats import ExportOptions
from wikilinks_gui.export.wikitext import link_to
from wikilinks_gui.table.row import Kind, Row

ROOT = Path(__file__).parents[3]
FORMULAS = ["=1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "﹦1", "﹫x"]
BLANKS = [
    "",
    " ",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u2028",
    "\u200f",
    " \t",
]
STARTS = set("=+-@＝＋－＠﹦﹫")


class Wiki:
    """A wiki whose names and addresses are as hostile as its titles."""

    def namespace_name(self, namespace: int) -> str:
        return "Name;-A1*2" if namespace else ""

    def article_url(self, title: str) -> str:
        return f"https://wiki.test/wiki/{title.strip()}"


def encoded(*titles: str, format: str = "csv", **options: object) -> str:  # noqa: A002
    rows = [Row(n, 1, title, Kind.LINK, False, title, n, 1) for n, title in enumerate(titles, 1)]
    return encode_rows(
        rows,
        format=format,
        site=Wiki(),
        redirect_titles=dict(enumerate(titles, 1)),
        options=ExportOptions(bom=False, **options),  # type: ignore[arg-type]
    )


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet may run a cell, seen with other eyes than the program's."""
    rest = cell
    while rest and (rest[0].isspace() or not rest[0].isprintable()):
        rest = rest[1:]
    return rest[:1] in STARTS if rest else False


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("formula", FORMULAS)
def test_s12_formulas_behind_blanks_are_guarded(formula: str, blank: str) -> None:
    assert guarded(blank + formula) == f"'{blank}{formula}" or "\t" in blank
    assert guarded(blank + formula).startswith("'")


@pytest.mark.parametrize("first", "\t\r\n")
def test_s12_cells_led_by_tabs_and_line_ends_are_guarded(first: str) -> None:
    assert guarded(f"{first}1") == f"'{first}1"


@pytest.mark.parametrize(
    "text", ["", "a-b", "Semi; colon", "a, b", "x;y", "1=1", "\u200bBOM", "C++", "a -b", "é@x.org"]
)
def test_s12_other_cells_are_as_they_are(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("blank", ["", " ", "\u00a0"])
@pytest.mark.parametrize("inner", [",", ";", "|", "\t", "\n"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("read_as", [",", ";", "\t", "|"])
def test_s12_s22_no_cell_splits_into_a_formula(
    separator: str, read_as: str, inner: str, blank: str
) -> None:
    titles = [f"a{inner}{blank}{formula}" for formula in FORMULAS]
    text = encoded(*titles, separator=separator)
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=read_as) for cell in line]
    assert not [cell for cell in cells if is_formula(cell)]
    naive = [cell for line in text.split("\r\n") for cell in line.split(read_as)]
    assert not [cell for cell in naive if is_formula(cell.lstrip('"'))]


def test_s22_all_text_cells_are_quoted_where_they_might_split() -> None:
    text = encoded("a;-A1*2")
    (line,) = csv.DictReader(io.StringIO(text))
    url = "https://wiki.test/wiki/a;'-A1*2"
    assert {line[name] for name in ("title", "via", "section")} == {"a;'-A1*2"}
    assert (line["namespace_name"], line["url"]) == ("Name;'-A1*2", url)
    assert text.count('"a;\'-A1*2"') == 3
    assert f'"{url}"' in text
    assert '"a;-A1*2"' in encoded("a;-A1*2", guard=False)


def test_s13_json_lines_escape_what_is_not_seen() -> None:
    title = "a\u202eb\u0085c\x07\x7f\u200f\u2028\u2066\ufeff\U000e0041é"
    line = encoded(title, format="jsonl")
    assert json.loads(line)["title"] == title
    assert line.rstrip("\n").isprintable()
    assert "é" in line
    assert to_json({"a": [title]}, indent=1).replace("\n", "").isprintable()


def test_s13_resolve_escapes_what_is_not_seen(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_json({"title": "a\u202e\x1b[2J"})
    assert json.loads(capfdbinary.readouterr().out) == {"title": "a\u202e\x1b[2J"}
    print_json({"title": "a\u202e"})
    assert b"\\u202e" in capfdbinary.readouterr().out


def test_s13_what_a_terminal_acts_on_is_shown() -> None:
    assert visible("a\x1b[2J\u202eb\rc\u009b\r\n\td\n") == "a\\u001b[2J\\u202eb\\rc\\u009b\r\n\td\n"


WRITE = """
from wikilinks_gui.export.writing import write_export
from wikilinks_gui.table.row import Row

class Wiki:
    def namespace_name(self, namespace): return ""
    def article_url(self, title): return ""

rows = [Row(1, 0, "a\\x1b[2J\\u202eb é", 1, False, "", 0, 0)]
for format in ("csv", "wikitext", "tsv"):
    try:
        write_export(rows, "-", format=format, site=Wiki(), redirect_titles={})
    except Exception as error:
        print(type(error).__name__)
"""


def read(terminal: int) -> str:
    """Read some of what was written to a pseudo-terminal; "" when nobody has it open any more."""
    try:
        return os.read(terminal, 10_000).decode()
    except OSError:  # Linux says so
        return ""


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")
def test_s13_output_to_a_terminal_is_shown_and_to_a_pipe_is_raw() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", WRITE]
    subprocess.run(command, stdout=theirs, env=environment, check=True)
    os.close(theirs)
    shown = "".join(iter(lambda: read(ours), ""))
    os.close(ours)
    assert shown.count("a\\u001b[2J\\u202eb é") == 2
    assert "\x1b" not in shown
    assert "\ufeff" not in shown
    assert "ExportError" in shown, "no wiki reads that title from a link"
    piped = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True).stdout
    assert piped.decode().count("a\x1b[2J\u202eb é") == 2


@pytest.mark.parametrize(
    "title",
    [
        *("", " a", "a ", "a  b", "a_b", "a\nb", "a\rb", "a\tb", "a]]b", "[[a", "a|b", "{{a}}"),
        *("a#b", "a&lt;b", "a&#60;b", "a&#x3C;b", "a&eacute;b", "a%41b", "a<b>", "a\x7f", "a~~~~"),
        *(".", "..", "./a", "a/../b", "a/.", ":a", "a\u00a0b", "a\u3000b", "a\u200eb", "a\u202eb"),
        *("a\u2028b", "e\u0301", "a\ufffdb", "x" * 256, "<nowiki>", "a}}", "{a", "-{a}-"),
    ],
)
def test_s13_s21_titles_that_no_wiki_reads_from_a_link_are_refused(title: str) -> None:
    with pytest.raises(ExportError, match="cannot be a link"):
        link_to(title)
    with pytest.raises(ExportError):
        encoded("Good", title, format="wikitext")


def test_s21_a_refused_title_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "links.txt"
    target.write_text("old")
    row = Row(1, 0, "a]]b", Kind.LINK, False, "", 0, 0)
    with pytest.raises(ExportError, match="a]]b"):
        writing.write_export([row], target, format="wikitext", site=Wiki(), redirect_titles={})
    assert target.read_text() == "old"


def test_s13_devices_of_windows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONIN$", "conout$.csv", "NUL", "com1.txt", "aux .csv"):
        writing.check_target(tmp_path / name)  # a file like any other elsewhere
        with monkeypatch.context() as windows:
            windows.setattr(writing, "_IS_WINDOWS", True)
            with pytest.raises(ExportError, match="name that Windows reserves"):
                writing.check_target(tmp_path / name)
