# SPDX-License-Identifier: MIT

"""Settings: who asks the wikis, and how fast each may be asked."""

import math

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
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


def contact_explained() -> str:
    """Explain why wikis want a contact, and what happens without one."""
    return _(
        "Wikis want to know whom to contact when a program causes trouble: your e-mail"
        " address or user page is sent with each request. Without it, the program asks"
        " at most 10 times a minute."
    )


class SettingsDialog(Dialog):
    """Edits a copy of the settings, and emits it when it is saved."""

    saved = Signal(object)  # Settings

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), parent)
        self._contact = QLineEdit(settings.contact)
        self._contact.setPlaceholderText(_("you@example.org"))
        self._contact_problem = Sentence("", "error")
        self._hosts = _Hosts()
        self._hosts.setAccessibleName(_("How fast each wiki is asked"))
        self._pace_problem = Sentence("", "error")
        self._pace_warning = Sentence("", "dim")
        self._remove = QPushButton(_("&Remove"))
        self._remove.setAutoDefault(False)
        self._save = self.add_button(_("&Save"), ButtonRole.AcceptRole, self.on_save)
        self.add_button(_("Ca&ncel"), ButtonRole.RejectRole)
        set_look(self._save, "primary", "true")
        self._save.setDefault(True)
        for host, pace in sorted(settings.pace.items()):
            self._hosts.add(host, written(pace))
        self._lay_out()
        self._contact.textChanged.connect(self.on_changed)
        self._hosts.itemChanged.connect(self.on_changed)
        self._hosts.itemSelectionChanged.connect(self.on_selection_changed)
        self._hosts.removal_wanted.connect(self.on_remove)
        self._remove.clicked.connect(self.on_remove)
        self.on_changed()
        self.on_selection_changed()

    def _lay_out(self) -> None:
        page = ScrollingContent(64)
        contact = QLabel(_("&Contact"))
        contact.setBuddy(self._contact)
        hosts = QLabel(_("&Pace"))
        hosts.setBuddy(self._hosts)
        for label in (contact, hosts):
            label.setTextFormat(Qt.TextFormat.PlainText)
        add = QPushButton(_("&Add a wiki"))
        add.setAutoDefault(False)
        add.clicked.connect(self.on_add)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addWidget(self._remove)
        row.addStretch()
        for widget in (contact, self._contact, self._contact_problem):
            page.content.addWidget(widget)
        page.content.addWidget(Sentence(contact_explained(), "dim"))
        page.content.addSpacing(self.fontMetrics().height())
        page.content.addWidget(hosts)
        page.content.addWidget(
            Sentence(
                _(
                    "A public wiki is asked at most 3 times a second, one on this computer as fast"
                    " as it answers. You can set another pace for a wiki, by the name of its"
                    " server."
                ),
                "dim",
            )
        )
        page.content.addWidget(self._pace_problem)
        page.content.addWidget(self._pace_warning)
        page.content.addWidget(self._hosts, 1)
        page.content.addLayout(row)
        self.content.addWidget(page, 1)

    def on_changed(self) -> None:
        """Show at once what is wrong with what was typed."""
        said = contact_problem(self._contact.text())
        self._contact_problem.say(said, "error")
        set_look(self._contact, "invalid", "true" if said else "false")
        problems = self._hosts.mark_problems()
        self._pace_problem.say(problems[0] if problems else "", "error")
        warning = "" if said or problems else pace_without_contact(self._settings())
        self._pace_warning.say(warning, "dim")
        self._save.setEnabled(not (said or problems))

    def on_selection_changed(self) -> None:
        """Enable removing where a row is selected."""
        self._remove.setEnabled(self._hosts.currentRow() >= 0)

    def on_add(self) -> None:
        """Begin a new row, with what it asks for first."""
        self._hosts.setCurrentItem(self._hosts.add("", written(1)))
        self._hosts.editItem(self._hosts.currentItem())

    def on_remove(self) -> None:
        """Remove the row that is selected."""
        if self._hosts.currentRow() >= 0:
            self._hosts.removeRow(self._hosts.currentRow())
        self.on_changed()
        self.on_selection_changed()

    def on_save(self) -> None:
        """Emit the settings that were chosen."""
        if self._save.isEnabled():
            self.saved.emit(self._settings())
            self.accept()

    def _settings(self) -> Settings:
        return Settings(self._contact.text().strip(), self._hosts.pace())


class _Hosts(QTableWidget):
    """Hosts and how often each may be asked a second, both to be typed."""

    removal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setHorizontalHeaderLabels([_("Server"), _("Requests a second")])
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)  # else nothing leads out of it by keyboard
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(metrics.lineSpacing() + metrics.height())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_HOST, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_PACE, QHeaderView.ResizeMode.ResizeToContents)

    def sizeHint(self) -> QSize:
        """Return room for a few rows."""
        return QSize(super().sizeHint().width(), 5 * self.verticalHeader().defaultSectionSize())

    def minimumSizeHint(self) -> QSize:
        """Keep the room, as it is the page that scrolls."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove by key; Enter changes a cell, where it would save all."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and self.state() != QTableWidget.State.EditingState  # it ends there
            and self.currentItem()
        ):
            self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)

    def add(self, host: str, pace: str) -> QTableWidgetItem:
        """Append a row; gives its first cell."""
        row = self.rowCount()
        self.blockSignals(True)
        self.insertRow(row)
        self.blockSignals(False)
        cell = QTableWidgetItem(pace)
        cell.setTextAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, _PACE, cell)
        first = QTableWidgetItem(host)
        self.setItem(row, _HOST, first)
        return first

    def pace(self) -> dict[str, float]:
        """Return the paces by server; rows without a server are left out."""
        found = {}
        for row in range(self.rowCount()):
            host, pace = self._typed(row)
            if host:
                found[pace_host(host)] = pace_of(pace)
        return found

    def mark_problems(self) -> list[str]:
        """Return what is wrong, in the order of the rows, and mark the cells."""
        problems: list[str] = []
        seen = set[str]()
        self.blockSignals(True)
        for row in range(self.rowCount()):
            host, pace = self._typed(row)
            name = pace_host(host)
            said = ["", ""]
            if host and not name:
                said[_HOST] = _("“{host}” is not the name of a server.").format(host=host)
            elif name in seen:
                said[_HOST] = _("{host} is listed twice.").format(host=name)
            if host and math.isnan(pace_of(pace)):
                said[_PACE] = _(
                    "“{pace}” is not a number of requests a second, from 0.001 to 1,000."
                ).format(pace=pace)
            seen.add(name or "")
            problems += filter(None, said)
            for column, problem in enumerate(said):
                self._mark(row, column, problem)
        self.blockSignals(False)
        return problems

    def _typed(self, row: int) -> tuple[str, str]:
        cells = (self.item(row, _HOST), self.item(row, _PACE))
        host, pace = (cell.text().strip() if cell else "" for cell in cells)
        return host, pace

    def _mark(self, row: int, column: int, problem: str) -> None:
        cell = self.item(row, column)
        if cell:
            roles = QPalette.ColorRole
            role = roles.BrightText if problem else roles.Text  # the theme's colour of errors
            cell.setForeground(self.palette().color(role))
            cell.setData(Qt.ItemDataRole.AccessibleDescriptionRole, problem)


def pace_of(typed: str) -> float:
    """Read a number as people write it here, or with a point; NaN for anything else."""
    number, good = QLocale().toDouble(typed)
    if not good:
        number, good = QLocale.c().toDouble(typed)
    return number if good and is_pace(number) else math.nan


def written(pace: float) -> str:
    """Write a number as people write it here."""
    return QLocale().toString(float(pace))
