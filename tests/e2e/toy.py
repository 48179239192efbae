# SPDX-License-Identifier: MIT
"""A small window that the harness is proved with: ``python -m tests.e2e.toy --debug``.

It logs as the program does, and ends with status 0 when it is told to by SIGTERM.
"""

import logging
import signal
import socket
import sys
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSocketNotifier,
    Qt,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

ROWS = 1_000_000
log = logging.getLogger("window")
Index = QModelIndex | QPersistentModelIndex


class Model(QAbstractTableModel):
    """A million titles."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else ROWS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return f"Daugpiļs {index.row():,}" if index.column() == 0 else f"kind {index.row() % 3}"

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return ("Title", "Kinds")[section]
        return None


class Window(QMainWindow):
    """A window that shows in its status label what was done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Toy")
        middle = QWidget()
        self.setCentralWidget(middle)
        self.field = QLineEdit()
        self.field.setAccessibleName("Title")
        self.field.returnPressed.connect(self.on_explore)
        self.field.textEdited.connect(self.on_edited)
        explore = QPushButton("&Explore")
        explore.clicked.connect(self.on_explore)
        self.later = QPushButton("Later")
        self.later.setEnabled(False)
        redirects = QCheckBox("Redirects")
        redirects.toggled.connect(lambda on: self.say(f"Redirects {'on' if on else 'off'}"))
        mode = QComboBox()
        mode.setObjectName("mode")
        mode.addItems(["Any word", "Regex"])
        mode.currentTextChanged.connect(lambda text: self.say(f"Mode {text}"))
        self.status = QLabel("Ready")
        self.status.setObjectName("status")
        self.table = QTableView()
        self.table.setAccessibleName("Links")
        self.table.setModel(Model())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self.on_menu)
        self.table.selectionModel().currentRowChanged.connect(
            lambda index: self.say(f"Row {index.row()}")
        )
        top = QHBoxLayout()
        for widget in (self.field, explore, self.later, redirects, mode):
            top.addWidget(widget)
        column = QVBoxLayout(middle)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addWidget(self.status)
        self.suggestions = QListWidget(self)
        self.suggestions.setAccessibleName("Suggestions")
        self.suggestions.setWindowFlags(Qt.WindowType.ToolTip)
        self.suggestions.addItems(["Daugavpils", "Daugava"])
        self.suggestions.setFocusProxy(self.field)
        self.suggestions.itemClicked.connect(self.on_suggestion)
        file = self.menuBar().addMenu("&File")
        file.addAction("&Ask…", "Ctrl+K", self.on_ask)
        file.addAction("&Quit", "Ctrl+Q", self.close)
        self.resize(800, 600)

    def say(self, text: str) -> None:
        self.status.setText(text)
        log.info("%s", text)

    def on_explore(self) -> None:
        self.say(f"Explored {self.field.text()}")
        self.suggestions.hide()
        self.later.setEnabled(True)

    def on_edited(self, text: str) -> None:
        log.info("typed %s", text)
        self.suggestions.move(self.field.mapToGlobal(QPoint(0, self.field.height())))
        self.suggestions.setVisible(text == "Dau")

    def on_suggestion(self, item: Any) -> None:
        self.field.setText(item.text())
        self.on_explore()

    def on_menu(self, where: QPoint) -> None:
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.table.indexAt(where).row()
        menu.addAction("&Copy", lambda: self.say(f"Copied row {row}"))
        menu.addAction("&Open", lambda: self.say(f"Opened row {row}"))
        menu.popup(self.table.viewport().mapToGlobal(where))

    def on_ask(self) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle("Ask")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        answer = QLineEdit()
        answer.setAccessibleName("Answer")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(dialog.accept)
        dialog.accepted.connect(lambda: self.say(f"Answered {answer.text()}"))
        column = QVBoxLayout(dialog)
        column.addWidget(answer)
        column.addWidget(buttons)
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        log.info("resized %d × %d", event.size().width(), event.size().height())


def main() -> int:
    level = logging.INFO if "--debug" in sys.argv else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    if "--fail" in sys.argv:
        sys.exit("it failed, as asked")
    app = QApplication(sys.argv[:1])
    # Python handles a signal between two of its own instructions; the notifier makes it run some.
    waker, woken = socket.socketpair()
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno())
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: woken.recv(1))
    window = Window()
    window.show()
    log.info("shown")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
