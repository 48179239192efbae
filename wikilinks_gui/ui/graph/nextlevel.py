# SPDX-License-Identifier: MIT
"""The next level: what links to a page of the graph, a reply at a time, in its own layer.

It is not stored: who wants all of it explores that page.
"""

import logging
import math
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from threading import Event

import numpy as np
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.errors import CancelledError, WikilinksError
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.packing import outside
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.listing.methodchoice import default_method, list_links
from wikilinks_gui.listing.request import ListingBatch, ListingRequest, State
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import in_turns
from wikilinks_gui.translation import _, isolated
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tree.model import fitting_of
from wikilinks_gui.ui.widgets.notice import Action, Notice

log = logging.getLogger("wikilinks_gui.graph")

MOST = 20_000
"""Rows of all levels that are open at once; they are not stored, and each costs memory."""

_GAP = 2.0
"""The gap between levels, which grows with them: labels need room."""


@dataclass(eq=False, slots=True)
class _Level:
    """An opened page: its layer, and the state of its listing."""

    layer: Layer
    layout: RedirectLayout
    state: State | None = None  # None: nothing was fetched yet, or all
    is_begun: bool = False
    is_busy: bool = False
    stop: Event = field(default_factory=Event)
    known: set[tuple[int, int]] = field(default_factory=set)  # rows, by via and page id


class NextLevels(QObject):
    """Opens pages of a view's layers in further layers; ``notice`` shows the outcome."""

    left = Signal(object)  # Hit: what was current is closed, and had been opened from this
    rows_added = Signal()

    def __init__(
        self,
        controller: TabController,
        background: BackgroundTasks,
        view: GraphView,
        notice: Notice,
    ) -> None:
        super().__init__(view)
        self._controller = controller
        self._tab = controller.tab
        self._background = background
        self._view = view
        self._notice = notice
        self._levels: list[_Level] = []
        self._shown: _Level | None = None  # what the notice is about
        self._filtering = Event()  # stops it

    def open(self, hit: Hit) -> None:
        """Show what links to a page; once more: more of it."""
        level = self.level_at(hit)
        if hit.node != PAGE and (level is None or level.layer is hit.layer):
            level = self._begin(hit)
        if level is None or level.is_busy:
            return
        if level.is_begun and level.state is None:
            self._show_state(level)
        elif sum(len(each.layer.table) for each in self._levels) >= MOST:
            self._notice.show_notice(
                _(
                    "Too many links are shown to add more: close a level, or explore {title}."
                ).format(title=isolated(level.layer.title))
            )
            if not level.is_begun:
                self._levels.remove(level)
        else:
            level.is_busy = True
            self._background.run(self._fetch(level))

    def close(self, hit: Hit) -> None:
        """Close what was opened from a node, or its own layer."""
        level = self.level_at(hit)
        if level is None:
            return
        self._notice.hide()
        self._remove(level)
        current = self._view.current()
        if current is not None and current.layer not in self._view.layers and level.layer.above:
            self.left.emit(Hit(*level.layer.above))
        self._view.refresh()

    def show_state_of(self, hit: Hit | None) -> None:
        """Show how it stands with the level that a node is in, or that was opened from it."""
        level = self.level_at(hit) if hit is not None else None
        if level is not None and level is self._shown:
            return
        if level is not None and level.is_begun:
            self._show_state(level)
        else:
            self._shown = None
            self._notice.hide()

    def clear(self) -> None:
        """Close all, without a word: another list is shown."""
        while self._levels:
            self._remove(self._levels[0])
        self._notice.hide()

    def follow_filter(self) -> None:
        """Filter all levels as the list is filtered."""
        self._filtering.set()
        self._filtering = Event()
        model = self._tab.model
        if model is not None:
            for level in self._levels:
                self._background.run(self._filter(level.layer.table, model.filter, self._filtering))

    async def _filter(self, table: LinkTable, wanted: Filter, stop: Event) -> None:
        try:
            fitting = await fitting_of(table, wanted, stop)
        except CancelledError:
            return
        except TimeoutError:  # of an expression that was quick in the list
            fitting = np.ones(len(table), np.bool_)
        if not stop.is_set() and isValid(self):
            table.set_filter(wanted, fitting)
            self._view.refresh()

    def level_at(self, hit: Hit) -> _Level | None:
        """Return the level that was opened from a node, else that which it is in."""
        opened = (each for each in self._levels if each.layer.above == (hit.layer, hit.node))
        around = (each for each in self._levels if each.layer is hit.layer)
        return next(chain(opened, around), None)

    # --- one level ------------------------------------------------------------------------------

    def _begin(self, hit: Hit) -> _Level:
        table, model = LinkTable(), self._tab.model
        if model is not None:
            table.set_filter(model.filter)  # there are no rows yet
        layout = RedirectLayout(table, step=2 * MOST)  # draws all
        title = hit.layer.table.titles[hit.node]
        layer = Layer(table, hit.layer.site, layout, title, above=(hit.layer, hit.node))
        level = _Level(layer, layout)
        self._levels.append(level)
        return level

    async def _fetch(self, level: _Level) -> None:
        """Ask for the next reply, and show it."""
        if level not in self._levels:  # it was closed at once
            return
        title = level.layer.title
        said = _("Asking what links to {title}…").format(title=isolated(title))
        self._show(level, said)
        try:
            opened = await self._controller.open_wiki()
            client, site = opened.wiki.client, opened.wiki.site
            # Also of a redirect: what links to that page itself.
            request = ListingRequest(title, default_method(site), follow=False)
            batches = list_links(client, site, request, level.state, level.stop)
            batch = await opened.worker.do(lambda _store: next(batches, None))
            if batch is not None and isValid(self) and level in self._levels:
                await self._take(level, batch)
        except CancelledError:
            pass
        except WikilinksError as error:
            log.warning("%s", error)
            if isValid(self) and level in self._levels:
                again: Action = _("&Try again"), partial(self.open, Hit(level.layer, PAGE))
                self._show(level, str(error), again, error=True)
        finally:
            level.is_busy = False

    async def _take(self, level: _Level, batch: ListingBatch) -> None:
        """Draw the rows of a reply."""
        new: list[Row] = []
        again: list[Row] = []
        for row in batch.rows:
            key = row.via, row.page_id
            (again if key in level.known else new).append(row)
            level.known.add(key)
        level.layer.table.add(new, again)
        level.state, is_first, level.is_begun = batch.state, not level.is_begun, True
        level.layout.add()
        arranged = await in_turns(level.layout.arranging())
        if not isValid(self) or level not in self._levels:
            return
        level.layout.arrange(arranged)
        if is_first:
            self._view.layers.append(level.layer)
        self.settle()
        if is_first:
            self._view.fit()
        self.rows_added.emit()
        self._show_state(level)

    # --- what is said ---------------------------------------------------------------------------

    def _show_state(self, level: _Level) -> None:
        """Show what there is, and whether there is more."""
        title, count, more = level.layer.title, len(level.layer.table), None
        if level.state is not None:  # the wiki may have no more to say
            said = _("{links} to {title} so far. There may be more.")
            more = _("&More"), partial(self.open, Hit(level.layer, PAGE))
        elif count > 1:
            said = _("All {links} to {title} are shown.")
        elif count:
            said = _("The only link to {title} is shown.")
        else:
            said = _("Nothing links to {title}.")
        self._show(level, said.format(links=words.links(count), title=isolated(title)), more)

    def _show(
        self, level: _Level, said: str, more: Action | None = None, *, error: bool = False
    ) -> None:
        self._shown = level
        close: Action = _("&Close the level"), partial(self.close, Hit(level.layer, PAGE))
        self._notice.show_notice(said, error=error, actions=[more, close] if more else [close])

    # --- where they are -------------------------------------------------------------------------

    def _remove(self, level: _Level) -> None:
        """Remove a level, and those opened from it."""
        level.stop.set()
        self._levels.remove(level)
        if level.layer in self._view.layers:
            self._view.layers.remove(level.layer)
        for other in list(self._levels):
            if other.layer.above and other.layer.above[0] is level.layer:
                self._remove(other)

    def settle(self) -> None:
        """Move levels out of the way of others, the latest first, and show it.

        Each goes outside the picture, where the node is that it was opened from.
        """
        layers = self._view.layers
        self._view.refresh()
        for number, layer in enumerate(layers):
            if layer.above is None:
                continue
            discs = layer.discs
            reach = float(np.max(np.hypot(discs.outer_x, discs.outer_y) + discs.outer, initial=1.0))
            x, y, radii = np.concatenate([each.circles() for each in layers[:number]], axis=1)
            if np.all(np.hypot(x - layer.dx, y - layer.dy) - radii >= reach):
                continue
            others = [each.circles() for each in layers if each is not layer]
            x, y, radii = np.concatenate(others, axis=1)
            right, down = layer.above[0].where(layer.above[1]) or (1.0, 0.0)
            bearing = math.atan2(down, right)
            own, away = reach * 1.1 + _GAP, math.hypot(right, down)
            layer.dx, layer.dy = outside(x, y, radii, own, bearing, away)
        self._view.refresh()
