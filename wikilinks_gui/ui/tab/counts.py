# SPDX-License-Identifier: MIT
"""How much links to the explored page: in all, and of each kind and namespace, as chips."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.filter import Filter, kinds_of, with_kind, with_namespace
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.text import Text, on_button

_BLANK = "\u00a0"

NAMESPACES = 8
"""Most namespaces that are chips, those with most rows; the filter has all in its menu."""


class Summary(Fitting, QWidget):
    """How much links here, how much of it is checked, and chips that are filters.

    The counts change ten times a second while rows come in, so widgets are made once, and only
    their texts change: nothing flickers, and the focus stays where it is.
    """

    filter_wanted = Signal(object)  # a Filter

    def __init__(self) -> None:
        super().__init__()
        self._filter = Filter()
        self._total = Text(role="dim")
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._kinds: dict[str, Chip] = {}
        for kind in ("redirect", "transclusion", "file", "link", "problems"):
            self._kinds[kind] = chip = Chip(partial(self._toggle, with_kind, kind))
            self._flow.addWidget(chip)
        self._namespaces: dict[int, Chip] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._total)
        self._layout.addWidget(self._chips)

    def leave_room(self) -> None:
        """Show empty lines: what is below stays where it is when the counts come."""
        self._total.setText(_BLANK)
        for chip in (*self._kinds.values(), *self._namespaces.values()):
            chip.hide()
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
        total = _links_from_pages(all_.rows, all_.pages, shown.rows, shown.pages)
        if progress[0]:
            total = _("{links} · {checked}").format(links=total, checked=_checked(*progress))
        if self._total.text() == _BLANK:
            self.hide()  # for a moment: each button that comes is laid out in the whole window
        self._total.setText(total)
        for kind, chip in self._kinds.items():
            count = _count(shown, kind)
            chip.show_count(_of_kind(kind, count), count, _count(all_, kind))
        counts = all_.by_namespace
        chosen = set(sorted(counts, key=lambda namespace: -counts[namespace])[:NAMESPACES])
        chosen |= {n for n, chip in self._namespaces.items() if chip.hasFocus()}
        chosen |= {n for n in counts if self._is_wanted(n)}
        for namespace in sorted(chosen - self._namespaces.keys()):
            self._add_namespace(namespace)
        for namespace, chip in self._namespaces.items():
            count = shown.by_namespace.get(namespace, 0)
            text = _("{namespace} {count}").format(
                namespace=words.namespace_name(site, namespace), count=words.number(count)
            )
            chip.show_count(text, count, counts.get(namespace, 0) if namespace in chosen else 0)
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

    def fit(self) -> None:
        """Size gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setSpacing(em // 4)
        self._flow.set_gaps(em // 3, em // 4)

    def _toggle(self, change: Callable[..., Filter], of: str | int, on: bool) -> None:
        self.filter_wanted.emit(change(self._filter, of, on))

    def _is_wanted(self, namespace: int) -> bool:
        wanted = self._filter
        return not wanted.but and namespace in (wanted.namespaces or ())

    def _add_namespace(self, namespace: int) -> None:
        chip = Chip(partial(self._toggle, with_namespace, namespace))
        chip.setChecked(self._is_wanted(namespace))
        self._flow.addWidget(chip)
        self._namespaces[namespace] = chip


class Chip(QPushButton):
    """A count that shows only what it counts while it is down."""

    def __init__(self, toggle: Callable[[bool], object]) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("chip", "true")
        self.clicked.connect(lambda: toggle(not self.isChecked()))
        self.hide()

    def nextCheckState(self) -> None:
        """Leave it to the filter whether it is down."""

    def show_count(self, text: str, shown: int, total: int) -> None:
        """Show a text, or hide if there is nothing in all; a tip tells of rows that are hidden."""
        self.setText(on_button(text))
        self.setToolTip(words.some_of(shown, total) if shown != total else "")
        self.setVisible(total > 0)


def _count(counts: Counts, kind: str) -> int:
    return counts.problems if kind == "problems" else counts.by_kind[kind]


def _of_kind(name: str, count: int) -> str:
    """Write how many there are of a kind, by its name, or of "problems"."""
    sentence = {
        "link": ngettext("{count} wikilink", "{count} wikilinks", count),
        "redirect": ngettext("{count} redirect", "{count} redirects", count),
        "transclusion": ngettext("{count} transclusion", "{count} transclusions", count),
        "file": ngettext("{count} use of the file", "{count} uses of the file", count),
        "problems": ngettext("{count} problem", "{count} problems", count),
    }[name]
    return sentence.format(count=words.number(count))


def _checked(count: int, total: int) -> str:
    """Write how many pages are checked, of how many."""
    sentence = ngettext("{count} of {all} page checked", "{count} of {all} pages checked", total)
    return sentence.format(count=words.number(count), all=words.number(total))


def _links_from_pages(all_links: int, all_pages: int, shown_links: int, shown_pages: int) -> str:
    """Write how many links there are, from how many pages, and how many of these are shown."""
    some_links = words.links(all_links)
    if shown_links != all_links:
        some_links = ngettext("{count} of {all} link", "{count} of {all} links", all_links).format(
            count=words.number(shown_links), all=words.number(all_links)
        )
    return _("{links} from {pages}").format(
        links=some_links, pages=words.some_pages(shown_pages, all_pages)
    )
