# SPDX-License-Identifier: MIT
"""The strip under the tree: what is known of the current row."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wikilinks_gui.links.rows import Kind, Row
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _, isolated
from wikilinks_gui.ui.text import Text
from wikilinks_gui.ui.theme import set_look
from wikilinks_gui.ui.tree.words import kind_words, way_words


class Details(QWidget):
    """Title, kinds, the redirects that the link comes through, section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The current row"))
        self._title = _label("strong")
        self._words = _label("dim")
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._words)
        self._fit()
        self.show_row(None, None, ())

    def show_row(
        self, site: SiteInfo | None, row: Row | None, way: Sequence[str], kinds: str = ""
    ) -> None:
        """Show a row; ``way`` are the redirects it links through, the one it links to first.

        ``kinds`` says how it links, if more is known than the row tells.
        """
        set_look(self._title, "role", "strong" if row else "dim")
        self._title.setText(row.title if row else _("No row is selected."))
        self._words.setText(_words(site, row, way, kinds) if row else " ")  # keeps its height

    def changeEvent(self, event: QEvent) -> None:
        """Make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 2, em * 3 // 4, em // 4)
        self._layout.setSpacing(em // 6)


def _label(role: str) -> QLabel:
    label = Text(role=role)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _words(site: SiteInfo | None, row: Row, way: Sequence[str], kinds: str) -> str:
    """Say what is known of a row, besides its title."""
    # The explored page itself links in no way.
    said = [kinds or kind_words(row) if row.kinds else _("The list is of what links to it.")]
    if way:
        said.append(way_words(way))
    if row.kinds & Kind.REDIRECT and row.section:
        said.append(_("to § {section}").format(section=isolated(row.section)))
    elif row.section:
        said.append(_("§ {section}").format(section=isolated(row.section)))
    return " · ".join(said)
