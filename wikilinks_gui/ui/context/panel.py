# SPDX-License-Identifier: MIT
"""The panel under the tree: what is known of the current row."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wikilinks_gui.listing.linkcontexts import LinkContext, RowContext
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.ui.context.sentences import Passage, Sentences
from wikilinks_gui.ui.context.words import check_words, explanation, summary
from wikilinks_gui.ui.tree.words import kind_words, way_words
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.icons import icon, icon_button
from wikilinks_gui.ui.widgets.text import Line, Text, link_button, on_button
from wikilinks_gui.ui.widgets.theme import set_look
from wikilinks_gui.words import number

MOST_WAYS = 5
"""Most ways in which a page links here that are listed; a page may link in hundreds."""


class ContextPanel(Fitting, QWidget):
    """Title and kinds of a row, in which ways its page links here, and its links in sentences."""

    page_wanted = Signal(str)  # in the browser: MediaWiki's action, or "view"
    passage_wanted = Signal(object, str)  # Passage, in the browser: "view" or "edit"
    check_wanted = Signal()  # of the row that is shown
    fold_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_folded = False
        self._row: Row | None = None
        self.setAccessibleName(_("The current row"))
        self._title = _label("strong")
        self._words = Line("dim")
        self._origin = Line("")
        self._check = link_button("", self.check_wanted.emit)
        self.sentences = Sentences()
        self.sentences.open_wanted.connect(self.passage_wanted)
        self._buttons = [
            icon_button(name, words, partial(self.page_wanted.emit, action))
            for name, words, action in (
                ("link-external", _("Open the page in the browser"), "view"),
                ("edit", _("Edit the page in the browser"), "edit"),
                ("history", _("Show the page history in the browser"), "history"),
            )
        ]
        self._fold = icon_button("collapse", _("Hide the details"), self.fold_wanted.emit)
        self._copy = icon_button("copy", _("Copy the link text"), self.sentences.copy_label)
        for button in (*self._buttons, self._copy):  # their actions have keys of their own
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        first = self._first = QHBoxLayout()
        first.addWidget(self._title, 1)
        for button in (self._copy, *self._buttons, self._fold):
            button.setAutoRaise(True)
            first.addWidget(button)
        origin = QHBoxLayout()
        origin.addWidget(self._origin, 1)
        origin.addWidget(self._check)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(first)
        self._layout.addWidget(self._words)
        self._layout.addLayout(origin)
        self._layout.addWidget(self.sentences, 1)
        self.show_row(None, ())

    def show_row(
        self,
        row: Row | None,
        way: Sequence[str],
        kinds: str = "",
        *,
        target: str = "",
        ways: Sequence[Sequence[str]] | None = None,
    ) -> None:
        """Show a row; ``way`` are the redirects it links through, the one it links to first.

        ``kinds`` says how it links, if more is known than the row tells; ``target`` is where it
        leads if it is a redirect; ``ways`` are all in which its page links to the explored one.
        """
        set_look(self._title, "role", "strong" if row else "dim")
        self._title.setText(row.title if row else _("No row is selected."))
        said = _words(row, () if ways else way, kinds, target) if row else " "
        self._words.set_whole_text(f"{said} · {_ways_words(ways)}" if ways else said)
        for button in self._buttons:
            button.setEnabled(row is not None)
        if row is None or row != self._row:
            self._show_origin(" ", "")
            self._show_passages(())
        self._row = row

    def show_context(
        self,
        row: Row,
        origin: Origin,
        templates: Sequence[str],
        context: RowContext | None,
        *,
        cost: int,
        doubt_cost: int = 0,
    ) -> None:
        """Show where the link of the row comes from, and where it stands as far as it was read.

        ``cost`` are the requests that a check of it takes at most; 0: the list is not complete.
        ``doubt_cost`` are those where it is in doubt; 0: the wiki renders nothing.
        """
        links = context.links if context else ()
        passages = [Passage(row.title, link, is_template=False) for link in links]
        if context:
            found = context.from_templates
            passages += [Passage(title, link, is_template=True) for title, link in found]
        is_due = cost > 0 and (origin == Origin.UNKNOWN or context is not None)
        offer = check_words(context, cost, doubt_cost) if is_due else ""
        self._show_origin(summary(origin, templates, context), offer)
        text = "" if passages else explanation(origin, context, is_complete=cost > 0)
        self._show_passages(passages, text)

    def link_of(self, row: Row) -> LinkContext | None:
        """Return the link in the text of a row that the user is at; None for any other row."""
        passage = self.sentences.current() if row == self._row else None
        return passage.link if passage and not passage.is_template else None

    def _show_passages(self, passages: Sequence[Passage], text: str = "") -> None:
        self.sentences.show_passages(passages, text)
        self._copy.setEnabled(bool(passages))

    def _show_origin(self, words: str, check: str) -> None:
        self._origin.set_whole_text(words)
        self._check.setText(on_button(check))
        self._check.setVisible(bool(check) and not self.is_folded)

    def set_folded(self, is_folded: bool) -> None:
        """Show the title alone, or everything."""
        if is_folded == self.is_folded:
            return
        self.is_folded = is_folded
        for widget in (self._words, self._origin, self.sentences, self._copy, *self._buttons):
            widget.setVisible(not is_folded)
        self._check.setVisible(not is_folded and bool(self._check.text()))
        words = _("Show the details") if is_folded else _("Hide the details")
        self._fold.setIcon(icon("expand" if is_folded else "collapse"))
        self._fold.setToolTip(words)
        self._fold.setAccessibleName(words)
        self.fit()

    @property
    def entered(self) -> QWidget:
        """What has the focus when the user goes to the panel."""
        return self._fold if self.is_folded else self.sentences

    def head_height(self) -> int:
        """Return the height of the title's line with the margins, which is all when folded."""
        margins = self._layout.contentsMargins()
        return self._first.sizeHint().height() + margins.top() + margins.bottom()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        gap = 0 if self.is_folded else em // 8
        self._layout.setContentsMargins(em * 3 // 4, gap, em * 3 // 4, gap)
        self._layout.setSpacing(em // 6)


def _label(role: str) -> QLabel:
    label = Text(role=role)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _words(row: Row, way: Sequence[str], kinds: str, target: str) -> str:
    """Return what is known of a row besides its title."""
    # The explored page itself links in no way.
    said = [kinds or kind_words(row) if row.kinds else _("The list shows what links to it.")]
    if way:
        said.append(way_words(way))
    section = isolated(row.section)
    if row.kinds & Kind.REDIRECT and target:
        to = _("{title} § {section}") if row.section else "{title}"
        to = to.format(title=isolated(target), section=section)
        said.append(_("redirects to {target}").format(target=to))
    elif row.kinds & Kind.REDIRECT and row.section:
        said.append(_("to § {section}").format(section=section))
    elif row.section:
        said.append(_("§ {section}").format(section=section))
    return " · ".join(said)


def _ways_words(ways: Sequence[Sequence[str]]) -> str:
    """Return in which ways a page links to the explored one, the shortest first."""
    arrow = " → " if QGuiApplication.isLeftToRight() else " ← "
    said = [
        _("via {redirects}").format(redirects=arrow.join(map(isolated, way)))
        if way
        else _("directly")
        for way in sorted(ways, key=len)[:MOST_WAYS]
    ]
    if more := len(ways) - len(said):
        words = ngettext("in {count} more way", "in {count} more ways", more)
        said.append(words.format(count=number(more)))
    return _("Links here: {ways}").format(ways=", ".join(said))
