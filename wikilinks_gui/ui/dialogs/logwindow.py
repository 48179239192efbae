# SPDX-License-Identifier: MIT

"""The window with what the program logs."""

import logging
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui.log import KEPT, Entry, LogRecords
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.scrollpage import give_room

_TICK = 100
"""Milliseconds between two looks at what was logged: rows come in batches, and no other thread
has to know the window."""

_TOP = QModelIndex()

_LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR)


class LogModel(QAbstractTableModel):
    """The entries that pass level, topic and text; the last KEPT of all."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Entry] = []
        self.shown: list[Entry] = []
        self._wanted = (logging.DEBUG, "", "")

    def add(self, new: list[Entry]) -> int:
        """Append entries; gives how many of those that are shown went from the start for them."""
        self._all += new
        gone = self._all[: max(0, len(self._all) - KEPT)]
        del self._all[: len(gone)]
        leaving = sum(map(self._passes, gone))
        coming = [entry for entry in new if self._passes(entry)]
        if coming:
            self.beginInsertRows(QModelIndex(), len(self.shown), len(self.shown) + len(coming) - 1)
            self.shown += coming
            self.endInsertRows()
        if leaving:
            self.beginRemoveRows(QModelIndex(), 0, leaving - 1)
            del self.shown[:leaving]
            self.endRemoveRows()
        return leaving

    def set_wanted(self, level: int, topic: str, text: str) -> None:
        """Show what is at least of a level, of a topic, or all, and holds a text."""
        self.beginResetModel()
        self._wanted = (level, topic, text.casefold())
        self.shown = [entry for entry in self._all if self._passes(entry)]
        self.endResetModel()

    def _passes(self, entry: Entry) -> bool:
        level, topic, text = self._wanted
        return (
            entry.level >= level
            and topic in {"", entry.topic}
            and (not text or text in entry.text.casefold())
        )

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        """Count entries."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        """Count columns."""
        return 0 if parent.isValid() else 4

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Give a cell's text: of a traceback only what comes before it."""
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        entry = self.shown[index.row()]
        first, more, _rest = entry.text.partition("\n")
        return (
            f"{datetime.fromtimestamp(entry.time):%H:%M:%S.%f}"[:-3],
            entry.level_name,
            entry.topic,
            f"{first} …" if more else first,
        )[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Time"), _("Level"), _("Topic"), _("Text"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None


class LogWindow(Fitting, QDialog):
    """Shows what is logged while it happens; new lines are followed unless it is scrolled up."""

    def __init__(self, records: LogRecords, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Log"))
        self._records = records
        self._came = 0
        self._level = QComboBox()
        for level, said in zip(
            _LEVELS,
            (_("Everything"), _("Information and worse"), _("Warnings and errors"), _("Errors")),
            strict=True,
        ):
            self._level.addItem(said, level)
        self._level.setAccessibleName(_("Level"))
        self._topic = QComboBox()
        self._topic.addItem(_("All topics"), "")
        self._topic.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._topic.setAccessibleName(_("Topic"))
        self._text = QLineEdit(placeholderText=_("Filter"), clearButtonEnabled=True)
        self._text.setAccessibleName(_("Filter by text"))
        self._model = LogModel()
        self._view = _table(self._model)
        self._whole = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._whole.setAccessibleName(_("Text of the line that is selected"))
        for part in (self._view, self._whole):  # read from left to right in every language
            part.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._lay_out()
        self._level.currentIndexChanged.connect(self.on_filter_changed)
        self._topic.currentIndexChanged.connect(self.on_filter_changed)
        self._text.textChanged.connect(self.on_filter_changed)
        self._view.selectionModel().currentChanged.connect(self.on_current_changed)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self.on_tick)
        for keys, slot in (
            (QKeySequence.StandardKey.Copy, self.on_copy),
            (QKeySequence.StandardKey.Find, self._text.setFocus),
        ):
            QShortcut(keys, self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        for said, slot in ((_("&Copy"), self.on_copy), (_("Copy &all"), self.on_copy_all)):
            button = buttons.addButton(said, role.ActionRole)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        close = buttons.addButton(_("C&lose"), role.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        filters = QHBoxLayout()
        filters.addWidget(self._level)
        filters.addWidget(self._topic)
        filters.addWidget(self._text, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._view)
        parts.addWidget(self._whole)
        parts.setSizes([4 * _lines(self), _lines(self)])
        layout = QVBoxLayout(self)
        layout.addLayout(filters)
        layout.addWidget(parts, 1)
        layout.addWidget(buttons)
        give_room(self, 130, 36)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was logged, then look regularly."""
        super().showEvent(event)
        self.on_tick()
        self._view.scrollToBottom()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    def fit(self) -> None:
        """Make rows and columns as large as the font wants them."""
        metrics = self._view.fontMetrics()
        rows = self._view.verticalHeader()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(metrics.lineSpacing() + metrics.height() // 3)
        for column, sample in enumerate(("00:00:00.000", "CRITICAL", "mediawiki.transport")):
            width = metrics.horizontalAdvance(sample) + 2 * metrics.height()
            self._view.setColumnWidth(column, width)

    def on_tick(self) -> None:
        """Show what was logged since the last look."""
        new, self._came = self._records.since(self._came)
        if not new:
            return
        bar = self._view.verticalScrollBar()
        at = bar.value()
        follow = at == bar.maximum()
        gone = self._model.add(new)
        if follow:
            self._view.scrollToBottom()
        elif gone:
            bar.setValue(at - gone)  # what is read stays where it is
        for topic in sorted({entry.topic for entry in new}):
            if self._topic.findData(topic) < 0:
                self._topic.addItem(topic, topic)

    def on_filter_changed(self) -> None:
        """Show what is wanted now."""
        self._model.set_wanted(
            self._level.currentData(), self._topic.currentData(), self._text.text()
        )
        self._whole.clear()
        self._view.scrollToBottom()

    def on_current_changed(self, index: QModelIndex) -> None:
        """Show the whole text of a line."""
        entry = self._model.shown[index.row()] if index.isValid() else None
        self._whole.setPlainText(entry.text if entry else "")

    def on_copy(self) -> None:
        """Copy the lines that are selected."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedRows())
        if rows:
            _copy([self._model.shown[row] for row in rows])

    def on_copy_all(self) -> None:
        """Copy the lines that are shown."""
        _copy(self._model.shown)


def _table(model: LogModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setAccessibleName(_("What was logged"))
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setHighlightSections(False)
    return view


def _lines(widget: QWidget) -> int:
    return widget.fontMetrics().lineSpacing() * 5


def _copy(entries: list[Entry]) -> None:
    lines = [
        f"{datetime.fromtimestamp(entry.time).isoformat(' ', 'milliseconds')} {entry.line()}"
        for entry in entries
    ]
    QGuiApplication.clipboard().setText("\n".join(lines))
