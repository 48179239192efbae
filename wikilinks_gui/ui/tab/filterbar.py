# SPDX-License-Identifier: MIT
"""Which rows are shown: by text, namespace, kind, origin, and with redirects or without."""

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.filter import ALL, Filter
from wikilinks_gui.table.origin import ALL_ORIGINS, ORIGIN_GROUPS
from wikilinks_gui.table.redirectkinds import NO_TRAITS, PROBLEMS, TRAIT_NAMES
from wikilinks_gui.table.row import KIND_NAMES, Kind
from wikilinks_gui.table.tally import Counts
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.widgets.choices import ChoiceButton, MultiChoiceButton
from wikilinks_gui.ui.widgets.fields import IconField, add_clear_button, may_take_key
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.oneline import OneLine
from wikilinks_gui.ui.widgets.taborder import make_group
from wikilinks_gui.ui.widgets.text import Text
from wikilinks_gui.ui.widgets.theme import set_look

_TRAITS = TRAIT_NAMES | {PROBLEMS: "problems"}

_ORIGINS = {at: 1 << group for at, group in enumerate(ORIGIN_GROUPS.values())}
"""The bits of origins, by their places in the menu."""

TEMPLATES = 50
"""Most templates that are offered, those with most rows."""

Mode: TypeAlias = Literal["plain", "word", "regex"]


class FilterBar(Fitting, QWidget):
    """A field and buttons with menus, which make a :class:`Filter`."""

    filter_changed = Signal(object)
    """A Filter; none is emitted while the regular expression is broken, which the bar then says."""
    left_downwards = Signal()
    """Down was pressed in the field: the focus should go to the rows."""

    def __init__(self) -> None:
        super().__init__()
        self._filter = Filter()
        self._pages: frozenset[int] | None = None
        # Keys that are typed faster than rows are filtered make one filter.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._apply)
        self._field = _Field()
        self._field.textChanged.connect(lambda _text: self._soon.start())
        self._field.left_downwards.connect(self.left_downwards)
        self._problem = Text(role="error")
        self._problem.hide()
        self._only = QPushButton(autoDefault=False)
        self._only.setToolTip(_("Show all pages again"))
        self._only.setAccessibleName(_("Show all pages again"))
        self._only.clicked.connect(lambda: self.show_pages(None))
        set_look(self._only, "active", "true")
        self._make_buttons()
        self._line = OneLine(_("More filters"), _("More filters"), self._field)
        self._line.add(self._only)
        for button in (
            *(self._mode, self._namespaces, self._kinds, self._origins, self._templates),
            *(self._redirects, self._checked),
        ):
            button.changed.connect(self._apply)
            self._line.add(button)
            self._line.offer(button, True)
        make_group("filters", self._line)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._line)
        self._layout.addWidget(self._problem)

    def _make_buttons(self) -> None:
        self._mode = ChoiceButton(
            {
                "plain": (_("Anywhere"), _("&Anywhere in the title")),
                "word": (_("Whole word"), _("Whole &word")),
                "regex": (_("Regular expression"), _("&Regular expression")),
            },
            _("Where the text must match"),
        )
        self._namespaces = MultiChoiceButton[int](
            _("Namespace: all"), _("Namespace: {chosen}"), _("Namespaces to show"), but=True
        )
        self._kinds = MultiChoiceButton[int](
            _("Kind: all"), _("Kind: {chosen}"), _("Kinds to show")
        )
        kinds = {int(kind): words.kind(name) for kind, name in KIND_NAMES.items()}
        of_trait = {
            "section": _("redirect to a section"),
            "double": _("double redirect"),
            "loop": _("redirect loop"),
            "broken": _("broken redirect"),
            "elsewhere": _("redirects elsewhere"),
            "problems": _("problems"),  # those that an editor has to fix
        }
        traits = {int(trait): of_trait[name] for trait, name in _TRAITS.items()}
        self._kinds.set_names(kinds | traits)
        self._origins = MultiChoiceButton[int](
            _("Origin: all"), _("Origin: {chosen}"), _("Origins to show"), but=True
        )
        self._origins.set_names(dict(enumerate(map(words.origin, ORIGIN_GROUPS))))
        self._templates = MultiChoiceButton[str](
            _("Template: all"), _("Template: {chosen}"), _("Templates whose links to show")
        )
        self._redirects = ChoiceButton(
            {
                "shown": (_("Redirects: shown"), _("&Show redirects")),
                "hidden": (
                    _("Redirects: hidden"),
                    _("&Hide redirects, but not what links through them"),
                ),
            },
            _("Redirects, shown or hidden"),
        )
        self._checked = ChoiceButton(
            {
                "all": (_("Marked: all"), _("&All pages")),
                "hide": (_("Marked: hidden"), _("&Hide marked pages")),
                "only": (_("Marked: only"), _("&Only marked pages")),
            },
            _("Marked pages, shown or hidden"),
        )

    def is_clear(self) -> bool:
        """Return whether everything is shown."""
        return self.filter() == Filter()

    def filter(self) -> Filter:
        """Return the filter that is in force."""
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Show a filter; signal it where it is another than before."""
        self._field.setText(wanted.text)
        if wanted.text:  # else the next text is looked for in the way that was chosen
            self._mode.choose(wanted.mode)
        self._namespaces.choose(wanted.namespaces or (), but=wanted.but)
        kinds = [int(kind) for kind in KIND_NAMES if kind & wanted.kinds]
        traits = [int(trait) for trait in _TRAITS if trait & wanted.traits == trait]
        if int(PROBLEMS) in traits:  # which says it all
            traits = [trait for trait in traits if trait == PROBLEMS or not trait & PROBLEMS]
        self._kinds.choose(() if wanted.kinds == ALL else kinds + traits)
        origins = [at for at, bits in _ORIGINS.items() if bits & wanted.origins]
        hidden = [at for at in _ORIGINS if at not in origins]
        if len(hidden) in {1, len(_ORIGINS)}:  # shorter
            self._origins.choose(hidden, but=True)
        else:
            self._origins.choose(origins if hidden else ())
        self._templates.choose(wanted.templates or ())
        self._redirects.choose("shown" if wanted.redirects else "hidden")
        self._checked.choose(wanted.checked)
        self._pages = wanted.pages
        self._apply()

    def clear(self) -> None:
        """Show all rows."""
        self._mode.choose("plain")
        self.set_filter(Filter())

    def show_pages(self, page_ids: Iterable[int] | None) -> None:
        """Show only these pages, or all again; all other conditions stay."""
        self._pages = None if page_ids is None else frozenset(page_ids)
        self._apply()

    def focus_text(self) -> None:
        """Put the cursor into the field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def set_counts(self, site: SiteInfo, all: Counts, shown: Counts) -> None:  # noqa: A002
        """Offer namespaces and templates; show how many rows there are, and pass the filter."""
        names = {number: words.namespace_name(site, number) for number in all.by_namespace}
        self._namespaces.set_names(names)
        self._namespaces.show_counts(all.by_namespace, shown.by_namespace)
        self._kinds.show_counts(
            *(
                {int(kind): counts.by_kind.get(name, 0) for kind, name in KIND_NAMES.items()}
                | {int(trait): counts.by_trait.get(name, 0) for trait, name in TRAIT_NAMES.items()}
                | {int(PROBLEMS): counts.problems}
                for counts in (all, shown)
            )
        )
        self._origins.show_counts(
            *(
                {at: counts.of_origin(name) for at, name in enumerate(ORIGIN_GROUPS)}
                for counts in (all, shown)
            )
        )
        most = [*all.by_template][:TEMPLATES]
        self._templates.set_names({title: words.template_name(site, title) for title in most})
        self._templates.show_counts(all.by_template, shown.by_template)
        self._templates.setEnabled(bool(all.by_template) or bool(self._templates.chosen()))
        self._line.fold()

    def show_slow(self, in_force: Filter) -> None:
        """Show that the expression takes too long, so the filter before is still in force."""
        self._filter = in_force
        self._show_problem(_("This expression would take too long. Try a simpler one."))

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 3, em * 3 // 4, em * 2 // 3)
        self._layout.setSpacing(em // 4)
        self._field.setMinimumWidth(em * 9)
        self._line.fit()

    def _apply(self) -> None:
        self._soon.stop()
        count = len(self._pages or ())
        text = ngettext("Only {count} page ×", "Only {count} pages ×", count)
        self._only.setText(text.format(count=words.number(count)))
        self._line.offer(self._only, self._pages is not None)
        self._line.fold()
        try:
            wanted = self._read()
        except (re.error, OverflowError, RecursionError) as error:
            problem = _("This is not a regular expression.")
            if (place := getattr(error, "pos", None)) is not None:
                problem = _("This is not a regular expression: see character {number}.").format(
                    number=words.number(place + 1)
                )
            self._show_problem(problem)
            return
        self._show_problem("")
        if wanted != self._filter:
            self._filter = wanted
            self.filter_changed.emit(wanted)

    def _read(self) -> Filter:
        """Return the filter that the widgets show; raises errors of a broken expression."""
        namespaces = self._namespaces.chosen()
        facets = self._kinds.chosen()
        kinds = Kind(sum(int(kind) for kind in KIND_NAMES if kind in facets))
        origins = sum(_ORIGINS[at] for at in self._origins.chosen())
        if self._origins.but() or not origins:
            origins = ALL_ORIGINS & ~origins
        traits = NO_TRAITS
        for trait in _TRAITS:
            traits |= trait if trait in facets else NO_TRAITS
        return Filter(
            text=self._field.text(),
            mode=self._mode.chosen(),  # type: ignore[arg-type]  # one of its own names
            namespaces=namespaces or None,
            but=self._namespaces.but(),
            kinds=kinds if facets else ALL,
            traits=traits,
            redirects=self._redirects.chosen() == "shown",
            checked=self._checked.chosen(),  # type: ignore[arg-type]  # likewise
            pages=self._pages,
            origins=origins,
            templates=self._templates.chosen() or None,
        )

    def _show_problem(self, text: str) -> None:
        set_look(self._field, "invalid", "true" if text else "false")
        self._field.setAccessibleDescription(text)
        self._problem.show_text(text, "error")


class _Field(IconField):
    left_downwards = Signal()

    def __init__(self) -> None:
        super().__init__("funnel")
        self.setPlaceholderText(_("Filter titles"))
        self.setAccessibleName(_("Filter titles"))
        add_clear_button(self)

    def sizeHint(self) -> QSize:
        # Qt's grows by the button that clears the text, and what stands beside would move.
        return QSize(self.fontMetrics().height() * 12, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        # Escape stops a listing elsewhere; while there is a text here, it is this field's.
        if may_take_key(event, Qt.Key.Key_Escape) and self.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
