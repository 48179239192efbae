# SPDX-License-Identifier: MIT
"""What the line at the foot of the window says."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from wikilinks_gui.ui.tab.status import Status
from wikilinks_gui.ui.window.statusline import StatusLine


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(), ""),
        (
            Status("Listing…", rows=1, pages=1, rate=1.2),
            "Listing… · 1 row · 1 page · 1 row a second",
        ),
        (
            Status("Complete", rows=98, pages=74, shown=(30, 17), selected=(30, 17)),
            "Complete · 30 of 98 rows · 17 of 74 pages · 30 selected (17 pages)",
        ),
        (Status(rows=3, pages=3, selected=(2, 2)), "3 rows · 3 pages · 2 selected"),
        (Status(rows=2, pages=2, rate=1500), "2 rows · 2 pages · 1,500 rows a second"),
    ],
)
def test_the_numbers_are_said(qtbot: QtBot, status: Status, said: str) -> None:
    line = StatusLine(QAction("Stop"), QAction("Resume"))
    qtbot.addWidget(line)
    line.show_status(status)
    label = line.findChild(QLabel, "status")
    assert isinstance(label, QLabel)
    assert label.accessibleName() == said
    line.resize(2000, 40)
    line.show()
    assert label.text() == said
    line.resize(120, 40)
    QApplication.sendPostedEvents()
    assert said.startswith(label.text().removesuffix("…"))
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
