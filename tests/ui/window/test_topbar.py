# SPDX-License-Identifier: MIT
"""The bar: what it tells, its buttons, that it fits."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAction, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.asking import FakeWiki, pages, run, until
from wikilinks_gui.ui.search.wikilist import WikiChoice
from wikilinks_gui.ui.widgets.icons import icon
from wikilinks_gui.ui.widgets.theme import LIGHT, sheet
from wikilinks_gui.ui.window.topbar import TopBar

WORDS = {
    "back": "&Back",
    "forward": "&Forward",
    "graph": "&Graph",
    "export": "&Export…",
    "history": "&History…",
    "menu": "Menu",
}
KEY = "https://x.org/api.php"


@pytest.fixture
def wiki() -> FakeWiki:
    return FakeWiki()


@pytest.fixture
def actions() -> dict[str, QAction]:
    return {name: QAction(icon("menu"), words) for name, words in WORDS.items()}


@pytest.fixture
def bar(qtbot: QtBot, wiki: FakeWiki, actions: dict[str, QAction]) -> Iterator[TopBar]:
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    bar = TopBar(wiki.suggest, actions)
    layout.addWidget(bar)
    layout.addStretch()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield bar
    window.close()


@pytest.fixture
def told(bar: TopBar) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    bar.field.explore_wanted.connect(lambda text: told.append(("explore", text)))
    bar.chooser.wiki_wanted.connect(lambda address: told.append(("wiki", address)))
    bar.chooser.wiki_forgotten.connect(lambda key: told.append(("forget", key)))
    return told


def explore_button(bar: TopBar) -> QPushButton:
    return bar.findChildren(QPushButton)[0]


def test_explore_explores(bar: TopBar, told: list[tuple[str, str]]) -> None:
    bar.field.show_text("  [[A|b]] ")
    QTest.mouseClick(explore_button(bar), Qt.MouseButton.LeftButton)
    assert told == [("explore", "[[A|b]]")]


def test_explore_without_a_title_asks_for_one(bar: TopBar, told: list[tuple[str, str]]) -> None:
    QTest.mouseClick(explore_button(bar), Qt.MouseButton.LeftButton)
    assert told == []
    assert bar.field.hasFocus()


def test_going_to_the_title_selects_it(bar: TopBar, told: list[tuple[str, str]]) -> None:
    bar.field.show_text("Before")
    bar.field.enter()
    QTest.keyClicks(bar.field, "After")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert told == [("explore", "After")]


def test_wikis_are_chosen_added_and_forgotten(bar: TopBar, told: list[tuple[str, str]]) -> None:
    bar.chooser.set_wikis([WikiChoice(KEY, "X", "x")])
    bar.show_wiki("x")
    assert bar.chooser.currentText() == "X"
    for text, key in (
        ("", Qt.Key.Key_Return),
        ("y.org", Qt.Key.Key_Return),
        ("x", Qt.Key.Key_Delete),
    ):
        bar.chooser.showPopup()
        field = bar.chooser.popup.field
        QTest.keyClicks(field, text)
        QTest.keyClick(field, key)
    bar.chooser.hidePopup()
    assert told == [("wiki", KEY), ("wiki", "y.org"), ("forget", "x")]


def test_another_wiki_drops_what_was_suggested(
    qapp: QApplication, bar: TopBar, wiki: FakeWiki
) -> None:
    async def scenario() -> None:
        wiki.lists["a"] = [pages("A")]
        bar.field.enter()
        QTest.keyClicks(bar.field, "a")
        await until(bar.field.popup.isVisible)
        bar.show_wiki(KEY)
        assert not bar.field.popup.isVisible()
        assert bar.field.text() == "a"

    run(qapp, scenario())


def test_buttons_are_the_actions(bar: TopBar, actions: dict[str, QAction]) -> None:
    buttons = {button.defaultAction(): button for button in bar.findChildren(QToolButton)}
    triggered = []
    for name, action in actions.items():
        action.triggered.connect(lambda _on=False, name=name: triggered.append(name))
        QTest.mouseClick(buttons[action], Qt.MouseButton.LeftButton)
    assert triggered == list(WORDS)
    actions["back"].setEnabled(False)
    assert not buttons[actions["back"]].isEnabled()


@pytest.mark.parametrize("by_mouse", [True, False])
def test_the_menu_opens(qtbot: QtBot, actions: dict[str, QAction], by_mouse: bool) -> None:
    menu = QMenu()
    menu.addAction("First")
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu.close))
    actions["menu"].setMenu(menu)
    bar = TopBar(FakeWiki().suggest, actions)
    qtbot.addWidget(bar)
    bar.show()
    button = next(
        button
        for button in bar.findChildren(QToolButton)
        if button.defaultAction() is actions["menu"]
    )
    with qtbot.waitSignals([menu.aboutToShow, menu.aboutToHide]):
        if by_mouse:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        else:
            bar.open_menu()
            assert bar.rect().right() >= bar.mapFromGlobal(menu.geometry().topRight()).x()
            assert menu.activeAction() is menu.actions()[0]


def test_everything_has_a_name_and_is_reached_by_tab(bar: TopBar) -> None:
    bar.field.setFocus()
    names = []
    for _step in range(9):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName() or focused.property("text").replace("&", ""))
        assert QAccessible.queryAccessibleInterface(focused).text(QAccessible.Text.Name)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is bar.field
    assert names == [
        *("Title", "Explore", "Graph", "Export", "History", "Menu", "Back", "Forward", "Wiki"),
    ]


@pytest.fixture
def looks(qapp: QApplication, size: int, direction: Qt.LayoutDirection) -> Iterator[None]:
    """The program's looks, with larger text, from right to left."""
    before = qapp.font()
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * size)
    qapp.setFont(font)
    qapp.setStyleSheet(sheet(LIGHT, font))
    qapp.setLayoutDirection(direction)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.setStyleSheet("")
    qapp.setFont(before)


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
@pytest.mark.usefixtures("looks")
def test_it_fits_into_900_pixels(
    qtbot: QtBot, wiki: FakeWiki, actions: dict[str, QAction], direction: Qt.LayoutDirection
) -> None:
    bar = TopBar(wiki.suggest, actions)
    bar.show_wiki("https://simple.wikipedia.org/w/api.php")
    qtbot.addWidget(bar)
    bar.resize(900, bar.sizeHint().height())
    bar.show()
    assert bar.width() == 900
    mirrored = direction == Qt.LayoutDirection.RightToLeft
    assert (bar.chooser.x() > bar.field.x()) == mirrored
    explore = explore_button(bar)
    assert explore.width() >= explore.sizeHint().width()
    assert bar.chooser.width() <= bar.width() // 3
    assert bar.field.width() >= bar.field.minimumSizeHint().width()
    bar.resize(1800, bar.height())
    assert bar.chooser.width() == bar.chooser.sizeHint().width()  # the title has the rest
    bar.resize(bar.minimumSizeHint())
    assert bar.chooser.width() <= max(bar.width() // 3, bar.chooser.minimumSizeHint().width())
    assert bar.field.width() >= bar.field.minimumSizeHint().width()
    assert not bar.grab().isNull()
