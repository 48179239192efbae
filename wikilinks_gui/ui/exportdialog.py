# SPDX-License-Identifier: MIT
"""Export: what it is asked; then how far it is, and what became of it."""

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.background import in_thread
from wikilinks_gui.errors import CancelledError, ExportError, WikilinksError
from wikilinks_gui.export import ExportOptions, encode_rows, write_export
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.exportform import ExportForm, ExportSource, RowsChoice
from wikilinks_gui.ui.page import Page, Sentence
from wikilinks_gui.ui.theme import set_look

__all__ = ["ExportDialog", "ExportSource", "RowsChoice"]

_TICK = 100  # milliseconds between two looks at how far the writing is
_LAST_WAIT = 2.0  # seconds for the writing to take its file away when the program ends


@dataclass(slots=True, eq=False, weakref_slot=True)  # Qt connects to it weakly
class _Writing:
    """An export that runs in a thread of its own; it holds nothing of Qt, which might die there."""

    source: ExportSource
    choice: RowsChoice
    format: str
    options: ExportOptions
    target: Path | None  # None: the clipboard
    written: int = 0  # rows so far
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> str:
        """Write; gives the text that is for the clipboard. Raises what ``write_export`` raises."""
        try:
            rows = self.choice.rows()
            if self.target is None:
                return encode_rows(
                    rows,
                    format=self.format,
                    site=self.source.site,
                    redirect_titles=self.source.redirect_titles,
                    options=self.options,
                    on_progress=self.on_progress,
                    stop=self.stop,
                )
            write_export(
                rows,
                self.target,
                format=self.format,
                site=self.source.site,
                redirect_titles=self.source.redirect_titles,
                options=self.options,
                on_progress=self.on_progress,
                stop=self.stop,
            )
            return ""
        finally:
            self.ended.set()

    def on_progress(self, written: int) -> None:
        """Take note of how far it is."""
        self.written = written

    def abandon(self) -> None:
        """Stop, and let the unfinished file be taken away before the program is gone."""
        self.stop.set()
        self.ended.wait(_LAST_WAIT)


class ExportDialog(QDialog):
    """Asks how to export a listing, writes it, and says what became of it."""

    exported = Signal()

    def __init__(
        self, source: ExportSource, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Export"))
        self._source = source
        self._writing: _Writing | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing = False  # it is closed as soon as the writing has stopped
        self._folder = Path()  # of the last file that was written
        self._form = ExportForm(source, settings)
        self._result = Sentence()
        self._progress = QProgressBar()
        self._progress.setAccessibleName(_("Rows written"))
        self._progress.hide()
        self._open_folder = QPushButton(_("&Open folder"))
        self._open_folder.setAutoDefault(False)
        self._export = QPushButton(_("&Export"))
        set_look(self._export, "primary", "true")
        self._cancel = QPushButton(_("&Cancel"))
        self._cancel.setAutoDefault(False)
        self._lay_out()
        self._open_folder.hide()
        self._open_folder.clicked.connect(self.on_open_folder)
        self._export.clicked.connect(self.on_export)
        self._cancel.clicked.connect(self.reject)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self.on_tick)

    def _lay_out(self) -> None:
        page = Page(66)
        page.content.addWidget(self._form)
        page.content.addStretch()
        buttons = QDialogButtonBox()
        buttons.addButton(self._open_folder, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._export, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.addWidget(page, 1)
        for widget in (self._form.warning, self._progress, self._result):
            layout.addWidget(widget)
        layout.addSpacing(self.fontMetrics().height() // 2)
        layout.addWidget(buttons)
        self._export.setDefault(True)
        self._form.setFocus()

    # --- writing ------------------------------------------------------------------------------

    def on_export(self) -> None:
        """Begin to write, or say why that cannot be."""
        form = self._form
        self._open_folder.hide()
        try:
            target = form.target()
        except ExportError as error:
            self._result.say(str(error), "error")
            return
        form.remember(target)
        self._writing = _Writing(self._source, form.choice(), form.format(), form.options(), target)
        app = QCoreApplication.instance()
        assert app is not None  # noqa: S101 - there is one where there are dialogs
        app.aboutToQuit.connect(self._writing.abandon)  # weakly: the connection goes with it
        self.destroyed.connect(self._writing.stop.set)
        self._show_writing()
        self._task = asyncio.ensure_future(self._write(self._writing))

    async def _write(self, writing: _Writing) -> None:
        failure: Exception | None = None
        text = ""
        try:
            text = await in_thread(writing.run, "export")
        except Exception as error:
            failure = error
        if isValid(self):  # the window may have gone meanwhile, and the dialog with it
            self._show_end(writing, failure, text)
        if failure is not None and not isinstance(failure, WikilinksError):
            asyncio.get_running_loop().call_exception_handler(
                {"message": "bug in an export", "exception": failure}
            )

    def _show_writing(self) -> None:
        writing = self._writing
        assert writing is not None  # noqa: S101 - that is when it is shown
        self._form.setEnabled(False)
        self._export.setEnabled(False)
        self._progress.setRange(0, writing.choice.count)
        self._progress.setValue(0)
        self._progress.show()
        self._cancel.setText(_("&Cancel"))
        self._cancel.setFocus()
        self._result.say(_("Writing…"))
        self._timer.start()

    def on_tick(self) -> None:
        """Show how far the writing is."""
        if self._writing is not None:
            written, count = self._writing.written, self._writing.choice.count
            self._progress.setValue(written)
            self._result.say(
                ngettext("{written} of {count} row", "{written} of {count} rows", count).format(
                    written=words.number(written), count=words.number(count)
                )
            )

    def _show_end(self, writing: _Writing, failure: Exception | None, text: str) -> None:
        self._timer.stop()
        self._writing = None
        self._form.setEnabled(True)
        self._export.setEnabled(True)
        self._progress.hide()
        if failure is None:
            self._show_done(writing, text)
        elif isinstance(failure, CancelledError):
            self._result.say(_("Stopped. Nothing was exported."))
            self._export.setFocus()
        elif isinstance(failure, WikilinksError):
            self._result.say(str(failure), "error")
        else:
            self._result.say(_("Nothing was exported, because of a bug in the program."), "error")
        if self._closing:
            self.reject()

    def _show_done(self, writing: _Writing, text: str) -> None:
        if writing.target is None:
            data = QMimeData()
            data.setText(text)
            QGuiApplication.clipboard().setMimeData(data)
            said = ngettext(
                "{count} row copied to the clipboard.",
                "{count} rows copied to the clipboard.",
                writing.written,
            ).format(count=words.number(writing.written))
        else:
            said = ngettext(
                "{count} row written to {file}", "{count} rows written to {file}", writing.written
            ).format(count=words.number(writing.written), file=writing.target)
            self._folder = writing.target.parent
            self._open_folder.show()
        self._form.warning.say("")  # the file that is there now is the one that was wanted
        self._result.say(said)
        self._cancel.setText(_("&Close"))
        self._cancel.setDefault(True)  # Enter again does not write again
        self._cancel.setFocus()
        self.exported.emit()

    def on_open_folder(self) -> None:
        """Show the folder in which the file is."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

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
