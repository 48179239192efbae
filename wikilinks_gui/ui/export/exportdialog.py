# SPDX-License-Identifier: MIT
"""Export of rows: which of them, in what format, to where."""

from collections.abc import Callable, Container
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QRadioButton, QVBoxLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.export import EXCEL_ROWS, ExportOptions, encode_rows, write_export
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.export.exportsource import ExportSource, RowsChoice
from wikilinks_gui.ui.export.writingdialog import Writing, WritingDialog

_TABLES = ("csv", "tsv")


class ExportDialog(WritingDialog):
    """Asks how to export a listing, writes it, and shows the outcome."""

    def __init__(
        self, source: ExportSource, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Export"), settings, parent, complete=source.complete)
        self._source = source
        self._rows: dict[str, QRadioButton] = {}
        for name, text in (
            ("all", _("&All rows: {count}")),
            ("filtered", _("As f&iltered: {count}")),
            ("selected", _("&Selected: {count}")),
            ("checked", _("Chec&ked: {count}")),
        ):
            count = source.rows[name].count if name in source.rows else 0
            self._rows[name] = QRadioButton(text.format(count=words.number(count)))
            self._rows[name].setEnabled(count > 0)
        self.add_formats(
            (
                ("csv", _("CSV, for spreadsheets")),
                ("tsv", _("TSV, with tabs")),
                ("jsonl", _("JSON Lines, for programs")),
                ("wikitext", _("Wikitext, a list of links")),
            ),
            str(settings.value("export/format", "csv")),
            source.title,
        )
        self._separator = QComboBox()
        self._separator.addItem(_("Comma"), ",")
        self._separator.addItem(_("Semicolon"), ";")
        self._bom = QCheckBox(_("&Byte order mark: Excel needs it"))
        self._guard = QCheckBox(_("Escape titles that look like form&ulas"))
        self._checked = QCheckBox(_("Add a &column: which pages are checked"))
        self._checked.setEnabled(source.checked is not None)
        self._to_file, self._clipboard = QRadioButton(_("&File")), QRadioButton(_("Cli&pboard"))
        self.form.addRow(_("Rows"), self._group(*self._rows.values()))
        self.form.addRow(_("For&mat"), self.formats)
        self.form.addRow(_("Separa&tor"), self._separator)
        for box in (self._bom, self._guard, self._checked):
            self.form.addRow("", box)
        self.form.addRow(_("To"), self._group(self._to_file, self.file, self._clipboard))
        self.ask(self._choose_first())

    def _group(self, *widgets: QWidget) -> QWidget:
        """Stack widgets; radio buttons exclude each other within one widget."""
        group = QWidget()
        layout = QVBoxLayout(group)
        # A form gives a label 7/4 of a line, and puts it in the middle of that.
        above = (self.fontMetrics().height() * 7 // 4 - widgets[0].sizeHint().height()) // 2
        layout.setContentsMargins(0, max(above, 0), 0, 0)
        for widget in widgets:
            layout.addWidget(widget)
        return group

    def _choose_first(self) -> QRadioButton:
        """Choose what was chosen last, and the rows that are looked at; return their button."""
        read, choices = self.settings.value, self._source.rows
        self._separator.setCurrentIndex(
            max(0, self._separator.findData(read("export/separator", ",")))
        )
        self._bom.setChecked(bool(read("export/bom", True, type=bool)))
        self._guard.setChecked(bool(read("export/guard", True, type=bool)))
        self._checked.setChecked(bool(read("export/checked", False, type=bool)))
        clipboard = bool(read("export/clipboard", False, type=bool))
        (self._clipboard if clipboard else self._to_file).setChecked(True)
        everything = choices["all"].count
        filtered = choices["filtered"].count if "filtered" in choices else everything
        first = self._rows["filtered" if 0 < filtered < everything else "all"]
        first.setChecked(True)
        return first

    def _choice(self) -> RowsChoice:
        return next(
            self._source.rows[name] for name, button in self._rows.items() if button.isChecked()
        )

    def show_rows(self) -> None:
        """Show the options of the format."""
        is_table, to_file = self.format in _TABLES, self._to_file.isChecked()
        self.form.setRowVisible(self._separator, self.format == "csv")
        self.form.setRowVisible(self._bom, is_table and to_file)
        self.form.setRowVisible(self._guard, is_table)
        self.form.setRowVisible(self._checked, self.format != "wikitext")
        self.file.setEnabled(to_file)

    def warnings(self) -> list[str]:
        """Return what is to be known before."""
        found = super().warnings()
        lines = self._choice().count + 1  # the first one names the columns
        if self.format in _TABLES and lines > EXCEL_ROWS:
            found.append(
                _("Excel opens at most {most} rows; these are {count}, with the header.").format(
                    most=words.number(EXCEL_ROWS), count=words.number(lines)
                )
            )
        return found

    def begin(self) -> Writing:
        """Return what is to be written. Raises ExportError."""
        to_file, source = self._to_file.isChecked(), self._source
        options = ExportOptions(
            bom=self._bom.isChecked() and to_file,  # text has no use for it
            guard=self._guard.isChecked(),
            separator=str(self._separator.currentData()),
        )
        has_column = self._checked.isChecked() and self.format != "wikitext"
        choice = self._choice()
        return Writing(
            self.file.target() if to_file else None,
            partial(
                _write, source, choice, self.format, options, source.checked if has_column else None
            ),
            choice.count,
        )

    def how_far(self, writing: Writing) -> str:
        """Return how many rows are written."""
        return ngettext(
            "{written} of {count} row", "{written} of {count} rows", writing.count
        ).format(written=words.number(writing.written), count=words.number(writing.count))

    def finish_writing(self, writing: Writing, text: str) -> str:
        """Remember the answers, and fill the clipboard."""
        self._remember(writing.target)
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

    def _remember(self, target: Path | None) -> None:
        write = self.settings.setValue
        write("export/format", self.format)
        write("export/separator", self._separator.currentData())
        write("export/bom", self._bom.isChecked())
        write("export/guard", self._guard.isChecked())
        write("export/checked", self._checked.isChecked())
        write("export/clipboard", target is None)
        if target is not None:
            self.file.remember(target)


def _write(
    source: ExportSource,
    choice: RowsChoice,
    format: str,  # noqa: A002
    options: ExportOptions,
    checked: Callable[[], Container[int]] | None,
    writing: Writing,
) -> str:
    """Write rows in a thread. Raises what ``write_export`` raises."""

    def on_progress(written: int) -> None:
        writing.written = written

    write: Callable[..., int | str] = encode_rows
    if writing.target is not None:
        write = partial(write_export, target=writing.target)
    text = write(
        choice.rows(),
        format=format,
        site=source.site,
        redirect_titles=source.redirect_titles,
        options=options,
        checked=checked() if checked else None,
        on_progress=on_progress,
        stop=writing.stop,
    )
    return text if isinstance(text, str) else ""  # else it is how many
