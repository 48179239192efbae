# SPDX-License-Identifier: MIT
"""The title, how the wiki came to it, and counts that are filters."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from wikilinks_gui import words
from wikilinks_gui.mediawiki.address import WebAddress
from wikilinks_gui.mediawiki.siteinfo import Namespace, SiteInfo
from wikilinks_gui.mediawiki.titles import Redirect, Resolution
from wikilinks_gui.table.filter import Filter, with_origin
from wikilinks_gui.table.origin import ALL_ORIGINS, IN_DOUBT, ORIGIN_GROUPS, Origin
from wikilinks_gui.table.redirectkinds import NO_TRAITS, PROBLEMS
from wikilinks_gui.table.row import Kind
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.ui.tab.chips import NAMESPACES, TEMPLATES
from wikilinks_gui.ui.tab.heading import Heading
from wikilinks_gui.ui.widgets.theme import LIGHT

NAMES = {0: "", 1: "Talk", 2: "User", 4: "R&D", 10: "Template"}
SITE = SiteInfo(
    api_url="https://wiki.example/api.php",
    name="Wiki",
    version=(1, 43),
    server=WebAddress("https://wiki.example"),
    article_path="/wiki/$1",
    variant_path="",
    script="/index.php",
    case="first-letter",
    namespaces={number: Namespace(number, name, name, ()) for number, name in NAMES.items()},
    what_links_here=frozenset(),
    high_limits=False,
)
PAGE = Resolution("Riga", "Riga", 1, 0, "page")


def counts(
    by_namespace: dict[int, int], pages: int = 0, problems: int = 0, **by_kind: int
) -> Counts:
    kinds = {"link": 0, "redirect": 0, "transclusion": 0, "file": 0} | by_kind
    rows = sum(by_namespace.values())
    return Counts(rows, by_namespace, kinds, problems=problems, pages=pages)


def show(heading: Heading, all_: Counts, shown: Counts | None = None, checked: int = 0) -> None:
    shown = all_ if shown is None else shown
    heading.show_counts(SITE, all_, shown, (checked, shown.pages))


@pytest.fixture
def heading(themed: QApplication, qtbot: QtBot) -> Heading:
    heading = Heading()
    qtbot.addWidget(heading)
    heading.resize(1200, 200)
    heading.show()
    return heading


def said(heading: Heading) -> list[str]:
    """Return all texts that can be seen, from top to bottom, and along each line."""
    widgets: list[QLabel | QPushButton] = [
        *heading.findChildren(QLabel),
        *heading.findChildren(QPushButton),
    ]
    QApplication.processEvents()  # lays everything out
    places = {
        w: w.mapTo(heading, w.rect().center())
        for w in widgets
        if w.isVisible() and w.text().strip()
    }
    return [w.text() for w in sorted(places, key=lambda w: (places[w].y(), places[w].x()))]


def height(heading: Heading, width: int) -> int:
    """Return how high it is at a width."""
    QApplication.processEvents()
    high = heading.heightForWidth(width)
    return high if high >= 0 else heading.sizeHint().height()


def button(heading: Heading, text: str) -> QPushButton:
    return next(b for b in heading.findChildren(QPushButton) if b.text() == text and b.isVisible())


def test_what_was_asked_for_stands_there_at_once(heading: Heading) -> None:
    heading.show_asked("Riga")
    assert said(heading) == ["Riga"]
    assert heading.title() == "Riga"
    heading.show_asked("")
    assert said(heading) == []
    assert heading.title() == ""


def test_a_page_is_its_title(heading: Heading) -> None:
    heading.show_resolution(PAGE)
    assert said(heading) == ["Riga"]


def test_a_redirect_can_be_listed_itself(heading: Heading, qtbot: QtBot) -> None:
    resolution = replace(PAGE, redirects=(Redirect("Rīga", "Riga", "", ""),))
    heading.show_resolution(resolution)
    assert said(heading) == ["Riga", "Redirected from “Rīga”", "list the redirect itself"]
    link = button(heading, "list the redirect itself")
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(heading.redirect_wanted) as wanted:
        QTest.keyClick(link, Qt.Key.Key_Space)
    assert wanted.args == ["Rīga"]


@pytest.mark.parametrize(
    ("resolution", "sentence"),
    [
        (
            replace(PAGE, redirects=(Redirect("A", "Riga", "Old town", ""),)),
            "Redirected from “A” to § Old town",
        ),
        (
            replace(PAGE, redirects=(Redirect("A", "B", "", ""), Redirect("B", "Riga", "", ""))),
            "Redirected from “A” through “B”",
        ),
        (replace(PAGE, normalized=(("riga", "Riga"),)), "“riga” is written “Riga” here."),
        (replace(PAGE, converted=(("里加", "Riga"),)), "“里加” is converted to “Riga”."),
        (
            replace(PAGE, status="missing"),
            "This page does not exist; links to it are listed all the same.",
        ),
        (
            replace(PAGE, status="loop", redirects=(Redirect("Riga", "Riga", "", ""),)),
            "This page is part of a redirect loop; what links to it is listed.",
        ),
    ],
)
def test_what_the_wiki_made_of_it_is_said(
    heading: Heading, resolution: Resolution, sentence: str
) -> None:
    heading.show_resolution(resolution)
    assert said(heading)[:2] == ["Riga", sentence]
    heading.show_resolution(PAGE)
    assert said(heading) == ["Riga"]


def test_a_red_link_is_red(heading: Heading) -> None:
    title = heading.findChild(QLabel, "title")
    assert isinstance(title, QLabel)
    for status, color in (("missing", LIGHT.error), ("page", LIGHT.text)):
        heading.show_resolution(replace(PAGE, status=status))  # type: ignore[arg-type]
        assert title.palette().windowText().color().name() == color


def test_a_title_is_plain_text(heading: Heading) -> None:
    title = "<b>Riga</b> & <img src=x>"
    heading.show_resolution(replace(PAGE, title=title, normalized=((title, title),)))
    labels = heading.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert said(heading)[0] == title


def test_a_long_title_is_cut_at_the_end_of_its_line(heading: Heading, qtbot: QtBot) -> None:
    long = ("Title " * 200).strip()
    heading.resize(600, 300)
    heading.show_resolution(replace(PAGE, title=long))
    label = heading.findChild(QLabel, "title")
    assert isinstance(label, QLabel)
    qtbot.waitUntil(lambda: label.text().endswith("…"))
    assert long.startswith(label.text().removesuffix("…").rstrip())
    assert len(label.text()) > 15
    assert heading.title() == long
    assert long in label.toolTip()
    heading.show_resolution(PAGE)
    assert (label.text(), label.toolTip()) == ("Riga", "")


def test_counts_are_filters(heading: Heading, qtbot: QtBot) -> None:
    heading.show_resolution(PAGE)
    all_rows = counts({0: 8120, 1: 2310, 4: 2}, 9000, 3, link=10431, redirect=1)
    show(heading, all_rows)
    assert said(heading)[1:] == [
        "10,432 links from 9,000 pages",
        "1 redirect",
        "10,431 wikilinks",
        "3 problems",
        "8,120 in Article",
        "2,310 in Talk",
        "2 in R&&D",
    ]
    for chip, wanted in (
        ("8,120 in Article", Filter(namespaces=frozenset({0}))),
        ("1 redirect", Filter(kinds=Kind.REDIRECT, traits=NO_TRAITS)),
    ):
        with qtbot.waitSignal(heading.chips.filter_wanted) as told:
            button(heading, chip).click()
        assert told.args == [wanted]
        heading.chips.show_filter(wanted)
        assert button(heading, chip).isChecked()
        with qtbot.waitSignal(heading.chips.filter_wanted) as told:
            button(heading, chip).click()
        assert told.args == [Filter()]
        heading.chips.show_filter(Filter())


def test_w8_all_numbers_follow_the_filter(heading: Heading) -> None:
    all_rows = counts({0: 80, 1: 18}, 74, 4, link=91, redirect=7)
    show(heading, all_rows, counts({0: 13, 1: 4}, 15, 0, link=17), 3)
    assert said(heading) == [
        "17 of 98 links from 15 of 74 pages · 3 of 15 pages marked",
        "0 redirects",
        "17 wikilinks",
        "0 problems",
        "13 in Article",
        "4 in Talk",
    ]
    assert button(heading, "17 wikilinks").toolTip() == "17 of 91"
    show(heading, all_rows)
    assert button(heading, "91 wikilinks").toolTip() == ""


def test_w8_chips_are_down_that_the_filter_goes_by(heading: Heading) -> None:
    show(heading, counts({0: 80, 1: 18}, 74, 4, link=91, redirect=7))
    wanted = Filter(namespaces=frozenset({1}), kinds=Kind.REDIRECT, traits=PROBLEMS)
    heading.chips.show_filter(wanted)
    chips = [b for b in heading.findChildren(QPushButton) if b.isVisible()]
    assert all(chip.isCheckable() for chip in chips)
    assert {b.text() for b in chips if b.isChecked()} == {"7 redirects", "4 problems", "18 in Talk"}
    heading.chips.show_filter(replace(wanted, but=True, kinds=Kind(0)))
    assert {b.text() for b in chips if b.isChecked()} == {"4 problems"}
    heading.chips.show_filter(Filter())
    assert not any(chip.isChecked() for chip in chips)


def test_w18_chips_yield_where_there_is_little_room(heading: Heading) -> None:
    show(heading, counts({0: 80, 1: 18}, 74, 4, link=91, redirect=7), checked=12)
    high = height(heading, 900)
    heading.set_low(True)
    assert said(heading) == ["98 links from 74 pages · 12 of 74 pages marked"]
    assert height(heading, 900) < high
    heading.set_low(False)
    assert len(said(heading)) == 6


ORIGINS: dict[int, int] = {Origin.TEXT: 40, Origin.BOTH: 5, Origin.TEMPLATE: 30, Origin.UNKNOWN: 25}
BY_TEMPLATE = {"Template:Nav & box": 33, "תבנית:אקלים": 2}


def checked(by_origin: dict[int, int], by_template: dict[str, int]) -> Counts:
    rows = sum(by_origin.values())
    whole = counts({0: rows}, rows, link=rows)
    return replace(whole, by_origin=by_origin, by_template=by_template)


def test_w12_counts_of_origins_come_into_the_same_line(heading: Heading) -> None:
    """Nothing that stands below moves, and the chips before them stay."""
    show(heading, checked({Origin.UNKNOWN: 100}, {}))
    assert said(heading) == ["100 links from 100 pages", "100 wikilinks", "100 in Article"]
    high, first = height(heading, 1200), button(heading, "100 wikilinks").geometry()
    show(heading, checked(ORIGINS | {IN_DOUBT: 7}, BY_TEMPLATE), checked({Origin.BOTH: 5}, {}))
    assert said(heading)[2:] == [
        "0 text only",
        "0 template only",
        "5 both",
        "0 in doubt",
        "0 not found",
        "0 not known yet",
        "5 in Article",
        "0 with Template:Nav && box",
        "0 with \u2068תבנית:אקלים\u2069",
    ]
    assert button(heading, "0 text only").toolTip() == "0 of 40"
    assert button(heading, "5 wikilinks").geometry().topLeft() == first.topLeft()
    assert height(heading, 1200) == high
    heading.show_resolution(PAGE)  # of another list
    assert said(heading) == ["Riga"]
    show(heading, checked({Origin.UNKNOWN: 100}, {}))
    assert len(said(heading)) == 4


def test_chips_of_origins_stay_in_their_places_while_rows_are_checked(heading: Heading) -> None:
    places = []
    for by_origin in (
        {Origin.UNKNOWN: 970, Origin.TEMPLATE: 30},
        {Origin.UNKNOWN: 900, Origin.TEMPLATE: 83, IN_DOUBT: 17},
        {Origin.TEMPLATE: 880, IN_DOUBT: 17, Origin.TEXT: 101, Origin.BOTH: 2},
    ):
        show(heading, checked({int(key): count for key, count in by_origin.items()}, {}))
        said(heading)
        names = [words.origin(name) for name in ORIGIN_GROUPS]
        found = {chip.text().split(" ", 1)[1]: chip for chip in chips(heading)}
        places.append([found[name].geometry() for name in names])
        assert {name for name in names if found[name].isEnabled()} == {
            words.origin(name) for name, group in ORIGIN_GROUPS.items() if group in by_origin
        }
        assert all(found[name].isVisible() for name in names)
    assert places[0] == places[1] == places[2]


def test_templates_are_in_the_menu_by_how_many_links_they_bring(heading: Heading) -> None:
    heading.resize(300, 200)
    show(heading, checked(ORIGINS, {"Template:B": 7}))
    show(heading, checked(ORIGINS, {"Template:C": 49, "Template:D": 14, "Template:B": 7}))
    menu = button(heading, "More…").menu()
    menu.aboutToShow.emit()
    assert [each.text() for each in menu.actions() if "Template:" in each.text()] == [
        "49 with Template:C",
        "14 with Template:D",
        "7 with Template:B",
    ]
    assert not next(each for each in menu.actions() if "not found" in each.text()).isEnabled()


def test_what_is_hidden_alone_presses_no_chip(heading: Heading, qtbot: QtBot) -> None:
    """As with namespaces: the filter says "all but", and a chip begins anew."""
    show(heading, checked(ORIGINS, BY_TEMPLATE))
    hidden = Filter(origins=ALL_ORIGINS & ~(1 << Origin.TEMPLATE))
    heading.chips.show_filter(hidden)
    assert not any(each.isChecked() for each in heading.findChildren(QPushButton))
    with qtbot.waitSignal(heading.chips.filter_wanted) as told:
        button(heading, "5 both").click()
    assert told.args == [Filter(origins=1 << Origin.BOTH)]


def test_counts_of_origins_are_filters(heading: Heading, qtbot: QtBot) -> None:
    show(heading, checked(ORIGINS, BY_TEMPLATE))
    heading.chips.filter_wanted.connect(heading.chips.show_filter)
    wanted = Filter()
    for chip, name in (
        ("40 text only", "text"),
        ("25 not known yet", "unknown"),
        ("30 template only", "template"),
    ):
        wanted = with_origin(wanted, name, True)
        with qtbot.waitSignal(heading.chips.filter_wanted) as told:
            button(heading, chip).click()
        assert told.args == [wanted]
        assert button(heading, chip).isChecked()
    with qtbot.waitSignal(heading.chips.filter_wanted) as told:
        button(heading, "40 text only").click()
    assert told.args == [with_origin(wanted, "text", False)]
    assert not button(heading, "40 text only").isChecked()
    with qtbot.waitSignal(heading.chips.filter_wanted) as told:
        button(heading, "33 with Template:Nav && box").click()
    assert told.args[0].templates == {"Template:Nav & box"}


def test_the_templates_with_most_rows_are_chips(heading: Heading) -> None:
    by_template = {f"Template:{number}": 100 - number for number in range(20)}
    heading.resize(3000, 200)
    show(heading, checked(ORIGINS, by_template))
    assert len(heading_chips(heading)) == TEMPLATES
    heading.chips.show_filter(Filter(templates=frozenset({"Template:17"})))
    show(heading, checked(ORIGINS, by_template))
    assert len(heading_chips(heading)) == TEMPLATES + 1
    assert button(heading, "83 with Template:17").isChecked()


def heading_chips(heading: Heading) -> list[str]:
    """Return the texts of the chips of templates."""
    return [text for text in said(heading) if "Template:" in text]


def test_kinds_are_told_apart_where_there_are_several(heading: Heading) -> None:
    show(heading, counts({10: 30}, 30, link=4, transclusion=25, file=1))
    assert said(heading) == [
        "30 links from 30 pages",
        "25 transclusions",
        "1 use of the file",
        "4 wikilinks",
        "30 in Template",
    ]


def test_the_namespaces_with_most_rows_are_chips(heading: Heading) -> None:
    show(heading, counts({number: 100 + number for number in range(20)}, 5))
    heading.resize(3000, 200)
    texts = said(heading)[1:]
    assert len(texts) == NAMESPACES
    assert texts[-1].startswith("119 ")


def test_the_focus_stays_while_rows_stream_in(heading: Heading, qtbot: QtBot) -> None:
    show(heading, counts({1: 5}, 5))
    talk = button(heading, "5 in Talk")
    with qtbot.waitActive(heading):
        heading.activateWindow()
    talk.setFocus()
    qtbot.waitUntil(talk.hasFocus)
    for more in range(1, 40):
        now = dict.fromkeys(range(more), more * 10) | {1: 5 + more}
        show(heading, counts(now, 5))
        assert talk.hasFocus()
    assert talk.text() == "44 in Talk"
    assert talk.isVisible()


@pytest.mark.parametrize("mirrored", [False, True])
def test_w18_counts_are_one_line_and_the_rest_is_in_a_menu(
    heading: Heading, qtbot: QtBot, mirrored: bool
) -> None:
    if mirrored:
        heading.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(heading, counts({0: 8120, 1: 2310, 2: 902, 4: 55, 10: 41}, 9000, redirect=3))
    heading.resize(1600, 300)
    high, every = height(heading, 1600), [b for b in chips(heading) if b.isVisible()]
    assert len(every) == 6
    for width in (500, 400, 320):
        heading.resize(width, 300)
        assert height(heading, width) == high
        shown = [chip for chip in every if chip.isVisible()]
        more = button(heading, "More…")
        assert all(is_inside(heading, chip) for chip in (*shown, more))
        assert all(chip.width() >= chip.sizeHint().width() for chip in shown)
        more.menu().aboutToShow.emit()
        folded = more.menu().actions()
        texts = [each.text() for each in shown] + [each.text() for each in folded]
        assert texts == [each.text() for each in every]
    assert button(heading, "More…").property("active") != "true"
    with qtbot.waitSignal(heading.chips.filter_wanted) as told:
        folded[-1].trigger()
    assert told.args == [Filter(namespaces=frozenset({10}))]
    heading.chips.show_filter(told.args[0])
    more.menu().aboutToShow.emit()
    assert more.property("active") == "true"
    assert more.menu().actions()[-1].isChecked()


def chips(heading: Heading) -> list[QPushButton]:
    return [each for each in heading.chips.findChildren(QPushButton) if each.isCheckable()]


def test_w18_the_total_stands_beside_the_title_where_there_is_little_room(
    heading: Heading,
) -> None:
    heading.show_resolution(PAGE)
    show(heading, counts({0: 80}, 74, link=80))
    title, total = (heading.findChild(QLabel, "title"), label(heading, "80 links from 74 pages"))
    assert isinstance(title, QLabel)
    assert title.geometry().bottom() < total.geometry().top()
    assert total.x() == title.x()
    heading.set_low(True)
    assert said(heading) == ["Riga", "80 links from 74 pages"]
    assert title.geometry().right() < total.geometry().left()
    assert total.geometry().right() == heading.contentsRect().right() - title.x()
    heading.set_low(False)
    assert len(said(heading)) == 4
    assert title.geometry().bottom() < total.geometry().top()


def label(heading: Heading, text: str) -> QLabel:
    QApplication.processEvents()
    return next(each for each in heading.findChildren(QLabel) if each.text() == text)


def is_inside(heading: Heading, widget: QPushButton) -> bool:
    return heading.rect().contains(QRect(widget.mapTo(heading, QPoint()), widget.size()))


def test_there_is_room_for_counts_before_they_come(heading: Heading) -> None:
    heading.show_asked("Riga")
    without = height(heading, 1200)
    heading.show_resolution(PAGE)
    before = height(heading, 1200)
    assert before > without
    show(heading, counts({0: 12408}, 1, link=12408))
    assert height(heading, 1200) == before
    heading.show_resolution(PAGE)  # of another list
    assert said(heading) == ["Riga"]
    assert height(heading, 1200) == before
    heading.show_room_for_counts(False)
    assert height(heading, 1200) == without
