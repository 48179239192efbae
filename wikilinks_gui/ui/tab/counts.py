# SPDX-License-Identifier: MIT
"""How much links to the explored page: in all, and of each kind and namespace, as chips."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QVBoxLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.filter import Filter, kinds_of
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.text import Text, on_button

_FRAME = 3  # pixels around the text of a link, which is a button; a mere text has none
_BLANK = "\u00a0"
NAMESPACES = 8  # at most so many are chips, the others stand in a menu


def quiet_link(text: str = "") -> QPushButton:
    """Make a button that looks like a word in a dim text, and like a link under the pointer."""
    button = QPushButton(on_button(text))
    button.setProperty("link", "quiet")
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class Dotted(Fitting, QWidget):
    """Widgets in a line, which may go on in the next, with dots between them."""

    def __init__(self) -> None:
        super().__init__()
        self.flow = FlowLayout(self)
        self.fit()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
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


class Summary(Fitting, QWidget):
    """How much links here, how much of it is checked, and chips that are filters.

    The counts change ten times a second while rows come in, so widgets are made once, and only
    their texts change: nothing flickers, and the focus stays where it is.
    """

    kind_toggled = Signal(str, bool)  # name of a kind, or "problems"; whether it is wanted
    namespace_toggled = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self._said = Text(role="dim")
        self._kind_chips = _Group(_("Kinds"))
        self._namespace_chips = _Group(_("Namespaces"))
        self._kinds: dict[str, Chip] = {}
        for kind in ("redirect", "transclusion", "file", "link", "problems"):
            self._kinds[kind] = chip = Chip()
            chip.toggled_by_hand.connect(partial(self.kind_toggled.emit, kind))
            self._kind_chips.flow.addWidget(chip)
        self._namespaces: dict[int, Chip] = {}  # in order
        self._rest: list[tuple[int, str]] = []  # namespaces that stand in the menu
        self._pattern = _("{namespace} {count}")
        self._names: dict[int, str] = {}
        self._filter = Filter()
        self._last: tuple[SiteInfo, Counts, Counts] | None = None
        self._more = quiet_link(_("more…"))
        self._more.setAccessibleName(_("More namespaces"))
        self._more.clicked.connect(self._show_more)
        self._namespace_chips.flow.addWidget(self._more)
        self._chips = QWidget()
        self._groups = FlowLayout(self._chips)
        for group in (self._kind_chips, self._namespace_chips):
            self._groups.addWidget(group)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._said)
        self._layout.addWidget(self._chips)
        self.fit()

    def leave_room(self) -> None:
        """Be empty lines: what is below stays where it is when the counts come."""
        self._last = None
        self._said.setText(_BLANK)
        for button in (*self._kinds.values(), *self._namespaces.values(), self._more):
            button.hide()
        chip = self._kinds["link"]
        chip.ensurePolished()
        self._chips.setMinimumHeight(chip.sizeHint().height())
        self.show()

    def show_counts(
        self, site: SiteInfo, all_: Counts, shown: Counts, progress: tuple[int, int]
    ) -> None:
        """Show how many rows there are, and how many pass the filter.

        ``progress``: how many pages are checked, and of how many.
        """
        if self._last is None:
            self.hide()  # for a moment: each button that comes is laid out in the whole window
        said = [words.links_from_pages(all_.rows, all_.pages, shown.rows, shown.pages)]
        if progress[0]:
            said.append(words.checked(*progress))
        if (sentence := " · ".join(said)) != self._said.text():
            self._said.setText(sentence)
        for kind, chip in self._kinds.items():
            text = words.of_kind(kind, _count(shown, kind)) if _count(all_, kind) else ""
            chip.show_count(text, _count(shown, kind), _count(all_, kind))
        if self._last is None or self._last[0] is not site:
            self._names = {}
        self._last = site, all_, shown
        self._show_namespaces(*self._last)
        self.show()

    def show_filter(self, wanted: Filter) -> None:
        """Press the chips that the filter goes by."""
        self._filter = wanted
        for name, chip in self._kinds.items():
            chip.setChecked(name in kinds_of(wanted))
        for namespace, chip in self._namespaces.items():
            chip.setChecked(self._is_wanted(namespace))

    def set_low(self, is_low: bool) -> None:
        """Leave the room to the rows: the filter has menus of kinds and namespaces, too."""
        self._chips.setVisible(not is_low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many namespaces as there is room for."""
        super().resizeEvent(event)
        if self._last:
            self._show_namespaces(*self._last)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setSpacing(em // 4)
        self._groups.set_gaps(em, em // 4)
        for group in (self._kind_chips, self._namespace_chips):
            group.flow.set_gaps(em // 4, em // 4)

    def _is_wanted(self, namespace: int) -> bool:
        wanted = self._filter
        return not wanted.but and namespace in (wanted.namespaces or ())

    def _show_namespaces(self, site: SiteInfo, all_: Counts, shown: Counts) -> None:
        counts = all_.by_namespace
        by_count = sorted(counts, key=lambda namespace: -counts[namespace])
        room = self.width() // (self.fontMetrics().height() * 6)  # two lines, mostly
        in_line = set(by_count[: max(2, min(room, NAMESPACES))])
        in_line |= {n for n, chip in self._namespaces.items() if chip.hasFocus()}
        in_line |= {n for n in counts if self._is_wanted(n)}
        for namespace in sorted(in_line - self._namespaces.keys()):
            self._namespaces[namespace] = chip = Chip()
            chip.setChecked(self._is_wanted(namespace))
            chip.toggled_by_hand.connect(partial(self.namespace_toggled.emit, namespace))
            before = sum(other < namespace for other in self._namespaces)
            self._namespace_chips.flow.insert_widget(before, chip)
        for namespace, chip in self._namespaces.items():
            total = counts.get(namespace, 0) if namespace in in_line else 0
            count = shown.by_namespace.get(namespace, 0)
            chip.show_count(self._counted(site, namespace, count) if total else "", count, total)
        self._rest = [
            (namespace, self._counted(site, namespace, shown.by_namespace.get(namespace, 0)))
            for namespace in sorted(counts.keys() - in_line)
        ]
        self._more.setVisible(bool(self._rest))
        for group in (self._kind_chips, self._namespace_chips):
            group.show_if_filled()

    def _counted(self, site: SiteInfo, namespace: int, count: int) -> str:
        if namespace not in self._names:
            self._names[namespace] = words.namespace_name(site, namespace)
        return self._pattern.format(namespace=self._names[namespace], count=words.number(count))

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for namespace, text in self._rest:
            menu.addAction(on_button(text)).triggered.connect(
                partial(self.namespace_toggled.emit, namespace, True)
            )
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


class Chip(QPushButton):
    """A count that shows only what it counts while it is down."""

    toggled_by_hand = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("chip", "true")
        self.clicked.connect(self.toggled_by_hand)
        self.hide()

    def show_count(self, text: str, shown: int, total: int) -> None:
        """Show a text, nothing on none; the tip says of how many, where some are left out."""
        text = on_button(text)
        if text != self.text():
            self.setText(text)
        tip = words.some_of(shown, total) if shown != total else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
        if self.isHidden() == bool(text):
            self.setVisible(bool(text))


class _Group(QWidget):
    """Chips that belong together."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.flow = FlowLayout(self)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Maximum)  # no wider than its chips
        self.setSizePolicy(policy)

    def show_if_filled(self) -> None:
        """Take no room while all chips are hidden."""
        chips = self.findChildren(QPushButton)
        self.setHidden(all(chip.isHidden() for chip in chips))


def _count(counts: Counts, kind: str) -> int:
    return counts.problems if kind == "problems" else counts.by_kind[kind]
