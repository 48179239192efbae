# SPDX-License-Identifier: MIT
"""Numbers have room before and after them."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wikilinks_gui.ui.widgets.fields import DecimalField, NumberField


@pytest.mark.parametrize("kind", [NumberField, DecimalField])
def test_room_grows_with_the_text(
    qtbot: QtBot, themed: QApplication, kind: type[NumberField | DecimalField]
) -> None:
    field = kind()
    qtbot.addWidget(field)
    field.show()
    room = field.lineEdit().textMargins().left()
    assert room >= field.fontMetrics().height() // 2
    font = field.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    field.setFont(font)
    assert field.lineEdit().textMargins().left() > room
