# SPDX-License-Identifier: MIT
"""Export of rows: what it is asked; then how far it is, and what became of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wikilinks_gui import words
from wikilinks_gui.export import ExportOptions, encode_rows, write_export
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.export.exportform import ExportForm, ExportSource, RowsChoice
from wikilinks_gui.ui.export.writingdialog import Writing, WritingDialog

__all__ = ["ExportDialog", "ExportSource", "RowsChoice"]


class _Export(Writing):
    """An export that runs in a thread of its own."""

    def __init__(
        self,
        source: ExportSource,
        choice: RowsChoice,
        format: str,  # noqa: A002
        options: ExportOptions,
        target: Path | None,
        *,
        with_checked: bool,
    ) -> None:
        super().__init__(target, choice.count)
        self._source = source
        self._choice = choice
        self._format = format
        self._options = options
        self._checked = source.checked if with_checked else None

    def write(self) -> str:
        """Write; raises what ``write_export`` raises."""
        write: Callable[..., int | str] = encode_rows
        if self.target is not None:
            write = partial(write_export, target=self.target)
        text = write(
            self._choice.rows(),
            format=self._format,
            site=self._source.site,
            redirect_titles=self._source.redirect_titles,
            options=self._options,
            checked=self._checked() if self._checked else None,
            on_progress=self.on_progress,
            stop=self.stop,
        )
        return text if isinstance(text, str) else ""  # else it is how many

    def on_progress(self, written: int) -> None:
        """Take note of how far it is."""
        self.written = written


class ExportDialog(WritingDialog):
    """Asks how to export a listing, writes it, and says what became of it."""

    def __init__(
        self, source: ExportSource, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        self._source = source
        self._form = ExportForm(source, settings)
        super().__init__(_("Export"), self._form, self._form.warning, parent)

    def _begin(self) -> Writing:
        form = self._form
        return _Export(
            self._source,
            form.choice(),
            form.format(),
            form.options(),
            form.target(),
            with_checked=form.wants_checked(),
        )

    def _how_far(self, writing: Writing) -> str:
        return ngettext(
            "{written} of {count} row", "{written} of {count} rows", writing.count
        ).format(written=words.number(writing.written), count=words.number(writing.count))

    def _done(self, writing: Writing, text: str) -> str:
        self._form.remember(writing.target)
        count = words.number(writing.written)
        if writing.target is None:
            data = QMimeData()
            data.setText(text)
            QGuiApplication.clipboard().setMimeData(data)
            return ngettext(
                "{count} row copied to the clipboard.",
                "{count} rows copied to the clipboard.",
                writing.written,
            ).format(count=count)
        return ngettext(
            "{count} row written to {file}", "{count} rows written to {file}", writing.written
        ).format(count=count, file=writing.target)
