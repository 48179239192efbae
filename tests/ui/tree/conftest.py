# SPDX-License-Identifier: MIT
"""A tree in a window."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import LISTING, a_site
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[LinkModel]:
    """Return an empty model under a tester, which ends the run at its first fault."""
    watched = LinkModel(a_site())
    tester = QAbstractItemModelTester(watched, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield watched
    tester.deleteLater()


@pytest.fixture
def view(qtbot: QtBot, model: LinkModel) -> TreeView:
    """Return a shown view of the listing, all closed, with the keys."""
    tree = TreeView()
    qtbot.addWidget(tree)
    tree.setModel(model)
    model.add(LISTING)
    tree.resize(900, 400)
    with qtbot.waitActive(tree):
        tree.show()
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    return tree
