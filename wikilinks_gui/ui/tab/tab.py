# SPDX-License-Identifier: MIT
"""One tab: the page and what is known of it, the filter, the tree, details of the current row."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import start
from wikilinks_gui.ui.context.halves import Halves
from wikilinks_gui.ui.context.panel import ContextPanel
from wikilinks_gui.ui.context.reading import ContextReader
from wikilinks_gui.ui.tab import emptystates as states
from wikilinks_gui.ui.tab.filterbar import FilterBar
from wikilinks_gui.ui.tab.findbar import FindBar
from wikilinks_gui.ui.tab.heading import Heading
from wikilinks_gui.ui.tab.originbar import OriginBar
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.widgets.overlay import Overlay

FIRST_ROWS = 0.01
"""Seconds from the tree to its first rows: one picture of both would take too long."""

ORIGINS_TICK = 250
"""Milliseconds between two updates of the numbers while origins become known."""

CHROME, ORIGINS = 12, 3
"""Lines of text: the height of what is above the rows, and of the line of origins."""

ROOM = 17
"""Lines of text: the least room for the rows (twelve), which other parts shrink for."""


class Outside(NamedTuple):
    """A page that was chosen in the graph and is no row that the tree shows: actions act on it."""

    row: Row
    way: Sequence[str] = ()  # the redirects that it links through, the one it links to first
    node: int = -1  # of the list, where the filter leaves it out
    is_explored: bool = False  # it is the page whose list this is


class Tab(QWidget):
    """The widgets of a tab, and what they do among themselves; ``columns`` are the tree's."""

    filtered = Signal()  # other rows may be shown
    list_changed = Signal()  # there is another model, or none
    outside_changed = Signal()
    title_wanted = Signal(str)  # one that was offered
    selection_changed = Signal()  # which rows are, and :attr:`selected` with it
    marks_changed = Signal()  # which pages have one
    view_changed = Signal()  # what :func:`.view_state` returns, but for the scroll bar

    def __init__(self, columns: QByteArray) -> None:
        super().__init__()
        self.model: LinkModel | None = None
        self.by_template: bool | None = None  # the graph; None until it is seen
        self.outside: Outside | None = None  # while this is, the tree has no current row
        self._columns = columns  # while there is no list
        self.shown: tuple[int, int] | None = None  # rows and pages, while there is a filter
        self.selected = 0, 0  # rows, and pages, that an action on the selection takes
        self.is_low = False  # and the rows need the room
        self._filtering: asyncio.Task[None] | None = None
        self._count_soon = QTimer(self, singleShot=True, interval=0)  # it changes in pieces
        self._count_soon.timeout.connect(self._on_selected)
        self._count_origins_soon = QTimer(self, singleShot=True, interval=ORIGINS_TICK)
        self._count_origins_soon.timeout.connect(self.show_counts)
        self.heading = Heading()
        self.notice = Notice()
        self.filter_bar = FilterBar()
        self.origin_bar = OriginBar()
        self.tree = TreeView()
        self.find_bar = FindBar(self.tree)
        self.context = ContextPanel()
        self._empty = states.EmptyState()
        self._blank = QWidget()  # before the first rows, and where none come
        self.list_part = QStackedWidget()  # what holds the list, or stands in its place
        for widget in (self._blank, self.tree, self._empty):
            self.list_part.addWidget(widget)
        self.notices = Overlay(self.list_part, Qt.AlignmentFlag.AlignBottom)
        upper = QWidget()
        column = _column(upper)
        column.addLayout(self.notices.cell, 1)
        column.addWidget(self.find_bar)
        self.halves = Halves(upper, self.context)
        layout = _column(self)
        for widget in (self.heading, self.filter_bar, self.origin_bar):
            layout.addWidget(widget)
        layout.addWidget(self.halves, 1)
        self.notices.take(self.notice)
        self.notices.height_changed.connect(self._leave_room)
        self.list_part.currentChanged.connect(self._leave_room)
        self.filter_bar.filter_changed.connect(self._on_filter_changed)
        self.find_bar.clear_filter_wanted.connect(self.filter_bar.clear)
        self.filtered.connect(self.find_bar.on_filtered)
        self.filter_bar.left_downwards.connect(self.tree.setFocus)
        self.filter_bar.filter_changed.connect(self.heading.chips.show_filter)
        self.filter_bar.filter_changed.connect(self.origin_bar.show_filter)
        for part in (self.heading.chips, self.origin_bar):
            part.filter_wanted.connect(self.filter_bar.set_filter)
        self.tree.current_changed.connect(self._on_current_changed)
        self.tree.current_changed.connect(lambda _node: self.view_changed.emit())
        self.reader: ContextReader | None = None  # of the list's contexts, made by the controller
        self.show_no_list()

    def use_reader(self, reader: ContextReader) -> None:
        """Read the contexts of the list's rows by a reader from now on."""
        self.reader = reader
        reader.came.connect(self._show_details)

    def show_list(self, site: SiteInfo) -> LinkModel:
        """Begin a new list, of a wiki."""
        model = LinkModel(site, self)
        self._show_model(model)
        for widget in (self.tree, self.filter_bar, self.context):
            widget.ensurePolished()  # now, while the first rows are on their way
        self.tree.restore_columns(self._columns)
        return model

    def show_no_list(self) -> None:
        """Show no list at all."""
        self._columns = self.columns()
        self._show_model(None)

    def columns(self) -> QByteArray:
        """Return the state of the tree's columns, to be restored."""
        return self.tree.save_columns() if self.model is not None else self._columns

    def _show_model(self, model: LinkModel | None) -> None:
        old, self.model = self.model, model
        self.outside = self.reader = None
        self.tree.setModel(model)
        self.shown, self.selected = None, (0, 0)
        if model is not None:
            self.tree.selectionModel().selectionChanged.connect(self._count_soon.start)
            model.rowsInserted.connect(self._on_rows_changed)
            model.rowsRemoved.connect(self._on_rows_changed)
            model.marks_changed.connect(self.show_counts)
            model.marks_changed.connect(self.marks_changed)
            model.look_changed.connect(self.view_changed)
            model.origins_changed.connect(self._on_origins_changed)
        if old is not None:
            old.deleteLater()
        self.filter_bar.clear()
        self.find_bar.count_soon()
        self.notice.hide()
        self.context.show_row(None, ())
        self.list_part.setCurrentWidget(self._blank)
        self._fit()
        self.list_changed.emit()

    def show_start(self) -> states.EmptyState:
        """Show that nothing is explored yet; returns what is to say what can be."""
        self.show_no_list()
        self.heading.show_asked("")
        self.list_part.setCurrentWidget(self._empty)
        return self._empty

    def show_widget(self, widget: QWidget) -> None:
        """Show a widget in place of the tree, such as the welcome, until something else is."""
        self.list_part.addWidget(widget)
        self.list_part.setCurrentWidget(widget)
        self.list_part.currentChanged.connect(widget.deleteLater)

    async def begin_rows(self) -> None:
        """Show the tree and the filter, in a picture before the first rows."""
        self.list_part.setCurrentWidget(self.tree)
        self._fit()
        await asyncio.sleep(FIRST_ROWS)

    def show_no_rows(self) -> None:
        """Show that none came, of a list that is unfinished."""
        self.heading.show_room_for_counts(False)
        self.list_part.setCurrentWidget(self._blank)
        self._fit()

    def show_counts(self) -> None:
        """Bring everything up to date that counts rows."""
        self._count_origins_soon.stop()  # they are counted now
        if self.model is None:
            return
        site, table = self.model.site, self.model.table
        self._fit()
        if not len(table):
            if self.model.table.is_complete:
                self.heading.show_room_for_counts(False)
                self.show_nothing_links_here()
                self.list_part.setCurrentWidget(self._empty)
            return
        self._show_details()
        self.find_bar.count_soon()
        self.notice.hide_if_outdated()
        shown = all_rows = table.counts(shown=False)
        self.shown = None
        if self.model.filter != Filter():
            shown = table.counts(shown=True)
            self.shown = shown.rows, shown.pages
        self.heading.show_counts(site, all_rows, shown, table.progress())
        self.filter_bar.set_counts(site, all_rows, shown)
        if not len(table.visible):
            by_origin = self.model.filter.asks_for_origins
            is_unknown = by_origin and all_rows.of_origin("unknown") > 0
            states.nothing_passes(self._empty, self.filter_bar.clear, is_unknown=is_unknown)
        self.list_part.setCurrentWidget(self.tree if len(table.visible) else self._empty)

    def show_nothing_links_here(self, similar: Sequence[str] = ()) -> None:
        """Show that the list is complete and empty; offer titles that may have been meant."""
        title = self.heading.title()
        states.nothing_links_here(self._empty, title, similar, self.title_wanted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the rows where there is little."""
        super().resizeEvent(event)
        self._fit()

    def _leave_room(self) -> None:
        """Keep the last rows within reach above the notices; the others stay where they are."""
        is_list = self.list_part.currentWidget() is self.tree
        covered = self.notices.height() if is_list else 0
        self.list_part.setContentsMargins(0, 0, 0, covered)

    def _fit(self) -> None:
        """Show what belongs to rows where there are some, and the details in the room that is."""
        em = self.fontMetrics().height()
        lines = self.height() / em - CHROME
        self.is_low = lines < ROOM
        self.heading.set_low(self.is_low)
        table = self.model.table if self.model is not None else None
        self.list_part.setMinimumHeight(em * 4)
        are_near = self.list_part.currentWidget() is self.tree
        has_list = table is not None and (len(table) > 0 or are_near)
        self.filter_bar.setVisible(has_list)
        self.origin_bar.setVisible(has_list and lines >= ROOM + ORIGINS)
        self.context.setVisible(table is not None and len(table.visible) > 0)
        self.halves.give_room(round(lines) - ROOM - ORIGINS)

    def _on_filter_changed(self, wanted: Filter) -> None:
        self.stop_filtering()
        if self.model is not None:
            self._filtering = start(self._filter(self.model, wanted))

    def _on_rows_changed(self) -> None:
        """Count again what is selected: a redirect in it may be closed now, or open."""
        if self.tree.selectionModel().hasSelection():
            self._count_soon.start()

    def _on_origins_changed(self) -> None:
        if not self._count_origins_soon.isActive():  # else they would be counted at the end only
            self._count_origins_soon.start()

    def _on_selected(self) -> None:
        nodes = self.tree.meant_nodes()
        pages = self.model.table.pages_of(nodes) if self.model is not None else 0
        self.selected = len(nodes), pages
        self.selection_changed.emit()

    async def filter_by(self, wanted: Filter) -> None:
        """Filter as if the user had, and wait until that is shown or replaced by a newer filter."""
        self.filter_bar.set_filter(wanted)
        if self._filtering is not None:
            await asyncio.wait([self._filtering])

    def stop_filtering(self) -> None:
        """Wait for no filter any more: there is a newer one, or the tab is going away."""
        if self._filtering is not None:
            self._filtering.cancel()

    async def _filter(self, model: LinkModel, wanted: Filter) -> None:
        try:
            if await model.filter_by(wanted) and model is self.model:
                self.show_counts()
                self._on_selected()
        except TimeoutError:
            self.filter_bar.show_slow(model.filter)
            self.heading.chips.show_filter(model.filter)
            self.origin_bar.show_filter(model.filter)
        self.filtered.emit()

    # --- what actions act on ------------------------------------------------------------------

    def current_row(self) -> Row | None:
        """Return the one row that an action acts on: the tree's current one, or one outside."""
        if self.outside is not None:
            return self.outside.row
        node = self.tree.current_node()
        return self.model.row(node) if self.model is not None and node >= 0 else None

    def choose_outside(self, outside: Outside | None) -> None:
        """Choose a page outside the tree for actions to act on; the tree loses its current row."""
        self.outside = outside
        row, way = (outside.row, outside.way) if outside is not None else (None, ())
        self.context.show_row(row, way)
        self.outside_changed.emit()

    def toggle_checked(self) -> None:
        """Mark the selected rows, or one that the filter leaves out; or take their marks away."""
        node = self.outside.node if self.outside is not None else -1
        if self.outside is None:
            self.tree.toggle_checked()
        elif self.model is not None and node >= 0:
            self.model.set_checked([node], not self.model.table.is_checked(node))

    def _on_current_changed(self) -> None:
        self.outside = None
        self._show_details()

    def _show_details(self) -> None:
        """Show what is known of the current row, of which more may have come."""
        if self.outside is not None:
            self._show_context(self.outside.node)
            return
        node = self.tree.current_node()
        if self.model is None or node < 0:
            self.context.show_row(None, ())
            return
        table = self.model.table
        row, way = table.row(node), table.way(node)
        self.context.show_row(
            row,
            way,
            self.model.cells.kind(node),
            target=way[0] if way else self.heading.title(),
            ways=[table.way(other) for other in table.nodes_of_page(row.page_id)],
        )
        self._show_context(node)

    def _show_context(self, node: int) -> None:
        """Show where the link of a row stands, as far as that was read."""
        if self.model is None or self.reader is None or node < 0:
            return
        table, reader = self.model.table, self.reader
        row, origin, templates = table.row(node), table.origin(node), table.templates(node)
        cost, doubt_cost = reader.check_cost(), reader.doubt_cost(node)
        context = reader.context(node)
        self.context.show_context(row, origin, templates, context, cost=cost, doubt_cost=doubt_cost)


def _column(parent: QWidget) -> QVBoxLayout:
    """Lay out a column without gaps."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
