# SPDX-License-Identifier: MIT
"""The panel under the tree: what is known of the current row."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.ui.tree.words import kind_words, way_words
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.icons import icon, icon_button
from wikilinks_gui.ui.widgets.text import Line, Text
from wikilinks_gui.ui.widgets.theme import set_look
from wikilinks_gui.words import number

MOST_WAYS = 5
"""Most ways in which a page links here that are listed; a page may link in hundreds."""


class ContextPanel(Fitting, QWidget):
    """Title and kinds of a row, where a redirect leads, in which ways its page links here."""

    page_wanted = Signal(str)  # in the browser: MediaWiki's action, or "view"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The current row"))
        self._title = _label("strong")
        self._words = _label("dim")
        self._ways = Line("dim")
        self._buttons = [
            icon_button(name, words, partial(self.page_wanted.emit, action))
            for name, words, action in (
                ("link-external", _("Open the page in the browser"), "view"),
                ("edit", _("Edit the page in the browser"), "edit"),
                ("history", _("Show the page history in the browser"), "history"),
            )
        ]
        self._fold = icon_button("collapse", _("Hide the details"), self._on_folded)
        self._is_folded = False
        for button in self._buttons:  # their actions have keys of their own
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        first = QHBoxLayout()
        first.addWidget(self._title, 1)
        for button in (*self._buttons, self._fold):
            button.setAutoRaise(True)
            first.addWidget(button)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(first)
        self._layout.addWidget(self._words)
        self._layout.addWidget(self._ways)
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
        self._words.setText(said)  # which keeps its height
        self._ways.set_whole_text(_ways_words(ways) if ways else " ")
        for button in self._buttons:
            button.setEnabled(row is not None)

    def _on_folded(self) -> None:
        self._is_folded = not self._is_folded
        for widget in (self._words, self._ways, *self._buttons):
            widget.setVisible(not self._is_folded)
        words = _("Show the details") if self._is_folded else _("Hide the details")
        self._fold.setIcon(icon("expand" if self._is_folded else "collapse"))
        self._fold.setToolTip(words)
        self._fold.setAccessibleName(words)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 2, em * 3 // 4, em // 2)
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
