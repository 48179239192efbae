# SPDX-License-Identifier: MIT
"""A card beside the pointer with facts about what is under it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.table.redirectkinds import Trait
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.ui.graph.layer import Hit
from wikilinks_gui.ui.tree.words import kind_words, through_words, way_words
from wikilinks_gui.words import namespace_name, number


class Card(QFrame):
    """Lies over the picture, and is transparent to the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._title, self._facts = QLabel(self), QLabel(self)
        for label in (self._title, self._facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        self.hide()

    def show_for(self, hit: Hit, at: QPoint) -> None:
        """Show what is under the pointer, beside it and inside the parent."""
        title, facts = words_of(hit)
        self._title.setText(self._cut(title))
        self._facts.setText("\n".join(map(self._cut, facts)))
        self._facts.setVisible(bool(facts))
        self.adjustSize()
        room = self._over.rect()
        gap = self.fontMetrics().height()
        x, y = at.x() + gap, at.y() + gap
        if x + self.width() > room.width():
            x = max(0, at.x() - gap - self.width())
        if y + self.height() > room.height():
            y = max(0, at.y() - gap - self.height())
        self.move(x, y)
        self.show()
        self.raise_()

    def _cut(self, text: str) -> str:
        wide = min(self.fontMetrics().averageCharWidth() * 60, self._over.width() * 3 // 4)
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, wide)


def words_of(hit: Hit) -> tuple[str, list[str]]:
    """Return what something in the picture is: a title, and lines of facts."""
    layer = hit.layer
    if hit.disc >= 0:
        left = layer.left(hit.disc)
        title = ngettext("{count} more row", "{count} more rows", left).format(count=number(left))
        return title, [_("Double-click or press Enter to draw more of them.")]
    if hit.node == PAGE:
        return layer.title, [_("the listed pages link to this one")]
    row = layer.table.row(hit.node)
    traits, target = layer.table.traits(hit.node), layer.table.redirect_target(hit.node)
    kinds = kind_words(row, traits & ~Trait.SECTION, target)  # which is named below
    facts = [f"{namespace_name(layer.site, row.namespace)} · {kinds}"]
    if way := layer.table.way(hit.node):
        facts.append(way_words(way))
    if row.section:
        facts.append(_("to § {section}").format(section=isolated(row.section)))
    count = layer.table.through(hit.node)
    if count:
        facts.append(through_words(layer.table.through_shown(hit.node), count))
    return row.title, facts
