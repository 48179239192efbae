# SPDX-License-Identifier: MIT
"""The line under the filter: how far it is known where links come from, and what more costs."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wikilinks_gui import words
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import ALL_ORIGINS, Origin
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.oneline import OneLine
from wikilinks_gui.ui.widgets.taborder import make_group
from wikilinks_gui.ui.widgets.text import Line, on_button
from wikilinks_gui.ui.widgets.theme import set_look

FEW_DOUBTS = 50
"""Most pages in doubt that are asked for at once; more are an offer that tells what they cost."""

_BUT_TEMPLATES = ALL_ORIGINS & ~(1 << Origin.TEMPLATE)
"""The origins of a :class:`Filter` that hides links that come only through templates."""


@dataclass(frozen=True, slots=True)
class CheckState:
    """How far it is known where the links of a list come from: numbers of pages, and requests."""

    is_complete: bool = False  # the list is, and can be checked
    pages: int = 0
    unknown: int = 0  # that were not checked yet
    offered: int = 0  # of these, to be checked next
    is_again: bool = False  # these were known before a reload
    requests: int = 0  # that it takes at most to check these
    doubtful: int = 0  # that only the wiki's own rendering decides
    to_ask: int = 0  # of these, that may be decided: the wiki renders them as far as is known
    doubt_requests: int = 0  # that this takes
    doubt_reads: int = 0  # of these, to read the pages again
    is_stopped: bool = False  # the last check was, and can be resumed
    total: int = 0  # that are being checked; 0: none is
    read: int = 0  # of these, so far
    asking: int = 0  # of these, once all are read: how many are still to be asked for


class OriginBar(Fitting, QWidget):
    """Shows what a check costs before it begins and how far it is; hides what it has found."""

    check_wanted = Signal()
    choice_wanted = Signal()  # of the pages that are to be checked
    doubts_wanted = Signal()
    stop_wanted = Signal()
    filter_wanted = Signal(object)  # a Filter

    def __init__(self) -> None:
        super().__init__()
        self._filter = Filter()
        self._text = Line("dim")
        self._check = _button("", self.check_wanted)
        beside = _(
            "A page in doubt takes one more request, two on a wiki that converts between scripts."
            " Where more than {count} pages are in doubt, you are asked first."
        ).format(count=FEW_DOUBTS)
        self._check.setToolTip(beside)
        self._check.setAccessibleDescription(beside)
        self.choice = _button(_("Choose pages…"), self.choice_wanted)
        self._doubts = _button("", self.doubts_wanted)
        self._stop = _button(_("Stop"), self.stop_wanted)
        self._hide = QPushButton(_("Hide template-only links"), autoDefault=True)
        whole = _("Hide links that come only through templates")
        self._hide.setToolTip(whole)
        self._hide.setAccessibleName(whole)
        self._hide.setCheckable(True)
        self._hide.clicked.connect(self.toggle_templates)
        self._buttons = (self._hide, self._check, self.choice, self._doubts, self._stop)
        self._line = OneLine(_("More…"), _("More about origins"), self._text)
        for button in (self._stop, self._doubts, self._check, self.choice):
            self._line.add(button)
        self._layout = QHBoxLayout(self)
        # First comes what stays: what is said beside it grows as pages are checked.
        self._layout.addWidget(self._hide)
        self._layout.addWidget(self._line, 1)
        make_group("origins", self)
        self.show_state(CheckState())

    def show_state(self, state: CheckState) -> None:
        """Show how far the check is, and what can be done."""
        focused = next((button for button in self._buttons if button.hasFocus()), None)
        is_idle = state.is_complete and not state.total
        self._text.set_whole_text(_words(state))
        self._check.setText(on_button(_offer(state)))
        self._doubts.setText(on_button(_doubt_offer(state.to_ask, state.doubt_requests)))
        self._hide.setHidden(not state.total and state.unknown >= state.pages)
        for button, is_shown in (
            (self._stop, state.total > 0),
            (self._check, is_idle and state.unknown > 0),
            (self.choice, is_idle and state.unknown > 0),
            (self._doubts, is_idle and not state.unknown and state.to_ask > 0),
        ):
            self._line.offer(button, is_shown)
        self._line.fold()
        if focused is not None and focused.isHidden():
            likely = (*self._buttons[1:], self._hide)
            next((each for each in likely if not each.isHidden()), self).setFocus()

    def show_filter(self, wanted: Filter) -> None:
        """Press the button where the filter does what it would do."""
        self._filter = wanted
        self._hide.setChecked(self.hides_templates)
        set_look(self._hide, "active", "true" if self.hides_templates else "false")

    @property
    def hides_templates(self) -> bool:
        """Return whether the filter hides what comes only through templates, and nothing else."""
        return self._filter.origins == _BUT_TEMPLATES

    def toggle_templates(self) -> None:
        """Hide the links that come only through templates, or show those of all origins again."""
        origins = ALL_ORIGINS if self.hides_templates else _BUT_TEMPLATES
        self.filter_wanted.emit(replace(self._filter, origins=origins))
        self.show_filter(self._filter)  # which alone presses the button

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, 0, em * 3 // 4, em // 2)
        self._layout.setSpacing(em // 2)
        self._text.setMinimumWidth(em * 2)  # buttons say what can be done: they go first


def _button(text: str, wanted: SignalInstance) -> QPushButton:
    button = QPushButton(on_button(text), autoDefault=True)  # Enter presses it, too
    button.clicked.connect(lambda: wanted.emit())
    return button


def _offer(state: CheckState) -> str:
    sentence = _("Check again: {requests}") if state.is_again else _("Check {pages}: {requests}")
    requests = words.at_most_and_doubts(state.requests)
    return sentence.format(pages=words.pages(state.offered), requests=requests)


def _doubt_offer(pages: int, requests: int) -> str:
    return ngettext("Ask for it: {requests}", "Ask for each: {requests}", pages).format(
        requests=words.at_most(requests)
    )


def _words(state: CheckState) -> str:
    """Write how far the check is."""
    if state.asking:
        sentence = ngettext(
            "{count} page in doubt: asking for it",
            "{count} pages in doubt: asking for each",
            state.asking,
        )
        return sentence.format(count=words.number(state.asking))
    if state.total:
        return _("Checking: {pages}").format(pages=words.some_pages(state.read, state.total))
    if not state.is_complete:
        return _("Where links come from can be checked once the list is complete.")
    if state.is_again:
        return _("Known before the reload: {pages}").format(pages=words.pages(state.offered))
    if state.unknown == state.pages:
        return _("In the text or through a template?")
    if state.unknown:
        sentence = _("Stopped: {pages} checked") if state.is_stopped else _("Checked: {pages}")
        return sentence.format(pages=words.some_pages(state.pages - state.unknown, state.pages))
    if state.doubtful and not state.to_ask:
        return words.stay_in_doubt(state.doubtful)
    if state.doubtful:
        sentence = ngettext(
            "{count} page in doubt. Reading it again takes {requests}.",
            "{count} pages in doubt. Reading them again takes {requests}.",
            state.doubtful,
        )
        requests = words.at_most(state.doubt_reads)
        return sentence.format(count=words.number(state.doubtful), requests=requests)
    return _("It is known where all links come from.")
