# SPDX-License-Identifier: MIT
"""A dialog that asks, then writes a file in a thread, says how far it is, and what became of it."""

import asyncio
import threading
from abc import ABC, abstractmethod
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from wikilinks_gui.errors import CancelledError, ExportError, WikilinksError
from wikilinks_gui.tasks import in_thread, start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.dialog import ScrollingContent, Sentence
from wikilinks_gui.ui.widgets.question import Question
from wikilinks_gui.ui.widgets.theme import set_look

_TICK = 100  # milliseconds between two looks at how far the writing is
_LAST_WAIT = 2.0  # seconds for the writing to take its file away when the program ends


class Writing(ABC):
    """What runs in a thread of its own; it holds nothing of Qt's window, which might die there.

    ``count`` is how many pieces there are to write, 0 where nobody knows; ``written`` so many are.
    """

    def __init__(self, target: Path | None, count: int = 0) -> None:
        self.target = target  # None: the clipboard
        self.count = count
        self.written = 0
        self.stop = threading.Event()
        self.ended = threading.Event()

    @abstractmethod
    def write(self) -> str:
        """Write; gives the text that is for the clipboard. Raises WikilinksErrors."""

    def run(self) -> str:
        """Write as :meth:`write` does, and take note when that has ended."""
        try:
            return self.write()
        finally:
            self.ended.set()

    def abandon(self) -> None:
        """Stop, and let the unfinished file be taken away before the program is gone."""
        self.stop.set()
        self.ended.wait(_LAST_WAIT)


class WritingDialog(QDialog):
    """Asks by a form, and writes.

    The form's ``warning`` is a sentence that is put where it is not scrolled away.
    """

    exported = Signal()

    def __init__(
        self, title: str, form: QWidget, warning: Sentence, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._asked = form
        self._warning = warning
        self._writing: Writing | None = None
        self._replacing: Writing | None = None  # that is asked about
        self._task: asyncio.Task[None] | None = None
        self._closing = False  # it is closed as soon as the writing has stopped
        self._folder = Path()  # of the last file that was written
        self._question = Question(_("&Yes, replace it"), _("&No, keep it"))
        self._result = Sentence()
        self._progress = QProgressBar()
        self._progress.setAccessibleName(_("Export progress"))
        self._progress.hide()
        self._open_folder = QPushButton(_("&Open folder"))
        self._open_folder.setAutoDefault(False)
        self._export = QPushButton(_("&Export"))
        self._cancel = QPushButton(_("&Cancel"))
        self._cancel.setAutoDefault(False)
        self._lay_out()
        self._open_folder.hide()
        self._open_folder.clicked.connect(self.on_open_folder)
        self._export.clicked.connect(self.on_export)
        self._cancel.clicked.connect(self.reject)
        self._question.answered.connect(self.on_answered)
        self._watch(form)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self.on_tick)

    def _lay_out(self) -> None:
        page = ScrollingContent(66)
        page.content.addWidget(self._asked)
        page.content.addStretch()
        buttons = QDialogButtonBox()
        buttons.addButton(self._open_folder, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._export, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.addWidget(page, 1)
        for widget in (self._warning, self._question, self._progress, self._result):
            layout.addWidget(widget)
        layout.addSpacing(self.fontMetrics().height() // 2)
        layout.addWidget(buttons)
        self._let_enter_press(self._export)
        self._asked.setFocus()

    def _let_enter_press(self, button: QPushButton) -> None:
        button.setDefault(True)
        for each in (self._export, self._cancel):
            set_look(each, "primary", "true" if each is button else "")

    def _watch(self, form: QWidget) -> None:
        """Take note of any edit in the form."""
        for choice in form.findChildren(QComboBox):
            choice.currentIndexChanged.connect(self.on_edited)
        for button in form.findChildren(QAbstractButton):
            button.toggled.connect(self.on_edited)
        for number in form.findChildren(QDoubleSpinBox):
            number.valueChanged.connect(self.on_edited)
        for field in form.findChildren(QLineEdit):
            field.textChanged.connect(self.on_edited)

    # --- what each dialog does its own way ----------------------------------------------------

    def _begin(self) -> Writing:
        """Return what is to be written. Raises ExportError."""
        raise NotImplementedError  # not abstract: Qt's classes cannot be ABCs

    def _done(self, writing: Writing, text: str) -> str:
        """Remember the answers, and return the sentence that all has been written."""
        raise NotImplementedError

    def _how_far(self, writing: Writing) -> str:
        """Return how far the writing is."""
        return _("Writing…")

    # --- writing ------------------------------------------------------------------------------

    def on_edited(self) -> None:
        """Offer the export again: what was written or asked about is another one."""
        self._question.hide()
        self._let_enter_press(self._export)

    def on_export(self) -> None:
        """Begin to write; ask before a file is replaced, or say why it cannot be written."""
        self._open_folder.hide()
        self._question.hide()
        try:
            writing = self._begin()
        except ExportError as error:
            self._result.say(str(error), "error")
            return
        if writing.target is not None and QFileInfo(writing.target).isFile():
            self._replacing = writing
            self._result.say("")
            self._question.ask(
                _("There is already a file named “{name}”. Replace it?").format(
                    name=writing.target.name
                )
            )
        else:
            self._start(writing)

    def on_answered(self, yes: bool) -> None:
        """Write over the file, or have another one named."""
        self._question.hide()
        writing, self._replacing = self._replacing, None
        if yes and writing is not None:
            self._start(writing)
        else:
            self._export.setFocus()

    def _start(self, writing: Writing) -> None:
        self._writing = writing
        app = QCoreApplication.instance()
        assert app is not None  # noqa: S101 - there is one where there are dialogs
        app.aboutToQuit.connect(writing.abandon)  # weakly: the connection goes with it
        self.destroyed.connect(writing.stop.set)
        self._show_writing(writing)
        self._task = start(self._write(writing))

    async def _write(self, writing: Writing) -> None:
        failure: Exception | None = None
        text = ""
        try:
            text = await in_thread(writing.run, "export")
        except Exception as error:
            failure = error
        if isValid(self):  # the window may have gone meanwhile, and the dialog with it
            self._show_end(writing, failure, text)
        if failure is not None and not isinstance(failure, WikilinksError):
            raise failure

    def _show_writing(self, writing: Writing) -> None:
        self._let_enter_press(self._export)
        self._asked.setEnabled(False)
        self._export.setEnabled(False)
        self._progress.setRange(0, writing.count)
        self._progress.setValue(0)
        self._progress.show()
        self._cancel.setText(_("&Cancel"))
        self._cancel.setFocus()
        self._result.say(_("Writing…"))
        self._timer.start()

    def on_tick(self) -> None:
        """Show how far the writing is."""
        if self._writing is not None:
            self._progress.setValue(self._writing.written)
            self._result.say(self._how_far(self._writing))

    def _show_end(self, writing: Writing, failure: Exception | None, text: str) -> None:
        self._timer.stop()
        self._writing = None
        self._asked.setEnabled(True)
        self._export.setEnabled(True)
        self._progress.hide()
        if failure is None:
            self._show_done(writing, text)
        elif isinstance(failure, CancelledError):
            self._result.say(_("Stopped. Nothing was exported."))
            self._export.setFocus()
        elif isinstance(failure, WikilinksError):
            self._result.say(str(failure), "error")
            (self._asked.focusWidget() or self._asked).setFocus()  # to be mended
        else:
            self._result.say(_("Nothing was exported, because of a bug in the program."), "error")
        if self._closing:
            self.reject()

    def _show_done(self, writing: Writing, text: str) -> None:
        if writing.target is not None:
            self._folder = writing.target.parent
            self._open_folder.show()
        self._result.say(self._done(writing, text))
        self._cancel.setText(_("&Close"))
        self._let_enter_press(self._cancel)  # not again the one that writes
        self._cancel.setFocus()
        self.exported.emit()

    def on_open_folder(self) -> None:
        """Show the folder in which the file is."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            said = _("The folder could not be opened: {folder}")
            self._result.say(said.format(folder=self._folder), "error")

    # --- closing ------------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop the writing where there is one, else close."""
        if self._writing is not None:
            self._writing.stop.set()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the writing has stopped: it ends with the next rows."""
        if self._writing is not None:
            self._closing = True
            self._writing.stop.set()
            event.ignore()
        else:
            super().closeEvent(event)
