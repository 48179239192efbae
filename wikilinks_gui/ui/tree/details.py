# SPDX-License-Identifier: MIT
"""The strip under the tree: what is known of the current row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStyle, QVBoxLayout, QWidget

from wikilinks_gui.links.rows import Kind, Row
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tree.model import kind_words


class Details(QWidget):
    """Title, kinds, the redirects that the link comes through, section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The current row"))
        self._title = _label()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._words = _label()
        self._words.setProperty("role", "dim")
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 2
        layout.setContentsMargins(2 * margin, margin, 2 * margin, margin)
        layout.setSpacing(margin // 2)
        layout.addWidget(self._title)
        layout.addWidget(self._words)
        self.show_row(None, None, ())

    def show_row(self, site: SiteInfo | None, row: Row | None, way: Sequence[str]) -> None:
        """Show a row; ``way`` are the redirects it links through, the one it links to first."""
        # By itself, a label stands where its text's script begins.
        start = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        for label in (self._title, self._words):
            label.setAlignment(start | Qt.AlignmentFlag.AlignAbsolute)
        self._title.setText(row.title if row else " ")  # keeps its height
        self._words.setText(_words(site, row, way) if row else _("No row is selected."))


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _words(site: SiteInfo | None, row: Row, way: Sequence[str]) -> str:
    """Say what is known of a row, besides its title."""
    said = [kind_words(row)]
    if way:
        said.append(_("through {redirects}").format(redirects=" → ".join(way)))
    if row.kinds & Kind.REDIRECT and row.section:
        said.append(_("to § {section}").format(section=row.section))
    elif row.section:
        said.append(_("§ {section}").format(section=row.section))
    return " · ".join(said)
