# SPDX-License-Identifier: MIT
"""Counts of rows by kind, namespace, origin and template; each is a filter."""

import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from wikilinks_gui import words
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.filter import (
    Filter,
    kinds_of,
    origins_of,
    with_kind,
    with_namespace,
    with_origin,
    with_template,
)
from wikilinks_gui.table.origin import ORIGIN_GROUPS
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.ui.widgets.oneline import OneLine
from wikilinks_gui.ui.widgets.text import on_button
from wikilinks_gui.ui.widgets.theme import set_look

NAMESPACES = 8
"""Most namespaces that are chips, those with most rows; the filter has all in its menu."""

TEMPLATES = 4
"""Likewise of templates, whose titles are long."""

Key = TypeVar("Key", int, str)


class Chips(OneLine):
    """Buttons with counts, in one line from the start: what becomes known later moves no rows.

    The counts change ten times a second while rows come in, so widgets are made once, and only
    their texts change: nothing flickers, and the focus stays where it is.
    """

    filter_wanted = Signal(object)  # a Filter

    def __init__(self) -> None:
        super().__init__(_("More…"), _("More counts"))
        set_look(self._more, "chip", "true")
        self._filter = Filter()
        kinds = ("redirect", "transclusion", "file", "link", "problems")
        self._kinds = {name: self._add(with_kind, name) for name in kinds}
        self._origins = {name: self._add(with_origin, name) for name in ORIGIN_GROUPS}
        self._namespaces: dict[int, QPushButton] = {}
        self._templates: dict[str, QPushButton] = {}
        self._with_template: dict[QPushButton, int] = {}  # rows

    def clear(self) -> None:
        """Show no counts."""
        self._offered.clear()
        self.fold()

    def show_counts(self, site: SiteInfo, all_: Counts, shown: Counts) -> None:
        """Show how many rows pass the filter of each kind that there is."""
        for name, chip in self._kinds.items():
            count = _of_kind(shown, name)
            self._show_count(chip, _kind_words(name, count), count, _of_kind(all_, name))
        chosen = _most(self._namespaces, all_.by_namespace, NAMESPACES, self._is_namespace)
        for namespace in sorted(chosen - self._namespaces.keys()):
            before = next(iter(self._templates.values()), None)
            self._namespaces[namespace] = self._add(with_namespace, namespace, before)
        for namespace, chip in self._namespaces.items():
            count = shown.by_namespace.get(namespace, 0)
            text = _("{count} in {namespace}").format(
                namespace=words.namespace_name(site, namespace), count=words.number(count)
            )
            in_all = all_.by_namespace.get(namespace, 0) if namespace in chosen else 0
            self._show_count(chip, text, count, in_all)
        self._show_origins(all_, shown)
        self.show_filter(self._filter)  # there may be new chips

    def _show_origins(self, all_: Counts, shown: Counts) -> None:
        """Show a chip for each origin once any is known, each in its place whatever is found."""
        for name, chip in self._origins.items():
            count, in_all = shown.of_origin(name), all_.of_origin(name)
            sentence = _("{count} {origin}")
            widest = sentence.format(origin=words.origin(name), count=words.number(all_.rows))
            text = sentence.format(origin=words.origin(name), count=words.number(count))
            chip.setText(on_button(widest))
            chip.setMinimumWidth(chip.sizeHint().width())
            self._show_count(chip, text, count, in_all)
            chip.setEnabled(in_all > 0 or chip.isChecked() or chip.hasFocus())
            self.offer(chip, all_.has_origins)
        chosen = _most(self._templates, all_.by_template, TEMPLATES, self._is_template)
        for title in sorted(chosen - self._templates.keys()):
            self._templates[title] = self._add(with_template, title)
        for title, chip in self._templates.items():
            count = shown.by_template.get(title, 0)
            text = _("{count} with {template}").format(
                template=isolated(title), count=words.number(count)
            )
            in_all = all_.by_template.get(title, 0) if title in chosen else 0
            self._show_count(chip, text, count, in_all)
            self._with_template[chip] = in_all

    def _fill_menu(self) -> None:
        """Sort templates where nothing moves by that: in the menu, as it opens."""
        self._folded.sort(key=lambda chip: -self._with_template.get(chip, sys.maxsize))
        super()._fill_menu()

    def show_filter(self, wanted: Filter) -> None:
        """Press the chips that the filter goes by."""
        self._filter = wanted
        kinds, origins = kinds_of(wanted), origins_of(wanted)
        for name, chip in self._kinds.items():
            chip.setChecked(name in kinds)
        for name, chip in self._origins.items():
            chip.setChecked(name in origins)
        for namespace, chip in self._namespaces.items():
            chip.setChecked(self._is_namespace(namespace))
        for title, chip in self._templates.items():
            chip.setChecked(self._is_template(title))
        self.fold()

    def _add(
        self,
        change: Callable[[Filter, Key, bool], Filter],
        key: Key,
        before: QPushButton | None = None,
    ) -> QPushButton:
        """Add a count that shows only what it counts while it is down."""
        chip = QPushButton(autoDefault=True)  # Enter presses it, too
        chip.setCheckable(True)
        chip.setProperty("chip", "true")
        chip.clicked.connect(lambda on: self._toggle(change, key, on))
        self.add(chip, before=before)
        return chip

    def _show_count(self, chip: QPushButton, text: str, shown: int, total: int) -> None:
        """Show a text, or hide if there is nothing in all; a tip tells of rows that are hidden."""
        chip.setText(on_button(text))
        chip.setToolTip(words.some_of(shown, total) if shown != total else "")
        self.offer(chip, total > 0)

    def _toggle(self, change: Callable[[Filter, Key, bool], Filter], key: Key, on: bool) -> None:
        self.filter_wanted.emit(change(self._filter, key, on))
        self.show_filter(self._filter)  # which alone presses chips

    def _is_namespace(self, namespace: int) -> bool:
        wanted = self._filter
        return not wanted.but and namespace in (wanted.namespaces or ())

    def _is_template(self, title: str) -> bool:
        return title in (self._filter.templates or ())


def _most(
    chips: Mapping[Key, QPushButton],
    counts: Mapping[Key, int],
    most: int,
    is_wanted: Callable[[Key], bool],
) -> set[Key]:
    """Return what is to have a chip: what has most rows, what is filtered by or has the focus."""
    chosen = set(sorted(counts, key=lambda key: -counts[key])[:most])
    chosen |= {key for key, chip in chips.items() if chip.hasFocus()}
    return chosen | {key for key in counts if is_wanted(key)}


def _of_kind(counts: Counts, kind: str) -> int:
    return counts.problems if kind == "problems" else counts.by_kind[kind]


def _kind_words(name: str, count: int) -> str:
    """Write how many there are of a kind, by its name, or of "problems"."""
    sentence = {
        "link": ngettext("{count} wikilink", "{count} wikilinks", count),
        "redirect": ngettext("{count} redirect", "{count} redirects", count),
        "transclusion": ngettext("{count} transclusion", "{count} transclusions", count),
        "file": ngettext("{count} use of the file", "{count} uses of the file", count),
        "problems": ngettext("{count} problem", "{count} problems", count),
    }[name]
    return sentence.format(count=words.number(count))
