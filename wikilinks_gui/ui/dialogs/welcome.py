# SPDX-License-Identifier: MIT

"""The first start: which wiki, and who asks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from wikilinks_gui.settings import contact_problem
from wikilinks_gui.translation import _
from wikilinks_gui.ui.dialogs.settingsdialog import contact_explained
from wikilinks_gui.ui.tab.recovery import try_scheme
from wikilinks_gui.ui.widgets.dialog import ScrollingContent, Sentence
from wikilinks_gui.ui.widgets.theme import set_look


class Welcome(QWidget):
    """Asks for a wiki and a contact, or starts the sample wiki; stands in the window once.

    ``wikis`` are names and addresses to pick from; any other address may be typed.
    """

    started = Signal(str, str)  # address of a wiki, contact
    cancelled = Signal()
    sample_wanted = Signal()
    skipped = Signal()

    def __init__(
        self,
        wikis: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wiki = QComboBox()
        self._typed = QLineEdit()
        self._wiki.setLineEdit(self._typed)
        self._wiki.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._wiki.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for name, address in wikis:
            self._wiki.addItem(name, address)
        self._wiki_problem = Sentence("", "error")
        self._other = ""  # the address by another scheme, to be tried next
        self._try_other = QPushButton()
        self._try_other.hide()
        self._trying = ""  # what goes on, while a wiki is tried
        self._contact = QLineEdit()
        self._contact.setPlaceholderText(_("you@example.org"))
        self._contact_problem = Sentence("", "error")
        self._start = QPushButton(_("&Start"))
        self._lay_out()
        self._wiki.editTextChanged.connect(self.on_wiki_changed)
        self._contact.textChanged.connect(self.on_contact_changed)
        for field in (self._typed, self._contact):
            field.returnPressed.connect(self.on_start)
        self._start.clicked.connect(self._on_start_clicked)
        self._try_other.clicked.connect(self._on_other_wanted)

    def _lay_out(self) -> None:
        title = Sentence(_("What links to a page"))
        title.setObjectName("title")
        wiki, contact = QLabel(_("&Wiki")), QLabel(_("Your &contact"))
        wiki.setBuddy(self._wiki)
        contact.setBuddy(self._contact)
        sample, skip = QPushButton(_("&Try the sample wiki")), QPushButton(_("S&kip"))
        sample.clicked.connect(self.sample_wanted)
        skip.clicked.connect(self.skipped)
        skip.setFlat(True)
        set_look(self._start, "primary", "true")
        page = ScrollingContent(60)
        gap = self.fontMetrics().height()
        page.content.addStretch(1)
        page.content.addWidget(title)
        page.content.addWidget(
            Sentence(
                _(
                    "See every page that links to a page of a wiki, through every redirect. Pick"
                    " your wiki, or paste the address of any of its pages."
                )
            )
        )
        page.content.addSpacing(gap)
        page.content.addWidget(wiki)
        page.content.addWidget(self._wiki)
        page.content.addWidget(self._wiki_problem)
        page.content.addWidget(self._try_other, 0, Qt.AlignmentFlag.AlignLeading)
        page.content.addSpacing(gap)
        page.content.addWidget(contact)
        page.content.addWidget(self._contact)
        page.content.addWidget(self._contact_problem)
        page.content.addWidget(Sentence(contact_explained(), "dim"))
        page.content.addSpacing(gap)
        row = QHBoxLayout()
        for button in (self._start, sample, skip):
            row.addWidget(button)
        row.insertStretch(2)
        page.content.addLayout(row)
        page.content.addWidget(
            Sentence(_("The sample wiki comes with the program and needs no network."), "dim")
        )
        page.content.addStretch(2)
        page.setMaximumWidth(page.sizeHint().width())
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(page, 1000)
        layout.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the first question."""
        super().showEvent(event)
        self._wiki.setFocus()
        self._typed.selectAll()

    def show_problem(self, text: str, *, other: str = "") -> None:
        """Show why there is no wiki at the address, until it is changed.

        ``other`` is the address by another scheme, which can be tried then.
        """
        self._wiki_problem.say(text, "error")
        self._other = other
        self._try_other.setText(try_scheme(other))
        self._try_other.setVisible(bool(other))
        set_look(self._wiki, "invalid", "true" if text else "false")
        self._wiki.setFocus()

    def show_trying(self, text: str) -> None:
        """Show what goes on while a wiki is tried, and offer to cancel it; "" when none is."""
        if text == self._trying:
            return
        begins, ends = not self._trying, not text
        self._trying = text
        self._wiki_problem.say(text, "dim")
        self._start.setEnabled(bool(text) or not contact_problem(self._contact.text()))
        if begins or ends:
            self._start.setText(_("&Start") if ends else _("&Cancel"))
            set_look(self._start, "primary", "true" if ends else "false")
        if begins:
            self._try_other.hide()
            set_look(self._wiki, "invalid", "false")

    def on_wiki_changed(self) -> None:
        """Take back what was said of another address."""
        self._try_other.hide()
        if self._trying:
            self.cancelled.emit()
        self._wiki_problem.say("")
        set_look(self._wiki, "invalid", "false")

    def on_contact_changed(self, contact: str) -> None:
        """Show at once what is wrong with a contact."""
        said = contact_problem(contact)
        self._contact_problem.say(said, "error")
        set_look(self._contact, "invalid", "true" if said else "false")
        self._start.setEnabled(not said or bool(self._trying))

    def _on_start_clicked(self) -> None:
        if self._trying:
            self.cancelled.emit()
        else:
            self.on_start()

    def _on_other_wanted(self) -> None:
        other = self._other
        self._typed.setText(other)  # which hides the button
        self.on_start()

    def on_start(self) -> None:
        """Emit the wiki and the contact."""
        typed = self._wiki.currentText().strip()
        if not typed:
            self.show_problem(_("Pick a wiki, or paste the address of one of its pages."))
        elif self._start.isEnabled():
            at = self._wiki.findText(typed, Qt.MatchFlag.MatchFixedString)
            address = typed if at < 0 else str(self._wiki.itemData(at))
            self.started.emit(address, self._contact.text().strip())
