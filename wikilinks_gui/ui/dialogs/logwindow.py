# SPDX-License-Identifier: MIT
"""The window that shows the program's log."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QWidget,
)

from wikilinks_gui.log import KEPT, LogEntry, LogRecords
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.dialog import ButtonRole, Dialog
from wikilinks_gui.ui.widgets.fields import add_clear_button
from wikilinks_gui.ui.widgets.fitting import Fitting

Index = QModelIndex | QPersistentModelIndex

_TICK = 100
"""Milliseconds between two looks at the log: lines come in batches, and no other thread has to
know the window."""

_TOP = QModelIndex()


class LogWindow(Fitting, Dialog):
    """Shows the log while it grows, and follows its end unless it is scrolled up."""

    def __init__(self, records: LogRecords, parent: QWidget | None = None) -> None:
        super().__init__(_("Log"), parent)
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
        self._model = _LogModel()
        self._shown = _LogFilter()
        self._shown.setSourceModel(self._model)
        self._view = _table(self._shown)
        self._whole = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._whole.setAccessibleName(_("Full text of the selected line"))
        for part in (self._view, self._whole):  # read from left to right in every language
            part.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._lay_out()
        self.setWindowFlags(Qt.WindowType.Window)  # last: a style sheet has it fitted again
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
        filters = QHBoxLayout()
        filters.addWidget(self._level)
        filters.addWidget(self._topic)
        filters.addWidget(self._text, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._view)
        parts.addWidget(self._whole)
        parts.setStretchFactor(0, 4)
        parts.setStretchFactor(1, 1)
        self.content.addLayout(filters)
        self.content.addWidget(parts, 1)
        self.add_button(_("&Copy"), ButtonRole.ActionRole, self.on_copy)
        self.add_button(_("Copy &all"), ButtonRole.ActionRole, self.on_copy_all)
        self.add_button(_("C&lose"), ButtonRole.RejectRole)
        self.resize_to_text(130, 36)
        self.fit()

    def fit(self) -> None:
        """Make rows and columns as large as the font wants them."""
        metrics = self._view.fontMetrics()
        rows = self._view.verticalHeader()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(metrics.lineSpacing() + metrics.height() // 3)
        for column, sample in enumerate(("00:00:00.000", "CRITICAL", "mediawiki.transport")):
            width = metrics.horizontalAdvance(sample) + 2 * metrics.height()
            self._view.setColumnWidth(column, width)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the log, then look regularly."""
        super().showEvent(event)
        self.on_tick()
        self._view.scrollToBottom()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking."""
        super().hideEvent(event)
        self._timer.stop()

    def on_tick(self) -> None:
        """Show what was logged since the last look."""
        new, self._read = self._records.since(self._read)
        if not new:
            return
        bar = self._view.verticalScrollBar()
        follow = bar.value() == bar.maximum()
        first = QPersistentModelIndex(self._view.indexAt(QPoint()))
        self._model.add(new)
        if follow:
            self._view.scrollToBottom()
        elif first.isValid():  # what is being read stays where it is
            bar.setValue(first.row())
        for topic in sorted({entry.topic for entry in new}):
            if self._topic.findData(topic) < 0:
                self._topic.addItem(topic, topic)

    def on_filter_changed(self) -> None:
        """Show the lines that pass the filter, none of them selected."""
        self._view.selectionModel().clear()
        self._shown.set_wanted(
            self._level.currentData(), self._topic.currentData(), self._text.text()
        )
        self._view.scrollToBottom()

    def on_current_changed(self, index: QModelIndex) -> None:
        """Show the full text of a line."""
        self._whole.setPlainText(self._entry(index).text if index.isValid() else "")

    def on_copy(self) -> None:
        """Copy the selected lines."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedRows())
        if rows:
            self._copy(rows)

    def on_copy_all(self) -> None:
        """Copy the lines that are shown."""
        self._copy(range(self._shown.rowCount()))

    def _entry(self, index: QModelIndex) -> LogEntry:
        return self._model.entries[self._shown.mapToSource(index).row()]

    def _copy(self, rows: Iterable[int]) -> None:
        entries = [self._entry(self._shown.index(row, 0)) for row in rows]
        lines = [
            f"{datetime.fromtimestamp(entry.time).isoformat(' ', 'milliseconds')} {entry.line()}"
            for entry in entries
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))


class _LogModel(QAbstractTableModel):
    """The last KEPT entries of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[LogEntry] = []

    def add(self, new: list[LogEntry]) -> None:
        """Append entries, and drop the oldest ones beyond KEPT."""
        count = len(self.entries)
        self.beginInsertRows(_TOP, count, count + len(new) - 1)
        self.entries += new
        self.endInsertRows()
        if (excess := len(self.entries) - KEPT) > 0:
            self.beginRemoveRows(_TOP, 0, excess - 1)
            del self.entries[:excess]
            self.endRemoveRows()

    def rowCount(self, parent: Index = _TOP) -> int:
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _TOP) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, of a traceback only the line before it."""
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        entry = self.entries[index.row()]
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
        """Return the names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Time"), _("Level"), _("Topic"), _("Text"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None


class _LogFilter(QSortFilterProxyModel):
    """The entries of at least a level, of one topic or all, that contain a text."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = (logging.DEBUG, "", "")

    def set_wanted(self, level: int, topic: str, text: str) -> None:
        """Change the filter."""
        self._wanted = (level, topic, text.casefold())
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Return whether an entry passes."""
        model = self.sourceModel()
        assert isinstance(model, _LogModel)  # noqa: S101 - for the type checker
        entry = model.entries[row]
        level, topic, text = self._wanted
        return (
            entry.level >= level
            and topic in {"", entry.topic}
            and (not text or text in entry.text.casefold())
        )


def _table(model: QSortFilterProxyModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setAccessibleName(_("Log"))
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setHighlightSections(False)
    return view
