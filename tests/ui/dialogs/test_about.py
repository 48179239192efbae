# SPDX-License-Identifier: MIT
"""About the program."""

import platform
from importlib import metadata

import PySide6
import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from wikilinks_gui import __version__
from wikilinks_gui.ui.dialogs.about import AboutDialog, versions


@pytest.fixture
def dialog(qtbot: QtBot) -> AboutDialog:
    made = AboutDialog()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.open()
    return made


def test_versions_are_told(qapp: QApplication) -> None:
    lines = versions().splitlines()
    assert f"wikilinks-gui: {__version__}" in lines
    assert f"Python: {platform.python_version()}" in lines
    assert f"Qt: {qVersion()}" in lines
    assert f"PySide6: {PySide6.__version__}" in lines
    assert f"numpy: {metadata.version('numpy')}" in lines
    assert f"requests: {metadata.version('requests')}" in lines


def test_a_bundle_may_not_know_versions(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    assert "numpy: ?" in versions().splitlines()


def test_works_of_others_are_named(dialog: AboutDialog) -> None:
    text = dialog.findChild(QPlainTextEdit)
    assert text is not None
    for words in ("MIT License", "Wikimedia Design", "Wikipedia for Schools", "ShareAlike"):
        assert words in text.toPlainText()


def test_versions_are_copied(dialog: AboutDialog) -> None:
    (copy,) = (each for each in dialog.findChildren(QPushButton) if "opy" in each.text())
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == versions()


def test_enter_closes(dialog: AboutDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
