# SPDX-License-Identifier: MIT

"""The dialog that tells of bugs, with a report to copy."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from wikilinks_gui.log import LogRecords
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.dialogs.about import versions
from wikilinks_gui.ui.widgets.scrollpage import Sentence, give_room
from wikilinks_gui.ui.widgets.theme import set_look
from wikilinks_gui.words import number

_LOG_LINES = 50
_REPORTED = 5
"""Bugs that a report tells; those after them are counted."""


class BugDialog(QDialog):
    """Tells of bugs, one or many, in a report to copy.

    No dialog stands before it, and it stands before all others: it has no parent that could take
    it away, and it can be answered whatever else is open.
    """

    end_wanted = Signal()

    def __init__(self, records: LogRecords) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(_("A bug in wikilinks-gui"))
        self._traces: Counter[str] = Counter()
        lines = [entry.line() for entry in records.since(0)[0][-_LOG_LINES:]]
        self._log = "\n".join(lines)
        heading = Sentence(_("Something went wrong in the program"))
        heading.setObjectName("heading")
        self._count = Sentence("", "dim")
        self._report = QPlainTextEdit()
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setAccessibleName(_("Report"))
        # A traceback is read from left to right in every language.
        self._report.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        copy = buttons.addButton(_("&Copy report"), role.ActionRole)
        copy.clicked.connect(self.on_copy)
        end = buttons.addButton(_("&End the program"), role.DestructiveRole)
        end.clicked.connect(self.on_end)
        go_on = buttons.addButton(_("C&ontinue"), role.RejectRole)
        set_look(go_on, "primary", "true")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(
            Sentence(
                _(
                    "This is a bug, not something that you did. What was listed so far is kept."
                    " Whoever mends it needs this report; it names titles and wikis that you"
                    " looked at."
                )
            )
        )
        layout.addWidget(self._count)
        layout.addWidget(self._report, 1)
        layout.addWidget(buttons)
        go_on.setDefault(True)
        go_on.setFocus()
        give_room(self, 100, 30)

    def add(self, trace: str) -> None:
        """Take in a bug; the report changes only where it is another."""
        self._traces[trace] += 1
        count = self._traces.total()
        if count > 1:
            said = ngettext("It happened {count} time.", "It happened {count} times.", count)
            self._count.say(said.format(count=number(count)), "dim")
        if self._traces[trace] == 1 and len(self._traces) <= _REPORTED:
            self._report.setPlainText(self.report())

    def report(self) -> str:
        """Write the report, without the name of the person's folder."""
        parts = [versions()]
        parts += [
            trace if times == 1 else f"{times} times:\n{trace}"
            for trace, times in list(self._traces.items())[:_REPORTED]
        ]
        return without_home("\n\n".join([*parts, self._log]).replace("\n\n\n", "\n\n"))

    def on_copy(self) -> None:
        """Put the report on the clipboard, as it is by now."""
        QGuiApplication.clipboard().setText(self.report())

    def on_end(self) -> None:
        """End the program."""
        self.reject()
        self.end_wanted.emit()


def without_home(text: str) -> str:
    """Write ~ for the person's home folder, which has the person's name."""
    home = Path.home()
    if home == Path(home.anchor):
        return text
    for written in {str(home), home.as_posix(), repr(str(home))[1:-1]}:
        text = text.replace(written, "~")
    return text
