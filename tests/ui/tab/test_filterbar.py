# SPDX-License-Identifier: MIT
"""The filter bar makes filters, says what is chosen, and explains what it cannot use."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import a_site
from wikilinks_gui.mediawiki.siteinfo import Namespace
from wikilinks_gui.table.filter import ALL, Filter, with_kind, with_namespace
from wikilinks_gui.table.origin import ALL_ORIGINS, ORIGIN_GROUPS, Origin
from wikilinks_gui.table.redirectkinds import PROBLEMS, Trait
from wikilinks_gui.table.row import Kind
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.ui.tab.filterbar import TEMPLATES, FilterBar

NAMES = {0: "Article", 1: "Talk", 2: "User", 4: "R&D\tlab"}
COUNTS = {0: 8120, 1: 2310, 2: 902, 4: 3}
NO_ROWS = Counts(0, {}, {})


def offer(bar: FilterBar, names: Mapping[int, str], every: Counts, shown: Counts) -> None:
    """Show the counts of a wiki with some namespaces, which are offered even without rows."""
    known = {number: Namespace(number, name, name, ()) for number, name in names.items()}
    known[10] = Namespace(10, "Template", "Template", ())
    by_namespace = dict.fromkeys(names, 0) | every.by_namespace
    bar.set_counts(
        replace(a_site(), namespaces=known), replace(every, by_namespace=by_namespace), shown
    )


@pytest.fixture
def bar(themed: QApplication, qtbot: QtBot) -> Iterator[FilterBar]:
    window = QWidget()
    bar = FilterBar()
    layout = QVBoxLayout(window)
    layout.addWidget(bar)
    layout.addStretch()
    qtbot.addWidget(window)
    window.resize(1200, 300)
    with qtbot.waitActive(window):
        window.show()
    offer(bar, NAMES, NO_ROWS, NO_ROWS)
    bar.focus_text()
    yield bar
    window.close()


@pytest.fixture
def filters(bar: FilterBar) -> list[Filter]:
    """Record all filters that are emitted from now on."""
    told: list[Filter] = []
    bar.filter_changed.connect(told.append)
    return told


def field(bar: FilterBar) -> QLineEdit:
    found = bar.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def button(bar: FilterBar, beginning: str) -> QPushButton:
    return next(b for b in bar.findChildren(QPushButton) if b.text().startswith(beginning))


def choices(bar: FilterBar, beginning: str) -> dict[str, QAction]:
    menu = button(bar, beginning).menu()
    menu.aboutToShow.emit()
    return {
        action.text().partition("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&"): (
            action
        )
        for action in menu.actions()
        if not action.isSeparator()
    }


def test_typing_filters(bar: FilterBar, filters: list[Filter], qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.filter_changed):
        QTest.keyClicks(field(bar), "rig")
    assert filters[-1] == bar.filter() == Filter(text="rig")


def test_keys_that_come_at_once_make_one_filter(
    bar: FilterBar, filters: list[Filter], qtbot: QtBot
) -> None:
    for letter in "riga":
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(field(bar), key)
    assert filters == []
    qtbot.waitUntil(lambda: bool(filters))
    assert filters == [Filter(text="riga")]


def test_escape_clears_the_text_and_then_is_somebody_elses(
    bar: FilterBar, filters: list[Filter], qtbot: QtBot
) -> None:
    QTest.keyClicks(field(bar), "riga")
    QTest.keyClick(field(bar), Qt.Key.Key_Escape)
    assert field(bar).text() == ""
    for text, taken in (("riga", True), ("", False)):
        field(bar).setText(text)
        override = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier
        )
        override.ignore()
        QApplication.sendEvent(field(bar), override)
        assert override.isAccepted() is taken


def test_down_leads_to_the_rows(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.left_downwards):
        QTest.keyClick(field(bar), Qt.Key.Key_Down)


def test_namespaces_are_shown_or_all_but_these(bar: FilterBar, filters: list[Filter]) -> None:
    offered = choices(bar, "Namespace")
    assert list(offered) == ["Show all", "All but these", "Article", "Talk", "User", "R&D lab"]
    offered["Talk"].trigger()
    assert bar.filter() == Filter(namespaces=frozenset({1}))
    assert button(bar, "Namespace").text() == "Namespace: Talk"
    offered["Article"].trigger()
    assert bar.filter().namespaces == frozenset({0, 1})
    offered["All but these"].trigger()
    assert bar.filter() == Filter(namespaces=frozenset({0, 1}), but=True)
    assert button(bar, "Namespace").text() == "Namespace: all but Article, Talk"
    offered["R&D lab"].trigger()
    assert button(bar, "Namespace").text() == "Namespace: all but 3 chosen"
    offered["Show all"].trigger()
    assert bar.filter() == Filter()
    assert button(bar, "Namespace").text() == "Namespace: all"
    assert len(filters) == 5


def test_no_namespace_is_all(bar: FilterBar, filters: list[Filter]) -> None:
    offered = choices(bar, "Namespace")
    offered["All but these"].trigger()
    assert filters == []
    offered["Talk"].trigger()
    offered["Talk"].trigger()
    assert bar.filter() == Filter()


def test_kinds(bar: FilterBar) -> None:
    offered = choices(bar, "Kind")
    visible = [text for text, action in offered.items() if action.isVisible()]
    assert visible[:5] == ["Show all", "link", "redirect", "transclusion", "file"]
    assert visible[5:] == [
        *("redirect to a section", "double redirect", "redirect loop", "broken redirect"),
        *("problems", "redirects elsewhere"),
    ]
    offered["redirect"].trigger()
    offered["file"].trigger()
    assert bar.filter().kinds == Kind.REDIRECT | Kind.FILE
    assert button(bar, "Kind").text() == "Kind: redirect, file"
    offered["link"].trigger()
    offered["transclusion"].trigger()
    assert bar.filter().kinds == ALL


def test_redirects_and_mode(bar: FilterBar) -> None:
    choices(bar, "Redirects")["Hide redirects, but not what links through them"].trigger()
    assert button(bar, "Redirects").text() == "Redirects: hidden"
    choices(bar, "Anywhere")["Whole word"].trigger()
    assert bar.filter() == Filter(mode="word", redirects=False)
    assert button(bar, "Whole word").isVisible()


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "This is not a regular expression: see character 1."),
        ("ab[z-a]", "This is not a regular expression: see character 4."),
        ("(?<=a+)b", "This is not a regular expression."),
        ("a{99999999999999999999}", "This is not a regular expression."),
    ],
)
def test_a_broken_expression_is_marked_and_explained(
    bar: FilterBar, filters: list[Filter], pattern: str, reason: str, qtbot: QtBot
) -> None:
    bar.set_filter(Filter(text="a", mode="regex"))
    filters.clear()
    label = next(w for w in bar.findChildren(QLabel) if w.property("role") == "error")
    field(bar).setText(pattern)
    qtbot.waitUntil(label.isVisible)
    assert label.text() == reason
    assert field(bar).property("invalid") == "true"
    assert field(bar).accessibleDescription() == reason
    assert (filters, bar.filter()) == ([], Filter(text="a", mode="regex"))
    field(bar).setText("(a)")
    qtbot.waitUntil(lambda: bool(filters))
    assert filters == [Filter(text="(a)", mode="regex")]
    assert not label.isVisible()
    assert field(bar).property("invalid") == "false"


FULL = Filter(
    text="carbon",
    mode="word",
    namespaces=frozenset({1, 99}),
    but=True,
    kinds=Kind.LINK | Kind.FILE,
    redirects=False,
)


def test_a_filter_can_be_set(bar: FilterBar, filters: list[Filter], qtbot: QtBot) -> None:
    bar.set_filter(FULL)
    assert bar.filter() == FULL
    assert filters == [FULL]
    assert field(bar).text() == "carbon"
    offer(bar, {0: "Article", 2: "User"}, NO_ROWS, NO_ROWS)
    assert "Talk" in choices(bar, "Namespace"), "what is chosen stays"
    bar.clear()
    assert (bar.filter(), filters[1:]) == (Filter(), [Filter()])
    assert "99" in choices(bar, "Namespace")
    offer(bar, NAMES, NO_ROWS, NO_ROWS)
    assert "99" not in choices(bar, "Namespace")
    qtbot.wait(0)
    assert len(filters) == 2


def test_a_count_becomes_a_filter(bar: FilterBar) -> None:
    bar.set_filter(Filter("carbon", "word", redirects=False))
    bar.set_filter(with_namespace(bar.filter(), 2, True))
    bar.set_filter(with_kind(bar.filter(), "transclusion", True))
    wanted = Filter("carbon", "word", frozenset({2}), kinds=Kind.TRANSCLUSION, redirects=False)
    assert bar.filter() == wanted
    bar.set_filter(with_namespace(bar.filter(), 1, True))
    bar.set_filter(with_kind(bar.filter(), "problems", True))
    assert bar.filter() == replace(wanted, namespaces=frozenset({1, 2}), traits=PROBLEMS)
    for namespace in (1, 2):
        bar.set_filter(with_namespace(bar.filter(), namespace, False))
    bar.set_filter(with_kind(bar.filter(), "transclusion", False))
    assert bar.filter() == Filter("carbon", "word", kinds=Kind(0), traits=PROBLEMS, redirects=False)
    bar.set_filter(with_kind(bar.filter(), "problems", False))
    assert bar.filter() == Filter("carbon", "word", redirects=False)


def test_w7_checked_pages_can_be_hidden_or_shown_alone(bar: FilterBar) -> None:
    for name, checked in (("Hide marked pages", "hide"), ("Only marked pages", "only")):
        choices(bar, "Marked")[name].trigger()
        assert bar.filter() == Filter(checked=checked)  # type: ignore[arg-type]
    bar.clear()
    assert button(bar, "Marked").text() == "Marked: all"


def test_w10_kinds_of_redirects_can_be_chosen(bar: FilterBar) -> None:
    offered = choices(bar, "Kind")
    offered["double redirect"].trigger()
    assert bar.filter() == Filter(kinds=Kind(0), traits=Trait.DOUBLE)
    offered["link"].trigger()
    assert bar.filter() == Filter(kinds=Kind.LINK, traits=Trait.DOUBLE)
    wanted = bar.filter()
    bar.clear()
    bar.set_filter(wanted)
    assert bar.filter() == wanted


def test_w10_problems_are_one_choice(bar: FilterBar) -> None:
    choices(bar, "Kind")["problems"].trigger()
    wanted = Filter(kinds=Kind(0), traits=PROBLEMS)
    assert bar.filter() == wanted
    bar.clear()
    bar.set_filter(with_kind(bar.filter(), "problems", True))
    assert bar.filter() == wanted
    assert button(bar, "Kind").text() == "Kind: problems"
    choices(bar, "Kind")["problems"].trigger()
    assert bar.filter() == Filter()


TEXT, UNKNOWN = 1 << ORIGIN_GROUPS["text"], 1 << ORIGIN_GROUPS["unknown"]
CHECKED = replace(
    NO_ROWS,
    by_origin={Origin.UNKNOWN: 4, Origin.TEXT: 3, Origin.TEMPLATE: 20, Origin.BOTH: 2},
    by_template={"Template:Nav & box": 20, "Template:Box": 2},
)


def origin_buttons(bar: FilterBar) -> list[str]:
    """Return what stands on the buttons of origins and templates that can be seen."""
    buttons = [b for b in bar.findChildren(QPushButton) if b.isVisible()]
    return [b.text() for b in buttons if b.text().startswith(("Origin", "Template"))]


def test_origins_are_offered_from_the_start(bar: FilterBar) -> None:
    """What becomes known moves nothing: there is no template to choose until one is."""
    offer(bar, NAMES, NO_ROWS, NO_ROWS)
    assert origin_buttons(bar) == ["Origin: all", "Template: all"]
    assert not button(bar, "Template").isEnabled()
    before = places(bar)
    offer(bar, NAMES, CHECKED, CHECKED)
    assert button(bar, "Template").isEnabled()
    assert places(bar) == before
    bar.set_filter(Filter(templates=frozenset({"Template:Box"})))
    offer(bar, NAMES, NO_ROWS, NO_ROWS)  # of another list: what filters can be taken back
    assert button(bar, "Template").isEnabled()


def places(bar: FilterBar) -> dict[str, QRect]:
    """Return where the buttons are that can be seen."""
    return {b.text(): b.geometry() for b in bar.findChildren(QPushButton) if b.isVisible()}


def test_origins_are_chosen(bar: FilterBar) -> None:
    offer(bar, NAMES, CHECKED, replace(CHECKED, by_origin={Origin.BOTH: 2}))
    origins = choices(bar, "Origin")
    texts = [action.text() for action in origins.values()][2:]
    assert texts == [
        "text only\t0 of 3",
        "template only\t0 of 20",
        "both\t2",
        "in doubt\t0",
        "not found\t0",
        "not known yet\t0 of 4",
    ]
    origins["text only"].trigger()
    assert bar.filter().origins == TEXT
    origins["not known yet"].trigger()
    assert bar.filter().origins == TEXT | UNKNOWN
    assert origin_buttons(bar)[0] == "Origin: text only, not known yet"
    origins["All but these"].trigger()
    assert bar.filter().origins == ALL_ORIGINS & ~(TEXT | UNKNOWN)
    origins["Show all"].trigger()
    assert bar.is_clear()


@pytest.mark.parametrize("origins", range(ALL_ORIGINS + 1))
def test_each_filter_by_origin_can_be_shown(bar: FilterBar, origins: int) -> None:
    bar.set_filter(Filter(origins=origins))
    assert bar.filter().origins == origins
    text = button(bar, "Origin").text()
    hides_templates = origins == ALL_ORIGINS & ~(1 << ORIGIN_GROUPS["template"])
    assert text.startswith("Origin: all but template only") == hides_templates
    bar.set_filter(Filter())
    assert bar.is_clear()
    assert button(bar, "Origin").text() == "Origin: all"


def test_templates_are_chosen(bar: FilterBar, filters: list[Filter]) -> None:
    offer(bar, NAMES, CHECKED, replace(CHECKED, by_template={"Template:Box": 1}))
    texts = [action.text() for action in choices(bar, "Template").values()][2:]
    assert texts == ["Box\t1 of 2", "Nav && box\t0 of 20"]
    choices(bar, "Template")["Nav & box"].trigger()
    assert filters == [Filter(templates=frozenset({"Template:Nav & box"}))]
    assert origin_buttons(bar)[1] == "Template: Nav && box"
    many = {f"Template:{number:03}": 900 - number for number in range(200)}
    offer(bar, NAMES, replace(CHECKED, by_template=many), NO_ROWS)
    offered = [*choices(bar, "Template")][2:]
    assert offered == [*(f"{number:03}" for number in range(TEMPLATES)), "Nav & box"]
    choices(bar, "Template")["Show all"].trigger()
    assert filters[1:] == [Filter()]


def test_w32_the_button_that_clears_the_text_has_a_name(bar: FilterBar) -> None:
    assert [button.accessibleName() for button in field(bar).findChildren(QToolButton)] == [
        "Clear the text"
    ]


def test_counts_stand_beside_the_names(bar: FilterBar) -> None:
    all_rows = Counts(11335, COUNTS, {"link": 11330, "redirect": 5, "transclusion": 0, "file": 0})
    shown = Counts(120, {0: 120}, {"link": 115, "redirect": 5, "transclusion": 0, "file": 0})
    offer(bar, NAMES, all_rows, shown)
    texts = {action.text() for action in choices(bar, "Namespace").values()}
    assert texts >= {"Article\t120 of 8,120", "Talk\t0 of 2,310", "R&&D lab\t0 of 3"}
    texts = {action.text() for action in choices(bar, "Kind").values()}
    assert texts >= {"link\t115 of 11,330", "redirect\t5", "file\t0"}
    offer(bar, NAMES, all_rows, all_rows)
    texts = {action.text() for action in choices(bar, "Kind").values()}
    assert texts >= {"link\t11,330", "redirect\t5"}


def test_a_menu_that_is_open_stays_as_it_is_when_a_namespace_comes(bar: FilterBar) -> None:
    menu = button(bar, "Namespace").menu()
    menu.popup(QPoint())
    menu.setActiveAction(choices(bar, "Namespace")["Talk"])
    offer(bar, {-2: "Media", **NAMES, 3: "User talk"}, NO_ROWS, NO_ROWS)
    active = menu.activeAction()
    assert active
    assert active.text().startswith("Talk")
    names = ["Media", "Article", "Talk", "User", "User talk", "R&D lab"]
    assert [*choices(bar, "Namespace")][-6:] == names
    menu.close()


def test_counts_change_while_the_menu_is_open(bar: FilterBar, qtbot: QtBot) -> None:
    menu = button(bar, "Namespace").menu()
    menu.popup(bar.mapToGlobal(QPoint(0, 0)))
    qtbot.waitUntil(menu.isVisible)
    by_kind = {"link": 1, "redirect": 0, "transclusion": 0, "file": 0}
    for count in (1, 2):
        counts = Counts(count, {0: count}, by_kind)
        offer(bar, NAMES, counts, counts)
        assert f"Article\t{count}" in [action.text() for action in menu.actions()]
    menu.close()


def test_the_menu_stays_open_while_boxes_are_ticked(bar: FilterBar, qtbot: QtBot) -> None:
    menu = button(bar, "Namespace").menu()
    menu.popup(bar.mapToGlobal(QPoint(0, 0)))
    qtbot.waitUntil(menu.isVisible)
    offered = choices(bar, "Namespace")
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(offered["Talk"]).center()
    )
    menu.setActiveAction(offered["User"])
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert bar.filter().namespaces == frozenset({1, 2})
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def shape(bar: FilterBar) -> list[QWidget]:
    return [w for w in (field(bar), *bar.findChildren(QPushButton)) if w.isVisible()]


@pytest.mark.parametrize("times", [1, 2])
def test_the_bar_wraps_where_it_is_narrow(
    bar: FilterBar, themed: QApplication, times: int, qtbot: QtBot
) -> None:
    font = themed.font()
    font.setPointSizeF(font.pointSizeF() * times)
    themed.setFont(font)
    bar.set_filter(FULL)
    window = bar.window()
    window.resize(450 * times, 600)

    def fits() -> bool:
        return all(bar.rect().contains(w.geometry()) for w in shape(bar))

    qtbot.waitUntil(fits)
    for widget in shape(bar):
        assert widget.width() >= min(widget.sizeHint().width(), widget.minimumSizeHint().width())
        assert widget.height() >= widget.minimumSizeHint().height()
    places = [w.geometry() for w in shape(bar)]
    assert not any(a.intersects(b) for a in places for b in places if a != b)


def test_everything_has_a_name(bar: FilterBar) -> None:
    assert field(bar).accessibleName()
    assert all(each.accessibleName() or each.text() for each in bar.findChildren(QPushButton))
    assert all(menu.accessibleName() for menu in bar.findChildren(QMenu))


def shown(bar: FilterBar) -> list[str]:
    """Return what stands on the buttons that can be seen, from the start of the line."""
    rtl = bar.isRightToLeft()
    found = sorted(places(bar).items(), key=lambda each: -each[1].x() if rtl else each[1].x())
    return [text for text, _place in found]


def folded(bar: FilterBar) -> list[QAction]:
    """Return what the button at the end has in its menu."""
    menu = button(bar, "More filters").menu()
    menu.aboutToShow.emit()
    return menu.actions()


@pytest.mark.parametrize("mirrored", [False, True])
def test_w18_the_filter_is_one_line_whatever_its_width(
    bar: FilterBar, qtbot: QtBot, mirrored: bool
) -> None:
    """What has no room is in the menu of the last button, in the same order."""
    bar.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    )
    bar.window().resize(2000, 300)
    qtbot.waitUntil(lambda: len(shown(bar)) == 7)
    everything, high = shown(bar), bar.height()
    for width in (900, 700, 480, 300):
        bar.window().resize(width, 300)
        qtbot.waitUntil(lambda: shown(bar)[-1] == "More filters")
        assert shown(bar)[:-1] + [each.text() for each in folded(bar)] == everything
        assert bar.height() == high
        assert field(bar).width() >= field(bar).minimumWidth()
        line = [field(bar), *(b for b in bar.findChildren(QPushButton) if b.isVisible())]
        placed = [QRect(each.mapTo(bar, QPoint()), each.size()) for each in line]
        assert all(bar.rect().contains(place) for place in placed)
        assert not any(a.intersects(b) for a, b in itertools.combinations(placed, 2))


def test_what_filters_out_of_sight_is_said(bar: FilterBar, filters: list[Filter]) -> None:
    bar.window().resize(480, 300)
    QApplication.processEvents()
    more = button(bar, "More filters")
    assert more.property("active") == "false"
    menu = next(each.menu() for each in folded(bar) if each.text() == "Redirects: shown")
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    assert filters == [Filter(redirects=False)]
    assert more.property("active") == "true"
    assert "Redirects: hidden" in [each.text() for each in folded(bar)]
    bar.clear()
    assert more.property("active") == "false"


def test_what_has_no_room_is_chosen_by_keys(
    bar: FilterBar, filters: list[Filter], qtbot: QtBot
) -> None:
    """In a menu of the menu, which stays open as it does below the filter's own button."""
    bar.window().resize(480, 300)
    offer(bar, NAMES, CHECKED, CHECKED)
    menu = button(bar, "More filters").menu()
    menu.popup(QPoint())
    entry = next(each for each in menu.actions() if each.text() == "Kind: all")
    menu.setActiveAction(entry)
    QTest.keyClick(menu, Qt.Key.Key_Right)
    kinds = entry.menu()
    assert isinstance(kinds, QMenu)
    qtbot.waitUntil(kinds.isVisible)
    kinds.setActiveAction(kinds.actions()[3])
    QTest.keyClick(kinds, Qt.Key.Key_Space)
    QTest.keyClick(kinds, Qt.Key.Key_Down)
    QTest.keyClick(kinds, Qt.Key.Key_Space)
    assert len(filters) == 2
    assert filters[1].kinds & filters[0].kinds == filters[0].kinds
    assert filters[1].kinds != filters[0].kinds
    assert kinds.isVisible()
    for shown in (kinds, menu):
        shown.close()


def test_the_focus_goes_to_the_menu_of_what_has_no_room(bar: FilterBar, qtbot: QtBot) -> None:
    button(bar, "Template").setEnabled(True)
    button(bar, "Template").setFocus()
    bar.window().resize(480, 300)
    qtbot.waitUntil(lambda: button(bar, "More filters").hasFocus())


def test_w8_a_mode_without_a_text_filters_nothing(bar: FilterBar, filters: list[Filter]) -> None:
    choices(bar, "Anywhere")["Regular expression"].trigger()
    assert bar.is_clear()
    assert not filters
    bar.set_filter(with_namespace(bar.filter(), 1, True))
    field(bar).setText("^a")
    bar.set_filter(replace(bar.filter(), text="^a", mode="regex"))
    assert bar.filter().mode == "regex"
    bar.clear()
    assert button(bar, "Anywhere").isVisible()


def test_w8_a_mode_that_was_chosen_stays_for_the_next_text(
    bar: FilterBar, filters: list[Filter], qtbot: QtBot
) -> None:
    choices(bar, "Anywhere")["Regular expression"].trigger()
    bar.set_filter(with_namespace(bar.filter(), 1, True))
    field(bar).setText("^a")
    qtbot.waitUntil(lambda: bar.filter().text == "^a")
    assert bar.filter().mode == "regex"


def test_w12_nothing_moves_where_a_text_is_typed(bar: FilterBar, qtbot: QtBot) -> None:
    for width in range(450, 1200, 10):
        bar.window().resize(width, 300)
        QApplication.processEvents()
        before = [each.geometry() for each in shape(bar)]
        field(bar).setText("a")
        qtbot.waitUntil(lambda: bar.filter().text == "a")
        QApplication.processEvents()
        assert [each.geometry() for each in shape(bar)] == before, width
        bar.clear()
