# SPDX-License-Identifier: MIT
"""The window that shows the program's log."""

import logging
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from wikilinks_gui.log import KEPT, LogEntry, LogRecords
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.dialog import ButtonRole, Dialog
from wikilinks_gui.ui.widgets.fields import add_clear_button

_TICK = 100
"""Milliseconds between two looks at the log: lines come in batches, and no other thread has to
know the window."""


class LogWindow(Dialog):
    """Shows the log while it grows, unless it is scrolled up."""

    def __init__(self, records: LogRecords, parent: QWidget | None = None) -> None:
        super().__init__(_("Log"), parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self._records = records
        self._read = 0  # records so far
        self._level = QComboBox()
        self._level.addItem(_("Everything"), logging.DEBUG)
        self._level.addItem(_("Information and above"), logging.INFO)
        self._level.addItem(_("Warnings and errors"), logging.WARNING)
        self._level.addItem(_("Errors"), logging.ERROR)
        self._level.setAccessibleName(_("Level"))
        self._topic = QComboBox()
        self._topic.addItem(_("All topics"), "")
        self._topic.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._topic.setAccessibleName(_("Topic"))
        self._text = QLineEdit(placeholderText=_("Filter"))
        add_clear_button(self._text)
        self._text.setAccessibleName(_("Filter by text"))
        self._lines = QPlainTextEdit(tabChangesFocus=True, maximumBlockCount=KEPT)
        flags = Qt.TextInteractionFlag
        self._lines.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        )
        self._lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lines.setAccessibleName(_("Log"))
        # It is read from left to right in every language.
        self._lines.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        filters = QHBoxLayout()
        filters.addWidget(self._level)
        filters.addWidget(self._topic)
        filters.addWidget(self._text, 1)
        self.content.addLayout(filters)
        self.content.addWidget(self._lines, 1)
        self.add_button(_("&Copy"), ButtonRole.ActionRole, self._lines.copy)
        self.add_button(_("Copy &all"), ButtonRole.ActionRole, self.on_copy_all)
        self.add_button(_("C&lose"), ButtonRole.RejectRole)
        self.resize_to_text(130, 36)
        self._level.currentIndexChanged.connect(self.on_filter_changed)
        self._topic.currentIndexChanged.connect(self.on_filter_changed)
        self._text.textChanged.connect(self.on_filter_changed)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self.on_tick)
        QShortcut(QKeySequence.StandardKey.Find, self, self._text.setFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the log, then look regularly."""
        super().showEvent(event)
        self.on_tick()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking."""
        super().hideEvent(event)
        self._timer.stop()

    def on_tick(self) -> None:
        """Show what was logged since the last look, unless an earlier line is being read."""
        bar = self._lines.verticalScrollBar()
        if bar.value() + 1 < bar.maximum():  # the cursor may leave the last pixels of the end
            return
        new, self._read = self._records.since(self._read)
        for topic in sorted({entry.topic for entry in new}):
            if self._topic.findData(topic) < 0:
                self._topic.addItem(topic, topic)
        if lines := [_line(entry) for entry in new if self._passes(entry)]:
            self._lines.appendPlainText("\n".join(lines))
            bar.setValue(bar.maximum())

    def _passes(self, entry: LogEntry) -> bool:
        return (
            entry.level >= self._level.currentData()
            and self._topic.currentData() in {"", entry.topic}
            and self._text.text().casefold() in entry.text.casefold()
        )

    def on_filter_changed(self) -> None:
        """Show the lines that pass the filter."""
        self._lines.clear()
        self._read = 0
        self.on_tick()

    def on_copy_all(self) -> None:
        """Copy the lines that are shown."""
        QGuiApplication.clipboard().setText(self._lines.toPlainText())


def _line(entry: LogEntry) -> str:
    return f"{datetime.fromtimestamp(entry.time).isoformat(' ', 'milliseconds')} {entry.line()}"
