# SPDX-License-Identifier: MIT
"""The line that tells how far it is known where links come from, and its buttons."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.place import buttons, press
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import ALL_ORIGINS, Origin
from wikilinks_gui.ui.tab.originbar import CheckState, OriginBar

HIDE = "Hide links that come only through templates"
BUT_TEMPLATES = Filter(origins=ALL_ORIGINS & ~(1 << Origin.TEMPLATE))


@pytest.fixture
def bar(qtbot: QtBot) -> OriginBar:
    bar = OriginBar()
    qtbot.addWidget(bar)
    bar.show_state(CheckState(is_complete=True, pages=10))
    bar.filter_wanted.connect(bar.show_filter)
    return bar


@pytest.mark.parametrize(
    "before",
    [
        Filter("quartz"),
        Filter(origins=1 << Origin.TEXT | 1 << Origin.BOTH),
        Filter(origins=1 << Origin.TEMPLATE),
        Filter(origins=ALL_ORIGINS & ~(1 << Origin.NOT_FOUND)),
    ],
)
def test_the_button_hides_what_templates_bring_whatever_was_filtered(
    bar: OriginBar, before: Filter
) -> None:
    told: list[Filter] = []
    bar.filter_wanted.connect(told.append)
    bar.show_filter(before)
    assert not buttons(bar)[HIDE].isChecked()
    press(bar, HIDE)
    assert buttons(bar)[HIDE].isChecked()
    press(bar, HIDE)
    assert not buttons(bar)[HIDE].isChecked()
    assert told == [
        replace(before, origins=BUT_TEMPLATES.origins),
        replace(before, origins=ALL_ORIGINS),
    ]
