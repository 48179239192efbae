# SPDX-License-Identifier: MIT
"""Export of rows: which of them, in what format, to where."""

import io
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QMimeData, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QRadioButton, QVBoxLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.errors import NothingStoredError
from wikilinks_gui.export.formats import EXCEL_ROWS, ExportOptions
from wikilinks_gui.export.writing import write_export
from wikilinks_gui.listing.linkcontexts import facts_of
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.settings import Folders
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.table.origin import LinkFacts
from wikilinks_gui.table.row import Row
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.export.writingdialog import Writing, WritingDialog
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import Phase

_TABLES = ("csv", "tsv")

Facts: TypeAlias = Callable[[Sequence[Row]], Iterable[LinkFacts]]
"""Tells of some rows where their links come from."""


@dataclass(frozen=True, slots=True)
class RowsChoice:
    """Rows that may be exported; ``rows`` is called in the thread that writes."""

    count: int
    rows: Callable[[], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A listing, and what of it may be exported: "all", "filtered", "selected", "marked"."""

    title: str
    site: SiteInfo
    complete: bool
    redirect_titles: Mapping[int, str]
    rows: Mapping[str, RowsChoice]
    checked: Callable[[], Container[int]] | None = None
    """Returns the ids of pages with marks, in the thread that writes; None: no page has."""
    facts: Callable[[], AbstractContextManager[Facts]] | None = None
    """Opens what tells where links come from, in the thread that writes; None: of none it is known.
    """


def export_source(controller: TabController) -> ExportSource | None:
    """Return the rows that a tab has by now; another thread may read them while more arrive."""
    model, visit = controller.tab.model, controller.visit
    if model is None or visit is None:
        return None
    table = model.table
    checked = table.checked()
    facts = partial(_stored_facts, controller.session.folders, model.site, visit.exploration)
    choices: dict[str, Nodes] = {
        "all": np.arange(len(table), dtype=np.int32),
        "filtered": table.filtered(),
        "selected": controller.tab.tree.meant_nodes(),
        "marked": checked,
    }
    return ExportSource(
        title=visit.title,
        site=model.site,
        complete=controller.phase == Phase.COMPLETE,
        redirect_titles=table.redirect_titles(),
        checked=(lambda: frozenset(table.page_ids[checked].tolist())) if len(checked) else None,
        facts=facts if np.any(table.origins) else None,
        rows={
            name: RowsChoice(len(nodes), partial(table.rows, nodes))
            for name, nodes in choices.items()
        },
    )


@contextmanager
def _stored_facts(folders: Folders, site: SiteInfo, number: int) -> Iterator[Facts]:
    """Open what tells where links of an exploration come from. Raises StoreErrors."""
    with Store(folders.store) as store:
        exploration = store.exploration(number)
        if exploration is None:
            raise NothingStoredError(_("This list is no longer stored. Reload the page."))
        yield partial(facts_of, store, site, exploration)


class ExportDialog(WritingDialog):
    """Asks how to export a listing, writes it, and shows the outcome."""

    def __init__(
        self, source: ExportSource, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Export"),
            (
                ("csv", _("CSV, for spreadsheets")),
                ("tsv", _("TSV, with tabs")),
                ("jsonl", _("JSON Lines, for programs")),
                ("wikitext", _("Wikitext, a list or a table")),
            ),
            str(settings.value("export/format", "csv")),
            source.title,
            settings,
            parent,
            complete=source.complete,
        )
        self._source = source
        self._rows: dict[str, QRadioButton] = {}
        for name, text in (
            ("all", _("&All rows: {count}")),
            ("filtered", _("As f&iltered: {count}")),
            ("selected", _("&Selected: {count}")),
            ("marked", _("Mar&ked: {count}")),
        ):
            count = source.rows[name].count if name in source.rows else 0
            self._rows[name] = QRadioButton(text.format(count=words.number(count)))
            self._rows[name].setEnabled(count > 0)
        self._separator = QComboBox()
        self._separator.addItem(_("Comma"), ",")
        self._separator.addItem(_("Semicolon"), ";")
        self._bom = QCheckBox(_("&Byte order mark: Excel needs it"))
        self._guard = QCheckBox(_("Escape titles that look like form&ulas"))
        self._checked = QCheckBox(_("Add a co&lumn: which pages are marked"))
        self._checked.setEnabled(source.checked is not None)
        self._origins = QCheckBox(_("Add &where links come from, with their sentences"))
        self._origins.setEnabled(source.facts is not None)
        self._to_file, self._clipboard = QRadioButton(_("&File")), QRadioButton(_("Cli&pboard"))
        self.form.addRow(_("Rows"), self._group(*self._rows.values()))
        self.form.addRow(_("For&mat"), self.formats)
        self.form.addRow(_("Separa&tor"), self._separator)
        for box in (self._bom, self._guard, self._checked, self._origins):
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
        for box, key, default in (
            (self._checked, "export/marked", False),
            (self._origins, "export/origins", True),  # they were checked on purpose
        ):
            box.setChecked(box.isEnabled() and bool(read(key, default, type=bool)))
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
        to_file, source, choice = self._to_file.isChecked(), self._source, self._choice()
        options = ExportOptions(
            bom=self._bom.isChecked() and to_file,  # text has no use for it
            guard=self._guard.isChecked(),
            separator=str(self._separator.currentData()),
        )
        name = self.format
        checked = source.checked if self._checked.isChecked() and name != "wikitext" else None
        open_facts = source.facts if self._origins.isChecked() and source.facts else nullcontext

        def write(writing: Writing) -> str:
            def on_progress(written: int) -> None:
                writing.written = written

            clipboard = io.BytesIO()
            with open_facts() as facts:
                write_export(
                    choice.rows(),
                    writing.target or clipboard,
                    format=name,
                    site=source.site,
                    redirect_titles=source.redirect_titles,
                    options=options,
                    checked=checked() if checked else None,
                    facts=facts,
                    on_progress=on_progress,
                    stop=writing.stop,
                )
            return clipboard.getvalue().decode()

        return Writing(self.file.target() if to_file else None, write, choice.count)

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
        for box, key in ((self._checked, "export/marked"), (self._origins, "export/origins")):
            if box.isEnabled():  # else nothing was chosen
                write(key, box.isChecked())
        write("export/clipboard", target is None)
        if target is not None:
            self.file.remember(target)
