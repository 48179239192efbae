# SPDX-License-Identifier: MIT
"""A dialog that asks, then writes a file in a thread, shows how far it is, and the outcome."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo, QSettings, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from wikilinks_gui.errors import CancelledError, ExportError, WikilinksError
from wikilinks_gui.tasks import in_thread, start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.export.filefield import FileField
from wikilinks_gui.ui.widgets.dialog import ButtonRole, Dialog, ScrollingContent, Sentence
from wikilinks_gui.ui.widgets.question import Question
from wikilinks_gui.ui.widgets.theme import set_look

_TICK = 100  # milliseconds between two looks at how far the writing is
_LAST_WAIT = 2.0  # seconds for the writing to take its file away when the program ends


@dataclass(eq=False)
class Writing:
    """Something written in a thread of its own, which may outlive the window.

    ``work`` returns the text that is for the clipboard, and raises WikilinksErrors.
    """

    target: Path | None  # None: the clipboard
    work: Callable[["Writing"], str]
    count: int = 0  # pieces there are to write; 0: nobody knows
    written: int = 0  # pieces
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> str:
        """Run the work, and record its end."""
        try:
            return self.work(self)
        finally:
            self.ended.set()

    def abandon(self) -> None:
        """Stop, and wait until the unfinished file is taken away: the program ends."""
        self.stop.set()
        self.ended.wait(_LAST_WAIT)


class WritingDialog(Dialog):
    """Asks by a form, and writes.

    ``formats`` have names and words, ``last`` is the chosen one, ``name`` that of the file.
    A subclass adds rows to ``form``, calls :meth:`ask`, and has its own :meth:`begin` and
    :meth:`finish_writing`.
    """

    exported = Signal()

    def __init__(
        self,
        title: str,
        formats: Sequence[tuple[str, str]],
        last: str,
        name: str,
        settings: QSettings,
        parent: QWidget | None,
        *,
        complete: bool,
    ) -> None:
        super().__init__(title, parent)
        self._complete = complete  # the list that is exported
        self.settings = settings  # which remember the last answers
        self.formats = QComboBox()
        for format_, text in formats:
            self.formats.addItem(text, format_)
        self.formats.setCurrentIndex(max(0, self.formats.findData(last)))
        self.file = FileField(settings, name, self.formats)
        self.writing: Writing | None = None
        self._replacing: Writing | None = None  # that is asked about
        self._task: asyncio.Task[None] | None = None
        self._closing = False  # it is closed as soon as the writing has stopped
        self._folder = Path()  # of the last file that was written
        self._form = QWidget()
        self.form = QFormLayout(self._form)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setVerticalSpacing(self.fontMetrics().height() // 2)
        self.form.setHorizontalSpacing(self.fontMetrics().height())
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._warning = Sentence("", "dim")
        self._question = Question(_("&Yes, replace it"), _("&No, keep it"))
        self._question.answered.connect(self._on_answered)
        self._progress = QProgressBar()
        self._progress.setAccessibleName(_("Export progress"))
        self._progress.hide()
        self._result = Sentence()
        for widget in (self._warning, self._question, self._progress, self._result):
            self.content.addWidget(widget)
        self.content.addSpacing(self.fontMetrics().height() // 2)
        self._open_folder = self.add_button(
            _("&Open folder"), ButtonRole.ActionRole, self._on_open_folder
        )
        self._open_folder.hide()
        self._export = self.add_button(_("&Export"), ButtonRole.AcceptRole, self._on_export)
        self._export.setAutoDefault(True)
        self._cancel = self.add_button(_("&Cancel"), ButtonRole.RejectRole)
        self._let_enter_press(self._export)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._on_tick)

    def ask(self, first: QWidget) -> None:
        """Show the form again, with the focus on ``first``."""
        self._on_edited()  # now: the page would keep room for rows that are hidden later
        page = ScrollingContent(66)
        page.content.addWidget(self._form)
        page.content.addStretch()
        self.content.insertWidget(0, page, 1)
        for choice in self._form.findChildren(QComboBox):
            choice.currentIndexChanged.connect(self._on_edited)
        for button in self._form.findChildren(QAbstractButton):
            button.toggled.connect(self._on_edited)
        for number in self._form.findChildren(QDoubleSpinBox):
            number.valueChanged.connect(self._on_edited)
        for text in self._form.findChildren(QLineEdit):
            text.textChanged.connect(self._on_edited)
        self._form.setFocusProxy(first)
        self._form.setFocus()

    @property
    def format(self) -> str:
        """The name of the format."""
        return str(self.formats.currentData())

    def _let_enter_press(self, button: QPushButton) -> None:
        button.setDefault(True)
        for each in (self._export, self._cancel):
            set_look(each, "primary", "true" if each is button else "")

    # --- what each dialog does its own way ----------------------------------------------------

    def show_rows(self) -> None:
        """Show the rows of the form that belong to what is chosen."""

    def warnings(self) -> list[str]:
        """Return what is to be known before."""
        found = self.file.warnings() if self.file.isEnabled() else []
        if not self._complete:
            found.insert(0, _("Incomplete list: only what was fetched so far is exported."))
        return found

    def begin(self) -> Writing:
        """Return what is to be written. Raises ExportError."""
        raise NotImplementedError  # not abstract: Qt's classes cannot be ABCs

    def finish_writing(self, writing: Writing, text: str) -> str:
        """Remember the answers, and return the sentence that all has been written."""
        raise NotImplementedError

    # --- writing ------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        """Offer the export again: what was written or asked about is another one."""
        self.show_rows()
        self._warning.show_text("\n".join(self.warnings()), "dim")
        self._question.hide()
        self._let_enter_press(self._export)

    def _on_export(self) -> None:
        """Begin to write; ask before a file is replaced, or say why it cannot be written."""
        self._open_folder.hide()
        self._question.hide()
        try:
            writing = self.begin()
        except ExportError as error:
            self._result.show_text(str(error), "error")
            return
        if writing.target is not None and QFileInfo(writing.target).isFile():
            self._replacing = writing
            self._result.show_text("")
            self._question.ask(
                _("There is already a file named “{name}”. Replace it?").format(
                    name=writing.target.name
                )
            )
        else:
            self._start(writing)

    def _on_answered(self, yes: bool) -> None:
        """Write over the file, or have another one named."""
        self._question.hide()
        writing, self._replacing = self._replacing, None
        if yes and writing is not None:
            self._start(writing)
        else:
            self._export.setFocus()

    def _start(self, writing: Writing) -> None:
        self.writing = writing
        app = QCoreApplication.instance()
        assert app is not None  # noqa: S101 - there is one where there are dialogs
        app.aboutToQuit.connect(writing.abandon)  # weakly: the connection goes with it
        self.destroyed.connect(writing.stop.set)
        self._let_enter_press(self._export)
        self._form.setEnabled(False)
        self._export.setEnabled(False)
        self._progress.setRange(0, writing.count)
        self._progress.setValue(0)
        self._progress.show()
        self._cancel.setText(_("&Cancel"))
        self._cancel.setFocus()
        self._result.show_text(_("Writing…"))
        self._timer.start()
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

    def _on_tick(self) -> None:
        """Show how far the writing is."""
        if self.writing is not None:
            self._progress.setValue(self.writing.written)

    def _show_end(self, writing: Writing, failure: Exception | None, text: str) -> None:
        self._timer.stop()
        self.writing = None
        self._form.setEnabled(True)
        self._export.setEnabled(True)
        self._progress.hide()
        if failure is None:
            self._show_done(writing, text)
        elif isinstance(failure, CancelledError):
            self._result.show_text(_("Stopped. Nothing was exported."))
            self._export.setFocus()
        elif isinstance(failure, WikilinksError):
            self._result.show_text(str(failure), "error")
            (self._form.focusWidget() or self._form).setFocus()  # where it can be corrected
        else:
            self._result.show_text(
                _("Nothing was exported, because of a bug in the program."), "error"
            )
        if self._closing:
            self.reject()

    def _show_done(self, writing: Writing, text: str) -> None:
        if writing.target is not None:
            self._folder = writing.target.parent
            self._open_folder.show()
        self._result.show_text(self.finish_writing(writing, text))
        self._cancel.setText(_("&Close"))
        self._let_enter_press(self._cancel)  # not again the one that writes
        self._cancel.setFocus()
        self.exported.emit()

    def _on_open_folder(self) -> None:
        """Show the folder in which the file is."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            said = _("The folder could not be opened: {folder}")
            self._result.show_text(said.format(folder=self._folder), "error")

    # --- closing ------------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop the writing where there is one, else close."""
        if self.writing is not None:
            self.writing.stop.set()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the writing has stopped: it ends with the next rows."""
        if self.writing is not None:
            self._closing = True
            self.writing.stop.set()
            event.ignore()
        else:
            super().closeEvent(event)
