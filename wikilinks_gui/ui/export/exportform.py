# SPDX-License-Identifier: MIT
"""What an export is asked: which rows, in what format, to where."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui import words
from wikilinks_gui.export import EXCEL_ROWS, FORMATS, ExportOptions
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.row import Row
from wikilinks_gui.translation import _
from wikilinks_gui.ui.export.filefield import FileField
from wikilinks_gui.ui.widgets.dialog import Sentence

_TABLES = ("csv", "tsv")


@dataclass(frozen=True, slots=True)
class RowsChoice:
    """Rows that may be exported; ``rows`` is called in the thread that writes."""

    count: int
    rows: Callable[[], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A listing, and what of it may be exported: "all", "filtered", "selected", "checked"."""

    title: str
    site: SiteInfo
    complete: bool
    redirect_titles: Mapping[int, str]
    rows: Mapping[str, RowsChoice]
    checked: Callable[[], Container[int]] | None = None
    """Returns the ids of pages with check marks, in the thread that writes; None: no page has."""


class ExportForm(QWidget):
    """Asks, and warns of what is to be known before; ``settings`` remember the last answers."""

    def __init__(self, source: ExportSource, settings: QSettings) -> None:
        super().__init__()
        self._source = source
        self._settings = settings
        self._rows: dict[str, QRadioButton] = {}
        for name, said in (
            ("all", _("&All rows: {count}")),
            ("filtered", _("As f&iltered: {count}")),
            ("selected", _("&Selected: {count}")),
            ("checked", _("Chec&ked: {count}")),
        ):
            count = source.rows[name].count if name in source.rows else 0
            self._rows[name] = QRadioButton(said.format(count=words.number(count)))
            self._rows[name].setEnabled(count > 0)
        self._format = QComboBox()
        for name, said in zip(
            FORMATS,
            (
                _("CSV, for spreadsheets"),
                _("TSV, with tabs"),
                _("JSON Lines, for programs"),
                _("Wikitext, a list of links"),
            ),
            strict=True,
        ):
            self._format.addItem(said, name)
        self._separator = QComboBox()
        self._separator.addItem(_("Comma"), ",")
        self._separator.addItem(_("Semicolon"), ";")
        self._bom = QCheckBox(_("&Byte order mark: Excel needs it"))
        self._guard = QCheckBox(_("Escape titles that look like form&ulas"))
        self._checked = QCheckBox(_("Add a &column: which pages are checked"))
        self._checked.setEnabled(source.checked is not None)
        self._file, self._clipboard = QRadioButton(_("&File")), QRadioButton(_("Cli&pboard"))
        self._choose_format()
        self._path = FileField(settings, source.title, self._format)
        self.warning = Sentence("", "dim")  # to be put where it is not scrolled away
        self._form = QFormLayout()
        self._lay_out()
        self._choose_first()
        self._connect()
        self.on_changed()

    def _lay_out(self) -> None:
        rows, target = QWidget(), QWidget()  # radio buttons exclude each other within one widget
        beside = QVBoxLayout(rows)
        for button in self._rows.values():
            beside.addWidget(button)
        below = QVBoxLayout(target)
        below.addWidget(self._file)
        below.addWidget(self._path)
        below.addWidget(self._clipboard)
        # A form gives a label 7/4 of a line, and puts it in the middle of that.
        above = (self.fontMetrics().height() * 7 // 4 - self._file.sizeHint().height()) // 2
        for inner in (beside, below):
            inner.setContentsMargins(0, max(above, 0), 0, 0)
        form = self._form
        form.setVerticalSpacing(self.fontMetrics().height() // 2)
        form.setHorizontalSpacing(self.fontMetrics().height())
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("Rows"), rows)
        form.addRow(_("For&mat"), self._format)
        form.addRow(_("Separa&tor"), self._separator)
        form.addRow("", self._bom)
        form.addRow("", self._guard)
        form.addRow("", self._checked)
        form.addRow(_("To"), target)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)

    def _choose_first(self) -> None:
        """Choose what was chosen last; of the rows, those that are looked at."""
        choices = self._source.rows
        everything = choices["all"].count
        filtered = choices["filtered"].count if "filtered" in choices else everything
        first = self._rows["filtered" if 0 < filtered < everything else "all"]
        first.setChecked(True)
        self.setFocusProxy(first)
        read = self._settings.value
        separator = self._separator.findData(read("export/separator", ","))
        self._separator.setCurrentIndex(max(0, separator))
        self._bom.setChecked(bool(read("export/bom", True, type=bool)))
        self._guard.setChecked(bool(read("export/guard", True, type=bool)))
        self._checked.setChecked(bool(read("export/checked", False, type=bool)))
        clipboard = bool(read("export/clipboard", False, type=bool))
        (self._clipboard if clipboard else self._file).setChecked(True)

    def _choose_format(self) -> None:
        known = self._settings.value("export/format", "csv")
        self._format.setCurrentIndex(max(0, self._format.findData(known)))

    def _connect(self) -> None:
        for button in (*self._rows.values(), self._file):
            button.toggled.connect(self.on_changed)
        self._format.currentIndexChanged.connect(self.on_changed)
        self._path.changed.connect(self.on_changed)

    # --- the answers --------------------------------------------------------------------------

    def choice(self) -> RowsChoice:
        """Give the rows that are chosen."""
        return next(
            self._source.rows[name] for name, button in self._rows.items() if button.isChecked()
        )

    def format(self) -> str:
        """Give the name of the format."""
        return str(self._format.currentData())

    def options(self) -> ExportOptions:
        """Give the options; text has no use for a byte order mark."""
        return ExportOptions(
            bom=self._bom.isChecked() and self._file.isChecked(),
            guard=self._guard.isChecked(),
            separator=str(self._separator.currentData()),
        )

    def wants_checked(self) -> bool:
        """Return whether a column of check marks is wanted; a wikitext list has none."""
        is_wanted = self._checked.isEnabled() and self._checked.isChecked()
        return is_wanted and self.format() != "wikitext"

    def target(self) -> Path | None:
        """Give the file, None for the clipboard; raises ExportError for what cannot be one."""
        if self._clipboard.isChecked():
            return None
        return self._path.target()

    def remember(self, target: Path | None) -> None:
        """Keep the answers for the next time."""
        write = self._settings.setValue
        write("export/format", self.format())
        write("export/separator", self._separator.currentData())
        write("export/bom", self._bom.isChecked())
        write("export/guard", self._guard.isChecked())
        write("export/checked", self._checked.isChecked())
        write("export/clipboard", target is None)
        if target is not None:
            self._path.remember(target)

    # --- what happens -------------------------------------------------------------------------

    def on_changed(self) -> None:
        """Show what belongs to what is chosen, and what is to be known before."""
        format_, to_file = self.format(), self._file.isChecked()
        self._form.setRowVisible(self._separator, format_ == "csv")
        self._form.setRowVisible(self._bom, format_ in _TABLES and to_file)
        self._form.setRowVisible(self._guard, format_ in _TABLES)
        self._form.setRowVisible(self._checked, format_ != "wikitext")
        self._path.setEnabled(to_file)
        self.warning.say("\n".join(self._warnings()), "dim")

    def _warnings(self) -> list[str]:
        said = []
        if not self._source.complete:
            said.append(_("The listing is unfinished: only what came so far is exported."))
        lines = self.choice().count + 1  # the first one names the columns
        if self.format() in _TABLES and lines > EXCEL_ROWS:
            said.append(
                _(
                    "Excel opens at most {most} rows; these are {count} with the columns' names."
                ).format(most=words.number(EXCEL_ROWS), count=words.number(lines))
            )
        if self._file.isChecked():
            said += self._path.warnings()
        return said
