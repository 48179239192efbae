# SPDX-License-Identifier: MIT
"""The wiki chooser: what is offered and found, keys, adding and taking away."""

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from wikilinks_gui.mediawiki.address import host_name, may_be_address, with_scheme
from wikilinks_gui.mediawiki.endpoint import is_endpoint
from wikilinks_gui.resources import resource_path
from wikilinks_gui.ui.search.wikichooser import WikiChooser, WikiPopup
from wikilinks_gui.ui.search.wikilist import (
    WikiChoice,
    WikiEntry,
    builtin_wikis,
    entries_for,
    place_of,
    wiki_names,
)
from wikilinks_gui.wikis.connector import SAMPLE

Key = Qt.Key

GERMAN = "https://de.wikipedia.org/w/api.php"
ENGLISH = "https://en.wikipedia.org/w/api.php"
OWN = WikiChoice("https://wiki.example.org/api.php", "Our <own> wiki", "own key")
USED = [OWN, WikiChoice(GERMAN, "Wikipedia", GERMAN)]


@pytest.fixture
def chooser(qtbot: QtBot) -> Iterator[WikiChooser]:
    window = QWidget()
    layout = QHBoxLayout(window)
    chooser = WikiChooser()
    layout.addWidget(chooser)
    layout.addWidget(QLineEdit(), 1)
    window.resize(600, 400)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    chooser.setFocus()
    chooser.set_wikis(USED)
    yield chooser
    chooser.hidePopup()


@pytest.fixture
def told(chooser: WikiChooser) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    chooser.wiki_wanted.connect(lambda address: told.append(("wanted", address)))
    chooser.wiki_forgotten.connect(lambda key: told.append(("forgotten", key)))
    return told


def opened(chooser: WikiChooser) -> WikiPopup:
    chooser.showPopup()
    return chooser.popup


def press(popup: WikiPopup, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(popup.field, key)


def texts(entries: list[WikiEntry]) -> list[str]:
    return [entry.text for entry in entries]


# --- what is offered --------------------------------------------------------------------------


def test_the_built_in_wikis_are_in_order() -> None:
    wikis = json.loads(resource_path("wikis.json").read_text(encoding="utf-8"))
    addresses = [wiki["address"] for wiki in wikis]
    names = [wiki["name"] for wiki in wikis]
    assert len(set(addresses)) == len(set(names)) == len(wikis) >= 60
    for wiki in wikis:
        assert wiki.keys() == {"name", "own", "language", "address"}
        assert with_scheme(wiki["address"]) == wiki["address"]
        assert is_endpoint(wiki["address"])
        assert wiki["address"].startswith("https://")
        assert bool(wiki["own"]) == bool(wiki["language"])


def test_used_ones_come_first_then_the_others_then_adding() -> None:
    entries = entries_for("", USED)
    assert texts(entries)[:3] == ["Our <own> wiki", "German Wikipedia", "English Wikipedia"]
    assert texts(entries)[-2:] == ["Sample wiki (no network)", "Add a wiki…"]
    assert [bool(entry.address) for entry in entries[-2:]] == [True, False]
    assert texts(entries).count("German Wikipedia") == 1
    assert {entry.address for entry in entries[:-1]} == {
        OWN.address,
        *(wiki.address for wiki in builtin_wikis()),
    }


def test_only_a_wiki_that_was_added_can_be_taken_away() -> None:
    assert [entry.added for entry in entries_for("", USED) if entry.added] == ["own key"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("de", "German Wikipedia"),
        ("deutsch", "German Wikipedia"),
        ("German wikt", "German Wiktionary"),
        ("wikt german", "German Wiktionary"),
        ("espanol", "Spanish Wikipedia"),
        ("ESPAÑ", "Spanish Wikipedia"),
        ("日本", "Japanese Wikipedia"),
        ("עברית", "Hebrew Wikipedia"),
        ("no", "Norwegian (Bokmål) Wikipedia"),
        ("nb", "Norwegian (Bokmål) Wikipedia"),
        ("commons", "Wikimedia Commons"),
        ("data", "Wikidata"),
        ("sample", "Sample wiki (no network)"),
        ("own", "Our <own> wiki"),
        ("de.wikipedia.org", "German Wikipedia"),
        ("https://de.m.wikipedia.org", "Add the wiki at \u2068https://de.m.wikipedia.org\u2069"),
        ("https://fr.wikivoyage.org/wiki/X", "French Wikivoyage"),
        ("wikidata.org", "Wikidata"),
        ("wiki.example.org", "Add the wiki at \u2068wiki.example.org\u2069"),
        ("localhost:8080", "Add a wiki…"),
        ("http://localhost:8080", "Add the wiki at \u2068http://localhost:8080\u2069"),
        ("http://[", "Add the wiki at \u2068http://[\u2069"),
        ("no such wiki", "Add a wiki…"),
    ],
)
def test_a_wiki_is_found(typed: str, first: str) -> None:
    assert texts(entries_for(typed, USED))[0] == first


def test_an_address_finds_the_wikis_there_too() -> None:
    assert texts(entries_for("wiki.example.org", USED))[1] == "Our <own> wiki"


@pytest.mark.parametrize("text", ["a.b", "http://x", "//x.org/wiki/Y", "en.wikipedia.org"])
def test_an_address_is_known(text: str) -> None:
    assert may_be_address(text)


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "german", "a b.c", "localhost"])
def test_a_name_is_no_address(text: str) -> None:
    assert not may_be_address(text)


def test_hosts() -> None:
    assert host_name("https://De.Wikipedia.org:443/wiki/X") == "de.wikipedia.org"
    assert host_name("de.wikipedia.org/wiki/X") == "de.wikipedia.org"
    assert [host_name(typed) for typed in ("a b", "http://[", "")] == [""] * 3


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (ENGLISH, "en.wikipedia.org"),
        ("http://127.0.0.1:8340/api.php", "127.0.0.1:8340"),
        ("https://wiki.example/de/api.php", "wiki.example/de"),
        ("https://wiki.example/de/w/api.php", "wiki.example/de"),
        ("http://wiki.example:8080/wiki/Owl?x#y", "wiki.example:8080"),
        ("http://me:secret@[::1]:81/api.php", "[::1]:81"),
        ("wiki.example:99999", "wiki.example"),
        (SAMPLE, SAMPLE),
        ("", ""),
    ],
)
def test_w14_where_a_wiki_is(address: str, place: str) -> None:
    assert place_of(address) == place


def two_wikis() -> list[WikiChoice]:
    addresses = ("http://127.0.0.1:8340/api.php", "http://127.0.0.1:8341/de/api.php")
    return [WikiChoice(address, "Wiki", address) for address in addresses]


def test_w14_wikis_of_one_name_are_told_apart(chooser: WikiChooser) -> None:
    used = [*two_wikis(), OWN]
    told = ["Wiki (127.0.0.1:8340)", "Wiki (127.0.0.1:8341/de)", "Our <own> wiki"]
    names = wiki_names(used)
    assert [names[wiki.key] for wiki in used] == told
    assert texts(entries_for("", used))[:3] == told
    chooser.set_wikis(used)
    chooser.set_current_wiki(used[1].key)
    assert chooser.currentText() == told[1]


def test_w14_wikis_on_one_host_are_told_apart() -> None:
    one, two = two_wikis()
    used = [one, WikiChoice(two.address, "Other", two.key)]
    behind = [(entry.text, entry.behind) for entry in entries_for("", used)[:2]]
    assert behind == [("Wiki", "127.0.0.1:8340"), ("Other", "127.0.0.1:8341/de")]


# --- the box ----------------------------------------------------------------------------------


def test_it_shows_the_current_wikis_name(chooser: WikiChooser) -> None:
    shown = []
    for key in (ENGLISH, GERMAN, "own key", SAMPLE, "https://other.example/api.php", ""):
        chooser.set_current_wiki(key)
        shown.append(chooser.currentText())
    assert shown == [
        *("English Wikipedia", "German Wikipedia", "Our <own> wiki", "Sample wiki (no network)"),
        *("other.example", "Choose a wiki"),
    ]


def test_a_name_that_comes_later_is_shown(chooser: WikiChooser) -> None:
    chooser.set_current_wiki("key")
    chooser.set_wikis([WikiChoice("https://x.org/api.php", "X", "key")])
    assert chooser.currentText() == "X"


def test_server_text_is_plain_in_the_tool_tip(chooser: WikiChooser) -> None:
    chooser.set_current_wiki("own key")
    assert chooser.toolTip() == '<span dir="auto">Our &lt;own&gt; wiki</span>'


def test_a_long_name_is_elided_and_shrinks(chooser: WikiChooser) -> None:
    chooser.set_wikis([WikiChoice("https://x.org/api.php", "long name " * 20, "key")])
    chooser.set_current_wiki("key")
    one = chooser.fontMetrics().averageCharWidth()
    assert chooser.sizeHint().width() < 40 * one
    assert chooser.minimumSizeHint().width() < 15 * one
    assert not chooser.grab().isNull()


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.AltModifier),
        (Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_keys_open_it(chooser: WikiChooser, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    QTest.keyClick(chooser, key, modifier)
    assert chooser.popup.isVisible()
    assert chooser.popup.field.text() == ""


def test_typing_opens_it_with_what_is_typed(chooser: WikiChooser) -> None:
    QTest.keyClicks(chooser, "d")
    assert chooser.popup.isVisible()
    QTest.keyClicks(chooser.popup.field, "e")
    assert chooser.popup.entries[0].text == "German Wikipedia"
    chooser.hidePopup()
    assert opened(chooser).field.text() == ""


def test_a_click_opens_it(chooser: WikiChooser) -> None:
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton)
    assert chooser.popup.isVisible()


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_the_popup_is_on_the_screen(chooser: WikiChooser, direction: Qt.LayoutDirection) -> None:
    chooser.window().setLayoutDirection(direction)
    popup = opened(chooser)
    assert chooser.screen().availableGeometry().contains(popup.geometry())
    assert popup.layoutDirection() == direction
    assert popup.width() >= chooser.width()
    assert popup.field.height() >= popup.field.sizeHint().height()


# --- the popup --------------------------------------------------------------------------------


def test_enter_takes_the_first_that_is_found(
    chooser: WikiChooser, told: list[tuple[str, str]]
) -> None:
    popup = opened(chooser)
    QTest.keyClicks(popup.field, "english")
    press(popup, Key.Key_Return)
    assert told == [("wanted", ENGLISH)]
    assert not popup.isVisible()


def test_the_list_is_walked_by_keys(chooser: WikiChooser, told: list[tuple[str, str]]) -> None:
    popup = opened(chooser)
    press(popup, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Enter)
    assert told == [("wanted", GERMAN)]
    popup = opened(chooser)
    press(popup, *[Key.Key_PageDown] * 12, Key.Key_Up, Key.Key_Return)
    assert told[1:] == [("wanted", SAMPLE)]


def test_a_click_takes_a_wiki(chooser: WikiChooser, told: list[tuple[str, str]]) -> None:
    popup = opened(chooser)
    place = popup.list.visualRect(popup.list.model().index(1, 0)).center()
    QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == [("wanted", GERMAN)]


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_F4])
def test_it_is_left_without_taking_one(
    chooser: WikiChooser, told: list[tuple[str, str]], key: Qt.Key
) -> None:
    popup = opened(chooser)
    press(popup, key)
    assert not popup.isVisible()
    assert told == []


def test_an_address_is_added(chooser: WikiChooser, told: list[tuple[str, str]]) -> None:
    popup = opened(chooser)
    QTest.keyClicks(popup.field, " https://x.org/wiki/Y ")
    press(popup, Key.Key_Return)
    assert told == [("wanted", "https://x.org/wiki/Y")]


def test_a_click_beside_the_lines_leaves_the_keyboard_to_the_field(chooser: WikiChooser) -> None:
    popup = opened(chooser)
    QTest.keyClicks(popup.field, "zzz")
    (label,) = (each for each in popup.findChildren(QLabel) if each.isVisible())
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert popup.field.hasFocus()


def test_add_a_wiki_asks_for_its_address(chooser: WikiChooser, told: list[tuple[str, str]]) -> None:
    popup = opened(chooser)
    QTest.keyClicks(popup.field, "zzz")
    press(popup, Key.Key_Return)
    assert popup.isVisible()
    assert popup.field.text() == ""
    assert "ddress" in popup.field.placeholderText()
    assert told == []


def test_delete_takes_an_added_wiki_away(chooser: WikiChooser, told: list[tuple[str, str]]) -> None:
    popup = opened(chooser)
    QTest.keyClicks(popup.field, "own")
    press(popup, Key.Key_Left, Key.Key_Delete)
    assert popup.field.text() == "ow"
    assert told == []
    press(popup, Key.Key_Delete)
    assert told == [("forgotten", "own key")]
    assert popup.isVisible()
    assert "Our <own> wiki" not in texts(list(popup.entries))


def test_delete_leaves_other_wikis(chooser: WikiChooser, told: list[tuple[str, str]]) -> None:
    popup = opened(chooser)
    press(popup, Key.Key_Down, Key.Key_Delete)
    assert told == []
    assert "German Wikipedia" in texts(list(popup.entries))


def test_the_menu_takes_an_added_wiki_away(
    qtbot: QtBot, chooser: WikiChooser, told: list[tuple[str, str]]
) -> None:
    popup = opened(chooser)
    for row, menus in ((1, 0), (0, 1)):
        lines = popup.list.viewport()
        place = popup.list.visualRect(popup.list.model().index(row, 0)).center()
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, QPoint(5, 5), lines.mapToGlobal(place)
        )
        QApplication.sendEvent(popup, event)
        assert len(popup.findChildren(QMenu)) == menus
    menu = popup.findChildren(QMenu)[0]
    qtbot.waitUntil(menu.isVisible)
    menu.actions()[0].trigger()
    menu.close()
    assert told == [("forgotten", "own key")]
