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

from wikilinks_gui.translation import _
from wikilinks_gui.ui.dialogs.settingsdialog import ContactField
from wikilinks_gui.ui.tab.controller import try_scheme
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
        self._trying = ""  # progress, while a wiki is tried
        self._contact = ContactField(_("Your &contact"))
        self._start = QPushButton(_("&Start"))
        self._lay_out()
        self._wiki.editTextChanged.connect(self.on_wiki_changed)
        self._contact.changed.connect(self._enable)
        for field in (self._typed, self._contact.field):
            field.returnPressed.connect(self.on_start)
        self._start.clicked.connect(self._on_start_clicked)
        self._try_other.clicked.connect(self._on_other_wanted)

    def _lay_out(self) -> None:
        title = Sentence(_("What links to a page"))
        title.setObjectName("title")
        wiki = QLabel(_("&Wiki"))
        wiki.setBuddy(self._wiki)
        sample, skip = QPushButton(_("&Try the sample wiki")), QPushButton(_("S&kip"))
        sample.clicked.connect(self.sample_wanted)
        skip.clicked.connect(self.skipped)
        skip.setFlat(True)
        set_look(self._start, "primary", "true")
        scrolling = ScrollingContent(60)
        content = scrolling.content
        gap = self.fontMetrics().height()
        content.addStretch(1)
        content.addWidget(title)
        content.addWidget(
            Sentence(
                _(
                    "See every page that links to a page of a wiki, through every redirect. Pick"
                    " your wiki, or paste the address of any of its pages."
                )
            )
        )
        content.addSpacing(gap)
        content.addWidget(wiki)
        content.addWidget(self._wiki)
        content.addWidget(self._wiki_problem)
        content.addWidget(self._try_other, 0, Qt.AlignmentFlag.AlignLeading)
        content.addSpacing(gap)
        content.addWidget(self._contact)
        content.addSpacing(gap)
        row = QHBoxLayout()
        for button in (self._start, sample, skip):
            row.addWidget(button)
        row.insertStretch(2)
        content.addLayout(row)
        content.addWidget(
            Sentence(_("The sample wiki comes with the program and needs no network."), "dim")
        )
        content.addStretch(2)
        scrolling.setMaximumWidth(scrolling.sizeHint().width())
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(scrolling, 1000)
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
        self._wiki_problem.show_text(text, "error")
        self._other = other
        self._try_other.setText(try_scheme(other))
        self._try_other.setVisible(bool(other))
        set_look(self._wiki, "invalid", "true" if text else "false")
        self._wiki.setFocus()

    def show_trying(self, text: str) -> None:
        """Show progress while a wiki is tried, and offer to cancel; "" when none is."""
        if text == self._trying:
            return
        self._trying = text
        self._wiki_problem.show_text(text, "dim")
        self._enable()
        self._start.setText(_("Ca&ncel") if text else _("&Start"))
        set_look(self._start, "primary", "false" if text else "true")
        if text:
            self._try_other.hide()
            set_look(self._wiki, "invalid", "false")

    def on_wiki_changed(self) -> None:
        """Take back what was said of another address."""
        self._try_other.hide()
        if self._trying:
            self.cancelled.emit()
        self._wiki_problem.show_text("")
        set_look(self._wiki, "invalid", "false")

    def _enable(self) -> None:
        self._start.setEnabled(bool(self._trying) or not self._contact.problem())

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
            self.started.emit(address, self._contact.contact())
