# SPDX-License-Identifier: MIT
"""Rows as files, read back by other programs."""

import csv
import errno
import io
import json
import os
import stat
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import pytest

from wikilinks_gui.errors import CancelledError, ExportError, StoreError
from wikilinks_gui.export.formats import COLUMNS, FORMATS, ORIGIN_COLUMNS, ExportOptions
from wikilinks_gui.export.writing import write_export
from wikilinks_gui.table.origin import LinkFacts
from wikilinks_gui.table.row import Kind, Row, kind_names

ROOT = Path(__file__).parents[3]
PLAIN = ExportOptions(bom=False, guard=False)
TITLES = {20: "=Redirect", 21: "Other, redirect"}
ROWS = [
    Row(1, 0, "Cat", Kind.LINK, False, "", 0, 0),
    Row(20, 0, "=Redirect", Kind.REDIRECT | Kind.LINK, True, "@Top", 0, 0),
    Row(3, 10, "Template:A, B", Kind.LINK | Kind.TRANSCLUSION | Kind.FILE, False, "", 0, 0),
    Row(1, 0, "Cat", Kind.LINK, False, "", 20, 1),
    Row(4, 2, "User:é", Kind.LINK, True, "", 21, 2),
]
HARD_TITLES = [
    *("=1+1", "+a", "-b", "@c", '=HYPERLINK("http://x";"y")', "'quoted'", "-"),
    *('"', '""', 'Quote "x", ; y', "a,b", "a;b", "O'Brien & Söhne?", "100 %/~", "#N", "1E5"),
    *("שלום עולם", "日本語", "e\u0301\u0302", "\U0001f600", "\u202eRTL", "a\u2028b", "a\u00a0b"),
    *("x" * 255, "é" * 127, "\ufeffBOM", "C++", "007", "TRUE"),
]


class Wiki:
    """A wiki with two namespaces, one of which looks like a formula."""

    def namespace_name(self, namespace: int) -> str:
        return {10: "Template", 2: "+User"}.get(namespace, "")

    def article_url(self, title: str) -> str:
        return "https://wiki.test/wiki/" + quote(title.replace(" ", "_"))


def export(rows: Iterable[Row], target: Path, format: str = "csv", **more: Any) -> bytes:  # noqa: A002
    write_export(rows, target, format=format, site=Wiki(), redirect_titles=TITLES, **more)
    return target.read_bytes()


def encode_rows(rows: Iterable[Row], **more: Any) -> str:
    file = io.BytesIO()
    write_export(rows, file, **more)
    return file.getvalue().decode()


def links(number: int) -> Iterator[Row]:
    return (Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(1, number + 1))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "links.csv"


@pytest.fixture
def old(target: Path) -> Path:
    """Make a file that is there already and may be read by its owner alone."""
    target.write_text("old")
    target.chmod(0o600)
    return target


def only(target: Path) -> None:
    """See that no temporary file is left beside the target."""
    assert [path.name for path in target.parent.iterdir()] == [target.name]


# --- formats ----------------------------------------------------------------------------------


def test_csv(target: Path) -> None:
    assert export(ROWS, target).decode() == (
        "\ufefftitle,namespace,namespace_name,page_id,kinds,is_redirect,via,section,depth,url\r\n"
        "Cat,0,,1,link,false,,,0,https://wiki.test/wiki/Cat\r\n"
        "'=Redirect,0,,20,redirect,true,,'@Top,0,https://wiki.test/wiki/%3DRedirect\r\n"
        '"Template:A, B",10,Template,3,link+transclusion+file,false,,,0,'
        "https://wiki.test/wiki/Template%3AA%2C_B\r\n"
        "Cat,0,,1,link,false,'=Redirect,,1,https://wiki.test/wiki/Cat\r\n"
        'User:é,2,\'+User,4,link,true,"Other, redirect",,2,'
        "https://wiki.test/wiki/User%3A%C3%A9\r\n"
    )
    only(target)


FACTS = [
    LinkFacts("text", False, ("Template:A, B",), 2, "cats", "Top", 'The "cats".', "Top_2", 5),
    LinkFacts("template", True, ("Template:A", "Template:B")),
    LinkFacts("not found"),
    LinkFacts(),
    LinkFacts("both", False, ("Template:B",), 1, "=1", "", "=1 </nowiki>~~~~ & [[x]] <b>"),
]


def facts_of(rows: Sequence[Row]) -> Iterator[LinkFacts]:
    return (FACTS[ROWS.index(row)] for row in rows)


def test_where_links_come_from_as_columns(target: Path) -> None:
    text = export(ROWS, target, facts=facts_of, checked={1}).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0])[-8:] == ["marked", *ORIGIN_COLUMNS]
    assert [[row[column] for column in ORIGIN_COLUMNS] for row in rows] == [
        ["text", "false", "Template:A, B", "2", "cats", "Top", 'The "cats".'],
        ["template", "true", "Template:A|Template:B", "0", "", "", ""],
        ["not found", "false", "", "0", "", "", ""],
        ["", "false", "", "0", "", "", ""],
        ["both", "false", "Template:B", "1", "'=1", "", "'=1 </nowiki>~~~~ & [[x]] <b>"],
    ]


def test_where_links_come_from_in_json(target: Path) -> None:
    lines = export(ROWS, target, "jsonl", facts=facts_of).decode().splitlines()
    first, *_others, unknown, _last = map(json.loads, lines)
    assert {column: first[column] for column in ORIGIN_COLUMNS} == {
        "origin": "text",
        "in_doubt": False,
        "templates": ["Template:A, B"],
        "occurrences": 2,
        "link_text": "cats",
        "link_section": "Top",
        "context": 'The "cats".',
    }
    assert (unknown["origin"], unknown["in_doubt"], unknown["templates"]) == (None, False, [])


def test_where_links_come_from_as_a_table_of_a_talk_page(target: Path) -> None:
    """What was read on a page means nothing there: no link, no tag, no signature."""
    rows = [ROWS[0], ROWS[1], ROWS[4]]
    text = export(rows, target, "wikitext", facts=facts_of).decode()
    assert text == (
        '{| class="wikitable sortable"\n'
        "! title !! via !! origin !! templates !! section !! context\n"
        "|-\n| [[:Cat]] ||  || text || [[:Template:A, B]] || [[:Cat#Top_2|Top]] || "
        "<nowiki>The \"</nowiki>'''<nowiki>cats</nowiki>'''<nowiki>\".</nowiki>\n"
        "|-\n| [[:=Redirect]] ||  || template, in doubt || [[:Template:A]], [[:Template:B]] || "
        " || \n"
        "|-\n| [[:User:é]] || [[:Other, redirect]] || both || [[:Template:B]] ||  || "
        "'''<nowiki>=1</nowiki>'''"
        "<nowiki> &lt;/nowiki&gt;~~~~ &amp; [[x]] &lt;b&gt;</nowiki>\n"
        "|}\n"
    )


@pytest.mark.parametrize(
    ("heading", "anchor", "cell"),
    [
        ("It's a b", "It's_a_b", "[[:Cat#It's_a_b|It's a b]]"),
        ("Über", "Über_3", "[[:Cat#Über_3|Über]]"),
        ("{{b}}", "", "<nowiki>{{b}}</nowiki>"),
        ("…", "…", "<nowiki>…</nowiki>"),
        ("[[x]] | y", "[[x]]_|_y", "<nowiki>[[x]] | y</nowiki>"),
        ("100 % & C#", "100_%_&_C#", "<nowiki>100 % &amp; C#</nowiki>"),
        ("''b'' ~~~~", "''b''_~~~~", "<nowiki>''b'' ~~~~</nowiki>"),
        ("</nowiki>", "</nowiki>", "<nowiki>&lt;/nowiki&gt;</nowiki>"),
        ("__TOC__", "TOC__b", "<nowiki>__TOC__</nowiki>"),
    ],
)
def test_sections_in_a_table_of_a_talk_page(
    target: Path, heading: str, anchor: str, cell: str
) -> None:
    facts = LinkFacts("text", False, (), 1, "", heading, "", anchor)
    text = export(ROWS[:1], target, "wikitext", facts=lambda rows: iter([facts])).decode()
    assert text.splitlines()[3] == f"| [[:Cat]] ||  || text ||  || {cell} || "


def test_csv_without_bom_and_guard(target: Path) -> None:
    lines = export(ROWS, target, options=PLAIN).decode().split("\r\n")
    assert lines[0] == ",".join(COLUMNS)
    assert lines[2].startswith("=Redirect,0,,20,redirect,true,,@Top,0,")
    assert ",+User," in lines[5]


def test_csv_with_semicolons(target: Path) -> None:
    rows = [ROWS[0]._replace(title="a;b,c")]
    text = export(rows, target, options=ExportOptions(bom=False, separator=";")).decode()
    assert text.splitlines()[1].startswith('"a;b,c";0;;1;link;')


def test_tsv(target: Path) -> None:
    text = export(ROWS, target, "tsv", options=ExportOptions(separator=";")).decode()
    assert text.startswith("\ufefftitle\tnamespace\t")
    assert text.split("\r\n")[2].startswith("'=Redirect\t0\t\t20\tredirect\ttrue\t\t'@Top\t0\t")
    assert text.split("\r\n")[3].startswith("Template:A, B\t10\t")


def test_json_lines(target: Path) -> None:
    text = export(ROWS, target, "jsonl").decode()
    assert "\r" not in text
    assert "é" in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert all(tuple(line) == COLUMNS for line in lines)
    assert lines[1] == {
        "title": "=Redirect",
        "namespace": 0,
        "namespace_name": "",
        "page_id": 20,
        "kinds": ["redirect"],
        "is_redirect": True,
        "via": None,
        "section": "@Top",
        "depth": 0,
        "url": "https://wiki.test/wiki/%3DRedirect",
    }
    assert [line["via"] for line in lines] == [None, None, None, "=Redirect", "Other, redirect"]
    assert [line["section"] for line in lines] == [None, "@Top", None, None, None]
    assert lines[2]["kinds"] == ["link", "transclusion", "file"]


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_w7_check_marks_are_a_column_where_they_are_wanted(
    target: Path,
    format: str,  # noqa: A002
) -> None:
    text = export(ROWS, target, format, checked={1, 4}).decode("utf-8-sig")
    delimiter = {"csv": ",", "tsv": "\t"}[format]
    found = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert list(found[0]) == [*COLUMNS, "marked"]
    assert [record["marked"] for record in found] == ["true", "false", "false", "true", "true"]
    assert [record["title"] for record in found][-1] == ROWS[-1].title


def test_w7_check_marks_are_in_json_where_they_are_wanted(target: Path) -> None:
    lines = export(ROWS, target, "jsonl", checked={1, 4}).decode().splitlines()
    assert [json.loads(line)["marked"] for line in lines] == [True, False, False, True, True]
    assert export(ROWS, target, "wikitext", checked={1}) == export(ROWS, target, "wikitext")


def test_wikitext(target: Path) -> None:
    assert export(ROWS, target, "wikitext").decode() == (
        "* [[:Cat]]\n* [[:=Redirect]]\n* [[:Template:A, B]]\n* [[:Cat]]\n* [[:User:é]]\n"
    )


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("options", [None, PLAIN, ExportOptions(separator=";")])
def test_text_is_what_a_file_holds(
    target: Path,
    format: str,  # noqa: A002
    options: ExportOptions | None,
) -> None:
    told: list[int] = []
    rows = [*ROWS, *links(2500)]
    text = encode_rows(
        rows,
        format=format,
        site=Wiki(),
        redirect_titles=TITLES,
        options=options,
        on_progress=told.append,
    )
    assert text.encode() == export(rows, target, format, options=options)
    assert told == [1000, 2000, 2505]


def test_making_text_can_be_stopped() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(CancelledError):
        encode_rows(ROWS, format="csv", site=Wiki(), redirect_titles=TITLES, stop=stop)


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("csv", "\ufeff" + ",".join(COLUMNS) + "\r\n"),
        ("tsv", "\ufeff" + "\t".join(COLUMNS) + "\r\n"),
        ("jsonl", ""),
        ("wikitext", ""),
    ],
)
def test_no_rows(target: Path, format: str, expected: str) -> None:  # noqa: A002
    assert export([], target, format) == expected.encode()


def test_unknown_format_is_a_bug(old: Path) -> None:
    with pytest.raises(ValueError, match="xlsx"):
        export(ROWS, old, "xlsx")
    assert old.read_text() == "old"
    only(old)


def test_redirect_without_a_title_is_not_taken_for_none(target: Path) -> None:
    rows = [ROWS[0]._replace(via=99, depth=1)]
    assert export(rows, target, options=PLAIN).decode().splitlines()[1].split(",")[6] == "#99"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_formulas_are_guarded(target: Path, format: str, first: str) -> None:  # noqa: A002
    row = Row(5, 0, f"{first}1", 1, False, f"{first}2", 5, 1)
    data = io.StringIO(export([row], target, format).decode("utf-8-sig"), newline="")
    (found,) = csv.DictReader(data, delimiter={"csv": ",", "tsv": "\t"}[format])
    assert (found["title"], found["section"]) == (f"'{first}1", f"'{first}2")


@pytest.mark.parametrize("separator", [",", ";"])
def test_hard_titles_come_back_by_csv(target: Path, separator: str) -> None:
    rows = [Row(n, 0, title, 1, False, title, 0, 0) for n, title in enumerate(HARD_TITLES, 1)]
    options = ExportOptions(guard=False, separator=separator)
    export(rows, target, options=options)
    with target.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file, delimiter=separator))
    assert [record["title"] for record in found] == HARD_TITLES
    assert [record["section"] for record in found] == HARD_TITLES
    lines = export(rows, target, "jsonl").decode().rstrip("\n").split("\n")
    assert [json.loads(line)["title"] for line in lines] == HARD_TITLES


def test_guard_touches_only_formulas(target: Path) -> None:
    rows = [Row(n, 0, title, 1, False, "", 0, 0) for n, title in enumerate(HARD_TITLES, 1)]
    export(rows, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        found = [record["title"] for record in csv.DictReader(file)]
    assert found == ["'" + title if title[0] in "=+-@" else title for title in HARD_TITLES]


def test_many_rows_in_little_memory(target: Path) -> None:
    number = 40_000
    told: list[int] = []

    def rows() -> Iterator[Row]:
        for n in range(number):
            yield Row(n, n % 3, f'Page, "{n}"', 1 + n % 15, n % 2 == 0, "é" * (n % 4), 0, 0)

    def on_progress(written: int) -> None:
        told.append(written)
        if written == number * 3 // 4:  # tracing is slow, and the last 50,000 rows tell enough
            tracemalloc.start()

    try:
        written = write_export(
            rows(),
            target,
            format="csv",
            site=Wiki(),
            redirect_titles={},
            options=PLAIN,
            on_progress=on_progress,
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert written == number
    assert peak < 4 << 20, "bytes"
    assert told == sorted(set(told))
    assert told[-1] == number
    names = {kinds: "+".join(kind_names(kinds)) for kinds in range(1, 16)}
    with target.open(encoding="utf-8", newline="") as file:
        found = csv.reader(file)
        assert tuple(next(found)) == COLUMNS
        for row, record in zip(rows(), found, strict=True):
            assert record[:1] + record[3:8] == [
                row.title,
                str(row.page_id),
                names[row.kinds],
                str(row.is_redirect).lower(),
                "",
                row.section,
            ]


# --- the file ---------------------------------------------------------------------------------


def test_new_file_has_the_usual_permissions(target: Path) -> None:
    usual = target.with_name("usual")
    usual.touch()
    export(ROWS, target)
    assert target.stat().st_mode == usual.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions on Windows")
def test_old_file_is_replaced_and_keeps_its_permissions(old: Path) -> None:
    for mode in 0o600, 0o640, 0o666:
        old.chmod(mode)
        export(ROWS, old, "wikitext")
        assert stat.S_IMODE(old.stat().st_mode) == mode
    assert old.read_text(encoding="utf-8").startswith("* [[:Cat]]")
    only(old)


def test_link_is_followed(tmp_path: Path) -> None:
    real = tmp_path / "real" / "links.csv"
    real.parent.mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(Path("real") / "links.csv")
    for rows in ROWS, ROWS[:1]:  # the first time it leads to nothing yet
        export(rows, link, "wikitext")
        assert link.is_symlink()
        assert not real.is_symlink()
        assert len(real.read_text(encoding="utf-8").splitlines()) == len(rows)
    only(real)


def test_name_may_be_as_long_as_the_system_has_it(tmp_path: Path) -> None:
    export(ROWS, tmp_path / ("x" * 251 + ".csv"))


def failing(error: BaseException) -> Iterator[Row]:
    yield from links(2500)
    raise error


@pytest.mark.parametrize("error", [StoreError("no"), RuntimeError("a bug"), KeyboardInterrupt()])
def test_rows_that_fail_keep_the_old_file(old: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        export(failing(error), old)
    assert old.read_text() == "old"
    only(old)


@pytest.mark.parametrize("after", [0, 1000, 3000])
def test_stopping_keeps_the_old_file(old: Path, after: int) -> None:
    stop = Event()

    def on_progress(written: int) -> None:
        assert not stop.is_set()
        if written == after:
            stop.set()

    if not after:
        stop.set()
    with pytest.raises(CancelledError):
        export(links(3000), old, on_progress=on_progress, stop=stop)
    assert old.read_text() == "old"
    only(old)


def test_stop_that_is_not_set_does_nothing(target: Path) -> None:
    assert len(export(links(3), target, "wikitext", stop=Event()).splitlines()) == 3


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room is left on the disk"),
        (errno.EDQUOT, "your disk quota is used up"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_failing_disk_keeps_the_old_file(
    old: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(ExportError, match=words) as caught:
        export(ROWS, old)
    assert str(old) in str(caught.value)
    assert old.read_text() == "old"
    only(old)


LIMITED = """
import resource, sys
from pathlib import Path
from wikilinks_gui.errors import ExportError
from wikilinks_gui.export.writing import write_export
from wikilinks_gui.table.row import Row

class Wiki:
    namespace_name = article_url = staticmethod(str)

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
rows = (Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(1_000_000))
try:
    write_export(rows, Path(sys.argv[1]), format="csv", site=Wiki(), redirect_titles={})
except ExportError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of file size on Windows")
def test_write_that_the_system_refuses_keeps_the_old_file(old: Path) -> None:
    output = subprocess.run(
        [sys.executable, "-c", LIMITED, str(old)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    ).stdout
    assert "would become too large" in output
    assert old.read_text() == "old"
    only(old)


def test_folder_as_target(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="could not be written"):
        export(ROWS, tmp_path)


def test_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="its folder does not exist"):
        export(ROWS, tmp_path / "missing" / "links.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has such a folder")
def test_folder_that_takes_no_files() -> None:
    with pytest.raises(ExportError, match="no file can be created in its folder"):
        export(ROWS, Path("/proc/links.csv"))


def test_ring_of_links(target: Path) -> None:
    target.symlink_to(target)
    with pytest.raises(ExportError, match="leads back to itself"):
        export(ROWS, target)


def test_file_that_may_not_be_written(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old.chmod(0o400)
    monkeypatch.setattr(os, "access", lambda *_: False)  # also where the user may do all
    with pytest.raises(ExportError, match="no permission"):
        export(ROWS, old)
    old.chmod(0o600)
    assert old.read_text() == "old"
    only(old)


def test_folder_that_may_not_be_written(
    old: Path, ordinary_user: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    with ordinary_user(old.parent) as folder:
        folder.chmod(0o500)
        try:
            with pytest.raises(ExportError, match="no permission"):
                export(ROWS, folder / old.name)
            assert (folder / old.name).read_text() == "old"
        finally:
            folder.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_what_is_no_file_is_written_to_as_it_is() -> None:
    write_export(ROWS, Path(os.devnull), format="csv", site=Wiki(), redirect_titles={})
    assert Path(os.devnull).is_char_device()
    with pytest.raises(ExportError, match="no room is left"):
        write_export(ROWS, Path("/dev/full"), format="csv", site=Wiki(), redirect_titles={})
    assert Path("/dev/full").is_char_device()


# --- standard output --------------------------------------------------------------------------


def test_standard_output(capsysbinary: pytest.CaptureFixture[bytes], target: Path) -> None:
    print("before", end="")  # noqa: T201
    number = write_export(ROWS, "-", format="csv", site=Wiki(), redirect_titles=TITLES)
    assert number == len(ROWS)
    assert capsysbinary.readouterr().out == b"before" + export(ROWS, target)
    assert not sys.stdout.closed


def test_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with io.TextIOWrapper(io.FileIO(writing, "wb")) as output:
        monkeypatch.setattr(sys, "stdout", output)
        with pytest.raises(BrokenPipeError):
            write_export(links(5000), "-", format="csv", site=Wiki(), redirect_titles={})
        monkeypatch.undo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    with io.TextIOWrapper(io.FileIO("/dev/full", "wb")) as output:
        monkeypatch.setattr(sys, "stdout", output)
        with pytest.raises(ExportError, match="Standard output could not be written: no room"):
            write_export(ROWS, "-", format="csv", site=Wiki(), redirect_titles=TITLES)
        monkeypatch.undo()
