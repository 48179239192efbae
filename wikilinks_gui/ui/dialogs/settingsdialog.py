# SPDX-License-Identifier: MIT

"""Settings: who asks the wikis, and how fast each may be asked."""

import math
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui.settings import (
    Settings,
    contact_problem,
    is_pace,
    pace_host,
    pace_without_contact,
)
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.dialog import ButtonRole, Dialog, ScrollingContent, Sentence
from wikilinks_gui.ui.widgets.theme import set_look

_HOST, _PACE = range(2)


class ContactField(QWidget):
    """Asks whom wikis may contact, checks it while it is typed, and explains why."""

    changed = Signal()

    def __init__(self, label: str, contact: str = "") -> None:
        super().__init__()
        self.field = QLineEdit(contact, placeholderText=_("you@example.org"))
        self._problem = Sentence("", "error")
        name = QLabel(label)
        name.setBuddy(self.field)
        explanation = _(
            "Wikis want to know whom to contact when a program causes trouble: your e-mail"
            " address or user page is sent with each request. Without it, the program asks"
            " at most 10 times a minute."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (name, self.field, self._problem, Sentence(explanation, "dim")):
            layout.addWidget(widget)
        self.field.textChanged.connect(self._on_text_changed)
        self._on_text_changed()

    def contact(self) -> str:
        """Return what was typed."""
        return self.field.text().strip()

    def problem(self) -> str:
        """Return what is wrong with it; "" for nothing."""
        return contact_problem(self.contact())

    def _on_text_changed(self) -> None:
        problem = self.problem()
        self._problem.show_text(problem, "error")
        set_look(self.field, "invalid", "true" if problem else "false")
        self.changed.emit()


class SettingsDialog(Dialog):
    """Edits a copy of the settings, and emits it when it is saved."""

    saved = Signal(object)  # Settings

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), parent)
        self._settings_before = settings
        self._contact = ContactField(_("&Contact"), settings.contact)
        self._hosts = _Hosts(settings.pace)
        self._pace_problem = Sentence("", "error")
        self._pace_warning = Sentence("", "dim")
        self._add = QPushButton(_("&Add a wiki"), autoDefault=False)
        self._remove = QPushButton(_("&Remove"), autoDefault=False)
        self._check_small_lists = QCheckBox(_("Chec&k where links come from without being asked"))
        self._check_small_lists.setChecked(settings.check_small_lists)
        self._lay_out()
        self._save = self.add_button(_("&Save"), ButtonRole.AcceptRole, self.on_save)
        self.add_button(_("Ca&ncel"), ButtonRole.RejectRole)
        set_look(self._save, "primary", "true")
        self._save.setDefault(True)
        self._contact.changed.connect(self.on_changed)
        self._hosts.itemChanged.connect(self.on_changed)
        self._hosts.itemSelectionChanged.connect(self.on_changed)
        QShortcut(
            Qt.Key.Key_Delete,
            self._hosts,
            self.on_remove,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self._add.clicked.connect(self._hosts.add_empty)
        self._remove.clicked.connect(self.on_remove)
        self.on_changed()
        self._contact.field.setFocus()

    def _lay_out(self) -> None:
        hosts = QLabel(_("&Pace"))
        hosts.setBuddy(self._hosts)
        explanation = _(
            "A public wiki is asked at most 3 times a second, one on this computer as fast as it"
            " answers. You can set another pace for a wiki, by the name of its server."
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        buttons.addStretch()
        scrolling = ScrollingContent(64)
        scrolling.content.addWidget(self._contact)
        scrolling.content.addSpacing(self.fontMetrics().height())
        scrolling.content.addWidget(hosts)
        scrolling.content.addWidget(Sentence(explanation, "dim"))
        scrolling.content.addWidget(self._pace_problem)
        scrolling.content.addWidget(self._pace_warning)
        scrolling.content.addWidget(self._hosts, 1)
        scrolling.content.addLayout(buttons)
        scrolling.content.addSpacing(self.fontMetrics().height())
        scrolling.content.addWidget(self._check_small_lists)
        checked = _(
            "Lists of at most 50 pages are checked as soon as they are complete; so is what was"
            " known before a reload, where that takes at most 10 requests."
        )
        scrolling.content.addWidget(Sentence(checked, "dim"))
        self.content.addWidget(scrolling, 1)

    def on_changed(self) -> None:
        """Show at once what is wrong with what was typed."""
        problems = self._hosts.problems()
        self._pace_problem.show_text(problems[0] if problems else "", "error")
        good = not (problems or self._contact.problem())
        self._pace_warning.show_text(pace_without_contact(self._settings()) if good else "", "dim")
        self._save.setEnabled(good)
        self._remove.setEnabled(self._hosts.currentRow() >= 0)

    def on_remove(self) -> None:
        """Remove the row that is selected."""
        if self._hosts.currentRow() >= 0:
            self._hosts.removeRow(self._hosts.currentRow())
        self.on_changed()

    def on_save(self) -> None:
        """Emit the settings that were chosen."""
        if self._save.isEnabled():
            self.saved.emit(self._settings())
            self.accept()

    def _settings(self) -> Settings:
        contact, pace = self._contact.contact(), self._hosts.pace()
        return replace(
            self._settings_before,
            contact=contact,
            pace=pace,
            check_small_lists=self._check_small_lists.isChecked(),
        )


class _Hosts(QTableWidget):
    """Hosts and how often each may be asked a second, both to be typed."""

    def __init__(self, pace: Mapping[str, float]) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(_("How fast each wiki is asked"))
        self.setHorizontalHeaderLabels([_("Server"), _("Requests a second")])
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)  # else nothing leads out of it by keyboard
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        height = 2 * self.fontMetrics().lineSpacing()
        self.verticalHeader().setDefaultSectionSize(height)
        self.setMinimumHeight(5 * height)  # it is the page that scrolls
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_HOST, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_PACE, QHeaderView.ResizeMode.ResizeToContents)
        for host, each in sorted(pace.items()):
            self._add(host, each)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit the current cell by Enter, which would save all."""
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and self.state() != QTableWidget.State.EditingState  # it ends there
            and self.currentItem()
        ):
            self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)

    def add_empty(self) -> None:
        """Begin a new row, with the server to be typed first."""
        self._add("", 1)
        self.setCurrentCell(self.rowCount() - 1, _HOST)
        self.editItem(self.currentItem())

    def _add(self, host: str, pace: float) -> None:
        row = self.rowCount()
        cell = QTableWidgetItem(QLocale().toString(float(pace)))
        cell.setTextAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.insertRow(row)
        self.setItem(row, _PACE, cell)
        self.setItem(row, _HOST, QTableWidgetItem(host))

    def pace(self) -> dict[str, float]:
        """Return the paces by server; rows without a server are left out."""
        found = {}
        for row in range(self.rowCount()):
            host, pace = self._typed(row)
            if host:
                found[pace_host(host)] = pace_of(pace)
        return found

    def problems(self) -> list[str]:
        """Return what is wrong, in the order of the rows."""
        problems: list[str] = []
        seen = set[str]()
        for row in range(self.rowCount()):
            host, pace = self._typed(row)
            name = pace_host(host)
            if host and not name:
                problems.append(_("“{host}” is not the name of a server.").format(host=host))
            elif name in seen:
                problems.append(_("{host} is listed twice.").format(host=name))
            if host and math.isnan(pace_of(pace)):
                sentence = _("“{pace}” is not a number of requests a second, from 0.001 to 1,000.")
                problems.append(sentence.format(pace=pace))
            seen.add(name or "")
        return problems

    def _typed(self, row: int) -> tuple[str, str]:
        cells = (self.item(row, _HOST), self.item(row, _PACE))
        host, pace = (cell.text().strip() if cell else "" for cell in cells)
        return host, pace


def pace_of(typed: str) -> float:
    """Read a number as people write it here, or with a point; NaN for anything else."""
    number, good = QLocale().toDouble(typed)
    if not good:
        number, good = QLocale.c().toDouble(typed)
    return number if good and is_pace(number) else math.nan
