# SPDX-License-Identifier: MIT
"""One line of a dialog that asks before something is lost."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wikilinks_gui.ui.widgets.dialog import Sentence


class Question(QWidget):
    """Asks for a yes or a no; hidden until then."""

    answered = Signal(bool)

    def __init__(self, yes: str, no: str) -> None:
        super().__init__()
        self._text = Sentence()
        self._no = QPushButton(no)
        accept = QPushButton(yes)
        accept.clicked.connect(lambda: self.answered.emit(True))
        self._no.clicked.connect(lambda: self.answered.emit(False))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text, 1)
        layout.addWidget(accept)
        layout.addWidget(self._no)
        self.hide()

    def ask(self, text: str) -> None:
        """Ask; Enter means no."""
        self._text.show_text(text)
        self.show()
        self._no.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by Escape, which would close the dialog."""
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(False)
        else:
            super().keyPressEvent(event)
