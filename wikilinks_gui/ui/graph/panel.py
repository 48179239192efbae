# SPDX-License-Identifier: MIT
"""The graph of a tab: tools, the picture, what its colours and shapes mean."""

from functools import partial

from PySide6.QtCore import QPoint, QSettings, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.originlayout import OriginLayout
from wikilinks_gui.tasks import in_turns
from wikilinks_gui.translation import _, isolated
from wikilinks_gui.ui.graph.card import words_of
from wikilinks_gui.ui.graph.clusterdiscs import ClusterDiscs
from wikilinks_gui.ui.graph.clusterfinder import ClusterFinder
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.legendbar import LegendBar
from wikilinks_gui.ui.graph.nextlevel import NextLevels
from wikilinks_gui.ui.graph.toolrow import ToolRow
from wikilinks_gui.ui.graph.treelink import TreeLink
from wikilinks_gui.ui.graph.view import ZOOM, GraphView
from wikilinks_gui.ui.graph.wikiaccess import wiki_access
from wikilinks_gui.ui.tab import emptystates as states
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import BUSY, Phase
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.widgets.overlay import Corner, Overlay

PACE, EASY = 100, 400
"""Milliseconds between two updates of the graph: with few nodes, and with many."""

SOON = 20
"""Milliseconds from the empty picture to the first nodes."""

MANY = 10_000
"""Nodes; with more, changes show at once, and less often: each picture takes longer."""

REST = 1_000
"""Milliseconds between two arrangements of discs while rows arrive."""


class GraphPanel(Fitting, QWidget):
    """Shows a tab's list as a graph; while it is hidden it does nothing, and later catches up."""

    menu_wanted = Signal(object, object)  # QPoint on the screen, [Action]: what else can be done
    searching_changed = Signal()
    export_wanted = Signal()
    close_wanted = Signal()

    def __init__(
        self,
        controller: TabController,
        background: BackgroundTasks,
        state: QSettings,
    ) -> None:
        super().__init__()
        self._controller = controller
        self._tab = controller.tab
        self._background = background
        self._model: LinkModel | None = None
        self._origins: OriginLayout | None = None
        self._layer: Layer | None = None
        self._arranging = False
        self._is_final = False  # arranged after all rows had come
        self.view = GraphView()
        self.view.setAccessibleName(_("Graph of the links"))
        wiki = wiki_access(controller)
        self._clusters = ClusterFinder(controller, wiki, background, state, self)
        self._tools = ToolRow(
            [_("Where the links come from"), _("Clusters")],
            self._on_layout_chosen,
            (
                ("zoom-in", _("Zoom in (+)"), lambda: self.view.zoom(ZOOM)),
                ("zoom-out", _("Zoom out (-)"), lambda: self.view.zoom(1 / ZOOM)),
                ("full-screen", _("Show everything (Home)"), self.view.fit),
                ("home", _("Go to the page (P)"), self.view.go_to_page),
                ("download", _("Export the graph…"), self.export_wanted.emit),
                ("close", _("Close the graph (F9)"), self.close_wanted.emit),
            ),
        )
        notice = Notice(closable=False)  # it goes with what it is about
        self._missing = Notice()
        self._missed: Hit | None = None  # what that is about
        self._said: tuple[Hit | None, str] = None, ""  # to screen readers
        self._levels = NextLevels(self._tab, wiki, background, self.view, notice)
        self._empty = states.EmptyState()
        self._legend = LegendBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        over = Overlay(self, self._stack)
        over.take(self._clusters.bar, notice, self._missing)
        over.height_changed.connect(self._on_covered)
        self._note = Corner(self._stack)
        self._discs = ClusterDiscs(self._tab, self.view)
        self._foot = QWidget()
        self._foot.setBackgroundRole(QPalette.ColorRole.AlternateBase)  # the picture's ground
        self._foot.setAutoFillBackground(True)
        foot = self._foot_layout = QHBoxLayout(self._foot)
        foot.addWidget(self._legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tools)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot)
        self._link = TreeLink(controller, self.view, self)
        self._due = QTimer(self, singleShot=True, interval=PACE)
        self._due.timeout.connect(self._on_due)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._soon)
        self._connect()
        self.fit()
        self._on_list_changed()

    def _connect(self) -> None:
        self._controller.rows_added.connect(self._soon)
        self._controller.changed.connect(self._soon)
        self._tab.filtered.connect(self._levels.follow_filter)
        self._tab.filtered.connect(self._soon)
        self._tab.list_changed.connect(self._on_list_changed)
        self._tab.find_bar.searched.connect(self._link.search)
        self.view.pressed.connect(self._link.on_pressed)
        self.view.activated.connect(self._open)
        self.view.check_wanted.connect(self._check)
        self.view.close_wanted.connect(self._levels.close)
        self.view.menu_wanted.connect(self._on_menu_wanted)
        self._link.current_changed.connect(self._on_current_changed)
        self._link.current_changed.connect(self._levels.show_state_of)
        self._levels.left.connect(self._link.choose)
        self._levels.rows_added.connect(self._link.look_for_new)
        self._clusters.found.connect(self._on_clusters_found)
        self._clusters.bar.focus_left.connect(self.view.setFocus)
        self._clusters.busy_changed.connect(self.searching_changed)

    def leave(self) -> None:
        """Stop all work, because the tab is closed."""
        self._due.stop()
        self._rest.stop()
        self._link.show_layer(None)
        self._layer = None
        self._clusters.end()
        self._levels.clear()

    def show_current(self, *, open_it: bool = False) -> None:
        """Have the current node in the middle; or open what links there, and see the node."""
        self._catch_up()
        hit = self.view.current()
        if hit is None:
            return
        if not (open_it and self.view.is_seen(hit)):
            self.view.centre_on(hit)
        if open_it:
            self._open(hit)

    @property
    def is_searching(self) -> bool:
        """Tell whether clusters are being searched for."""
        return self._clusters.is_busy

    def stop(self) -> None:
        """Search for clusters no more."""
        self._clusters.stop()

    # --- Qt's events --------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._catch_up()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._foot_layout.setContentsMargins(em * 3 // 4, em // 3, em * 3 // 4, em // 3)
        self._foot_layout.setSpacing(em)

    # --- rows ---------------------------------------------------------------------------------

    def _soon(self) -> None:
        """Catch up before long; not with the first rows, which the window shows in the tree now."""
        if not self.isVisible():
            return
        if self._model is None or not len(self._model.table):
            self._show_nothing()
        elif not self._due.isActive():
            self._due.start()

    def _on_list_changed(self) -> None:
        """Begin with another list, or none."""
        self._model, self._origins, self._layer = self._tab.model, None, None
        self._is_final = False
        self._foot.hide()
        self._note.setText("")
        self._due.setInterval(PACE)
        self._link.show_layer(None)
        self._clusters.end()
        self._levels.clear()
        self._tools.chooser.setCurrentIndex(0)
        self.view.clear()
        if self._model is not None:
            self._model.dataChanged.connect(self._soon)
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        """Show what there is now."""
        model = self._model
        if model is None or not len(model.table):
            self._show_nothing()
            return
        if self._origins is None or self._layer is None:
            self._origins, self._layer = self._begin(model)
        self._due.setInterval(EASY if len(self._origins.nodes) > MANY else PACE)
        are_first = not len(self._layer.nodes)
        is_due = self._origins.add()
        self._link.look_for_new()
        self.view.refresh()
        is_final = self._controller.phase == Phase.COMPLETE
        is_due = is_due and not self._rest.isActive()
        if (is_due or is_final > self._is_final) and not self._arranging:
            self._is_final = is_final
            self._rest.start()
            self._background.run(self._arrange(self._layer, self._origins))
        if are_first:
            self._soon()  # for the rest
        else:
            self._show_foot(self._layer, self._origins)
            self._on_current_changed(self.view.current())  # more may be known of it

    def _on_due(self) -> None:
        """Catch up; in the beginning bit by bit, since all at once would hold up the window.

        The empty picture comes first, then nodes, then what they mean.
        """
        model = self._model
        if model is None or not len(model.table):
            self._show_nothing()
        elif self._stack.currentWidget() is not self.view:
            self._show_picture()
            self._due.start(SOON)
        elif self._layer is not None and self._origins is not None and self._foot.isHidden():
            self._show_foot(self._layer, self._origins)
            self._soon()
        else:
            self._catch_up()

    def _show_foot(self, layer: Layer, origins: OriginLayout) -> None:
        """Show what colours and shapes mean, and what cannot be seen."""
        self._legend.show_codes(layer.codes, layer.site)
        self._note.setText(self._left_out(layer, origins))
        self._foot.show()

    def _begin(self, model: LinkModel) -> tuple[OriginLayout, Layer]:
        """Draw another list."""
        origins = OriginLayout(model.table)
        visit = self._controller.visit
        layer = Layer(model.table, model.site, origins, visit.title if visit is not None else "")
        self.view.layers.append(layer)
        self._link.show_layer(layer)
        self._show_picture()
        return origins, layer

    def _show_picture(self) -> None:
        self._stack.setCurrentWidget(self.view)
        self._tools.set_drawn(True)

    def _tell_missing(self) -> None:
        """Say that the current node cannot be seen, where it is not drawn."""
        hit, layer = self.view.current(), self._layer
        is_known = hit is not None and self._origins is not None and hit.node < self._origins.total
        if hit is None or hit.layer is not layer or hit.disc >= 0 or not is_known:
            missed = None
        else:
            missed = hit if layer.where(hit.node) is None else None
        if missed is None:
            self._missing.hide()
        elif missed != self._missed:
            table = missed.layer.table
            if not isinstance(missed.layer.layout, ClusterLayout):
                said = _("{title} is in the part of the list that is not drawn.")
            elif table.page_ids[missed.node] in table.page_ids[missed.layer.nodes]:
                said = _("{title} is drawn only once, at another of its rows.")
            else:
                said = _("{title} is not in any of these clusters.")
            self._missing.show_notice(said.format(title=isolated(table.titles[missed.node])))
        self._missed = missed

    async def _arrange(self, layer: Layer, origins: OriginLayout) -> None:
        """Pack the discs, and show them there."""
        self._arranging = True
        try:
            arranged = await in_turns(origins.arranging())
        finally:
            self._arranging = False
        if not isValid(self):
            return
        if layer is self._layer:
            origins.arrange(arranged)
            self.view.refresh()
            self._levels.settle()
        self._soon()  # more may have come, or all, or another list

    def _left_out(self, layer: Layer, origins: OriginLayout) -> str:
        """Say which rows cannot be seen."""
        if not len(layer.table.visible):
            return _("Everything is hidden by the filter")
        if isinstance(layer.layout, ClusterLayout):  # a page is there once, however it links
            shown, total = len(layer.nodes), layer.table.pages
            if shown < total:
                return _("Showing {shown} of {pages}").format(
                    shown=words.number(shown), pages=words.pages(total)
                )
            return ""
        shown, total = len(layer.nodes), origins.total
        if shown < total:
            return _("Showing {shown} of {total}").format(
                shown=words.number(shown), total=words.number(total)
            )
        return ""

    def _show_nothing(self) -> None:
        """Say why there is no graph."""
        if self._controller.visit is None:
            self._empty.show_state(
                "chart-scatter",
                _("No list yet"),
                _("The links to a page are drawn here, grouped by where they come from."),
            )
        elif self._controller.phase == Phase.COMPLETE:
            self._empty.show_state("article-not-found", _("Nothing links here"), "")
        elif self._controller.phase in BUSY:
            self._empty.show_state("", "", _("Waiting for the first rows."))
        else:
            self._empty.show_state("", "", _("No results"))
        self._foot.hide()
        self._note.setText("")
        self._stack.setCurrentWidget(self._empty)
        self._tools.set_drawn(False)

    def _on_clusters_found(self, clusters: ClusterLayout | None) -> None:
        """Show clusters, or no longer."""
        wanted = clusters or self._origins
        if self._layer is not None and wanted is not None and wanted is not self._layer.layout:
            self._layer.layout = wanted
            self._catch_up()
            self.view.fit()
            self._levels.settle()

    def _on_covered(self, high: int) -> None:
        self.view.covered = high

    # --- what the user does ---------------------------------------------------------------------

    def _on_layout_chosen(self, at: int) -> None:
        if at:
            self._clusters.begin()
        else:
            self._clusters.end()

    def _open(self, hit: Hit) -> None:
        """Show more: rows that are not drawn yet, or what links to a page."""
        if hit.disc < 0:
            self._levels.open(hit)
        elif self._origins is not None and hit.layer is self._layer:
            self._origins.open_more(hit.disc)  # for which there is room
            self._catch_up()
            if not hit.layer.left(hit.disc):  # what was chosen is no more
                self._link.choose(Hit(hit.layer, int(self._origins.nodes[-1])))

    def _check(self) -> None:
        """Check the selected rows, or the current node where the tree does not show it."""
        hit, model = self.view.current(), self._model
        if hit is None or model is None or hit.layer is not self._layer or hit.node == PAGE:
            return
        if hit.node in self._tab.tree.selected_nodes():
            self._tab.tree.toggle_checked()
        else:
            model.set_checked([hit.node], not model.table.is_checked(hit.node))

    def _on_menu_wanted(self, hit: Hit | None, place: QPoint) -> None:
        if hit is None:
            self._show_ground_menu(place)
        if hit is None or hit.disc >= 0:
            return
        if hit.layer is not self._layer or hit.node not in self._tab.tree.selected_nodes():
            self._link.choose(hit)
        more = self._discs.actions_of(hit.node) if hit.layer is self._layer else []
        if self._levels.can_close(hit):
            more.append((_("C&lose this level"), partial(self._levels.close, hit)))
        self.menu_wanted.emit(place, more)

    def _show_ground_menu(self, place: QPoint) -> None:
        """Show what can be done with the picture."""
        menu = QMenu(self)
        for label, act in self._discs.actions_at(self.view.viewport().mapFromGlobal(place)):
            menu.addAction(label, act)
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(_("Show &everything"), self.view.fit)
        menu.addAction(_("&Go to the page"), self.view.go_to_page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _on_current_changed(self, hit: Hit | None) -> None:
        """Tell a screen reader which node is the current one, and all if it cannot be seen."""
        if self.isVisible():
            self._tell_missing()
        title, facts = words_of(hit) if hit is not None else ("", [])
        said = ", ".join([title, *facts])
        if (hit, said) == self._said:
            return
        self._said = hit, said
        self.view.setAccessibleDescription(said)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.view, QAccessible.Event.DescriptionChanged)
        )
        if self.view.hasFocus() and said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.view, said))
