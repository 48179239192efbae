# SPDX-License-Identifier: MIT
"""How much links to the explored page, in all and of each kind and namespace, in a line."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStyle, QWidget

from wikilinks_gui import words
from wikilinks_gui.links.table import Counts
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _
from wikilinks_gui.ui.flow import FlowLayout
from wikilinks_gui.ui.text import Text, on_button

_FRAME = 3  # pixels around the text of a link, which is a button; a mere text has none
_BLANK = "\u00a0"
NAMESPACES = 8  # at most so many stand in the line, the others in a menu


def quiet_link(text: str = "") -> QPushButton:
    """Make a button that looks like a word in a dim text, and like a link under the pointer."""
    button = QPushButton(on_button(text))
    button.setProperty("link", "quiet")
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class Dotted(QWidget):
    """Widgets in a line, which may go on in the next, with dots between them."""

    def __init__(self) -> None:
        super().__init__()
        self.flow = FlowLayout(self)
        self._set_gaps()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_gaps()

    def _set_gaps(self) -> None:
        self.flow.set_gaps(self.fontMetrics().horizontalAdvance(" · "), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for number, line in enumerate(self.flow.lines()):
            for at, (before, after) in enumerate(pairwise(line)):
                start = _FRAME if number == at == 0 else 0
                gap = QRect(before.topRight(), after.bottomLeft()).adjusted(1 + start, 0, -1, 0)
                place = QStyle.visualRect(self.layoutDirection(), self.rect(), gap)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "·")


class CountsLine(Dotted):
    """How much links here; each count is a link that wants to be a filter.

    The counts change ten times a second while rows come in, so widgets are made once, and only
    their texts change: nothing flickers, and the focus stays where it is.
    """

    namespace_wanted = Signal(int)
    kind_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._all = Text(role="dim")
        self._all.setWordWrap(False)
        self.flow.addWidget(self._all)
        self._kinds: dict[str, QPushButton] = {}
        for kind in ("redirect", "transclusion", "file", "link"):
            self._kinds[kind] = button = quiet_link()
            button.clicked.connect(partial(self.kind_wanted.emit, kind))
            self.flow.addWidget(button)
        self._namespaces: dict[int, QPushButton] = {}  # in order
        self._rest: list[tuple[int, str]] = []  # namespaces that stand in the menu
        self._pattern = _("{namespace} {count}")
        self._names: dict[int, str] = {}
        self._last: tuple[SiteInfo, dict[int, int]] | None = None
        self._more = quiet_link(_("more…"))
        self._more.setAccessibleName(_("More namespaces"))
        self._more.clicked.connect(self._show_more)
        self.flow.addWidget(self._more)

    def leave_room(self) -> None:
        """Be a line that says nothing yet: what is below stays where it is when the counts come."""
        self._last = None
        self._more.ensurePolished()
        self._all.setMinimumHeight(self._more.sizeHint().height())  # of the line with buttons in it
        self._all.setText(_BLANK)
        for button in (*self._kinds.values(), *self._namespaces.values(), self._more):
            button.hide()
        self.show()

    def show_counts(self, site: SiteInfo, all_: Counts, shown: Counts, pages: int) -> None:
        """Show how many rows there are; ``shown`` pass the filter; ``pages``: distinct ones."""
        if self._last is None:
            self.hide()  # for a moment: each button that comes is laid out in the whole window
        sentence = words.links(all_.rows)
        if shown.rows != all_.rows:
            sentence = _("{count} of {links}").format(
                count=words.number(shown.rows), links=sentence
            )
        elif pages:
            sentence = _("{links} from {pages}").format(links=sentence, pages=words.pages(pages))
        if sentence != self._all.text():
            self._all.setText(sentence)
        only = all_.by_kind["transclusion"] == all_.by_kind["file"] == 0
        for kind, button in self._kinds.items():
            # Where there are but redirects and links, the sum says how many links there are.
            count = 0 if kind == "link" and only else all_.by_kind[kind]
            self._show(button, words.of_kind(kind, count) if count else "")
        if self._last is None or self._last[0] is not site:
            self._names = {}
        self._last = site, all_.by_namespace
        self._show_namespaces(*self._last)
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many namespaces as there is room for."""
        super().resizeEvent(event)
        if self._last:
            self._show_namespaces(*self._last)

    def _show_namespaces(self, site: SiteInfo, counts: dict[int, int]) -> None:
        by_count = sorted(counts, key=lambda namespace: -counts[namespace])
        room = self.width() // (self.fontMetrics().height() * 6)  # two lines, mostly
        in_line = set(by_count[: max(2, min(room, NAMESPACES))])
        in_line |= {n for n, button in self._namespaces.items() if button.hasFocus()}
        for namespace in sorted(in_line - self._namespaces.keys()):
            self._namespaces[namespace] = button = quiet_link()
            button.clicked.connect(partial(self.namespace_wanted.emit, namespace))
            before = sum(other < namespace for other in self._namespaces)
            self.flow.insert_widget(1 + len(self._kinds) + before, button)
        for namespace, button in self._namespaces.items():
            count = counts.get(namespace, 0) if namespace in in_line else 0
            self._show(button, self._counted(site, namespace, count) if count else "")
        self._rest = [
            (namespace, self._counted(site, namespace, counts[namespace]))
            for namespace in sorted(counts.keys() - in_line)
        ]
        self._more.setVisible(bool(self._rest))

    def _show(self, button: QPushButton, text: str) -> None:
        """Show a text on a button, nothing on none."""
        text = on_button(text)
        if text != button.text():
            button.setText(text)
        if button.isHidden() == bool(text):
            button.setVisible(bool(text))

    def _counted(self, site: SiteInfo, namespace: int, count: int) -> str:
        if namespace not in self._names:
            self._names[namespace] = words.namespace_name(site, namespace)
        return self._pattern.format(namespace=self._names[namespace], count=words.number(count))

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for namespace, text in self._rest:
            menu.addAction(on_button(text)).triggered.connect(
                partial(self.namespace_wanted.emit, namespace)
            )
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
