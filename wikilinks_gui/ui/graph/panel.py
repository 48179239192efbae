# SPDX-License-Identifier: MIT
"""The graph of a tab: tools, the picture, what its colours and shapes mean."""

from functools import partial

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.layout import GrowingLayout, Layout
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.graph.templatelayout import TemplateLayout
from wikilinks_gui.tasks import in_turns
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.clusterfinder import ClusterFinder
from wikilinks_gui.ui.graph.discactions import disc_actions
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.legendbar import LegendBar
from wikilinks_gui.ui.graph.nextlevel import NextLevels
from wikilinks_gui.ui.graph.notes import hidden_rows, why_missing, words_of
from wikilinks_gui.ui.graph.treelink import TreeLink
from wikilinks_gui.ui.graph.view import ZOOM, GraphView
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.icons import icon_button
from wikilinks_gui.ui.widgets.notice import Action, Notice
from wikilinks_gui.ui.widgets.overlay import Corner, Overlay
from wikilinks_gui.ui.widgets.taborder import make_group

PACE, EASY, MANY = 100, 400, 10_000
"""Milliseconds between two updates of the graph: up to so many nodes, and with more.

At 100,000 a picture takes 13 ms; twice as many make the window late twice as often.
"""

BY_REDIRECT, CLUSTERS, BY_TEMPLATE = range(3)
"""The layouts to choose from."""

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
        self._state = state
        if self._tab.by_template is None:  # as it was chosen last
            self._tab.by_template = bool(state.value("graph/by_template", False, type=bool))
        self._redirects: RedirectLayout | None = None
        self._templates: TemplateLayout | None = None  # shown, or about to be
        self._layer: Layer | None = None
        self._arranging = False
        self._is_final = False  # arranged after all rows had come
        self.view = GraphView()
        self.view.setAccessibleName(_("Graph of the links"))
        self._clusters = ClusterFinder(controller, background, state, self)
        tools = self._make_tools()
        notice = Notice(closable=False)  # it goes with what it is about
        self._levels = NextLevels(controller, background, self.view, notice)
        self._legend = LegendBar()
        over = Overlay(self.view, Qt.AlignmentFlag.AlignTop)
        over.take(self._clusters.bar, notice)
        over.height_changed.connect(self._on_covered)
        self._note = Corner(over)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(tools)
        layout.addLayout(over.cell, 1)
        layout.addWidget(self._legend)
        self._link = TreeLink(controller, self.view, self)
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._catch_up)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._soon)
        self._connect()
        self._on_list_changed()

    def _make_tools(self) -> QWidget:
        """Make the row of tools; where it is narrow, the buttons go into the next line."""
        self._chooser = QComboBox()
        self._chooser.addItems([_("By redirect"), _("Clusters"), _("By template")])
        self._chooser.setAccessibleName(_("What the graph shows"))
        self._chooser.activated.connect(self._on_layout_chosen)
        made = [
            icon_button("zoom-in", _("Zoom in (+)"), lambda: self.view.zoom(ZOOM)),
            icon_button("zoom-out", _("Zoom out (-)"), lambda: self.view.zoom(1 / ZOOM)),
            icon_button("full-screen", _("Show everything (Home)"), self.view.fit),
            icon_button("home", _("Go to the page (P)"), self.view.go_to_page),
            icon_button("download", _("Export the graph…"), self.export_wanted.emit),
            icon_button("close", _("Close the graph (F9)"), self.close_wanted.emit),
        ]
        make_group("graph tools", *made)
        tools, buttons = QWidget(), QWidget()
        buttons.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addStretch(1)
        for button in made:
            row.addWidget(button)
        self._flow = FlowLayout(tools)
        self._flow.addWidget(self._chooser)
        self._flow.addWidget(buttons)
        return tools

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._flow.setContentsMargins(em * 3 // 4, em // 3, em // 3, em // 3)
        self._flow.set_gaps(em // 3, em // 6)

    def _connect(self) -> None:
        self._controller.rows_added.connect(self._soon)
        self._controller.changed.connect(self._soon)
        self._tab.filtered.connect(self._levels.follow_filter)
        self._tab.filtered.connect(self._soon)
        self._tab.list_changed.connect(self._on_list_changed)
        self._tab.find_bar.searched.connect(self._link.search)
        self.view.pressed.connect(self._link.on_pressed)
        self.view.activated.connect(self._open)
        self.view.check_wanted.connect(self._tab.toggle_checked)
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
        """Centre the current node; or open what links to it, with the node in view."""
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
        """Whether clusters are being searched for."""
        return self._clusters.is_busy

    def stop(self) -> None:
        """Search for clusters no more."""
        self._clusters.stop()

    @property
    def is_up_to_date(self) -> bool:
        """Whether what has come is drawn, and no discs are being packed."""
        return self._layer is not None and not (self._due.isActive() or self._arranging)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile, when the panel itself has been painted."""
        super().showEvent(event)
        self._due.start(0)

    # --- rows ---------------------------------------------------------------------------------

    def _soon(self) -> None:
        """Catch up before long; not with the first rows, which the window shows in the tree now."""
        if self.isVisible() and not self._due.isActive():
            is_large = self._layer is not None and len(self._layer.nodes) > MANY
            self._due.start(EASY if is_large else PACE)

    def _on_list_changed(self) -> None:
        """Begin with another list, or none."""
        self._redirects = self._templates = self._layer = None
        self._is_final = False
        self._link.show_layer(None)
        self._clusters.end()
        self._levels.clear()
        self._chooser.setCurrentIndex(BY_TEMPLATE if self._tab.by_template else BY_REDIRECT)
        self.view.clear()
        self._legend.hide()
        self._note.show_text("", "corner")
        if self._tab.model is not None:
            self._tab.model.dataChanged.connect(self._soon)
            self._tab.model.origins_changed.connect(self._soon)
        self._due.stop()  # it may be due late, for a large list before
        self._soon()

    def _catch_up(self) -> None:
        """Show what there is now."""
        self._due.stop()
        if self._tab.model is None or not len(self._tab.model.table):
            return
        if self._redirects is None or self._layer is None:
            model, visit = self._tab.model, self._controller.visit
            title = visit.title if visit is not None else ""
            self._redirects = RedirectLayout(model.table)
            self._layer = Layer(model.table, model.site, self._redirects, title)
            self.view.layers.append(self._layer)
            self._link.show_layer(self._layer)
            self._choose_templates(self._layer)
        is_outgrown = self._redirects.add()
        layout: GrowingLayout = self._redirects
        if self._templates is not None:
            layout, is_outgrown = self._templates, self._templates.add()
        self._link.look_for_new()
        self.view.refresh()
        is_final = self._controller.phase == Phase.COMPLETE
        is_due = is_outgrown and not self._rest.isActive()
        if (is_due or is_final > self._is_final) and not self._arranging:
            self._is_final = is_final
            self._rest.start()
            self._background.run(self._arrange(self._layer, layout))
        self._legend.show_codes(self._layer.codes, self._layer.site)
        self._legend.show()
        self._on_current_changed(self.view.current())  # more may be known of it

    async def _arrange(self, layer: Layer, layout: GrowingLayout) -> None:
        """Pack the discs, and show them there."""
        self._arranging = True
        try:
            arranged = await in_turns(layout.arranging())
        finally:
            self._arranging = False
        if not isValid(self):
            return
        if layer is self._layer:
            layout.arrange(arranged)
            self._levels.settle()
            if layout is self._templates:
                self._show(layout)
        self._soon()  # more may have come, or all, or another list

    def _on_covered(self, height: int) -> None:
        self.view.covered = height

    def _on_layout_chosen(self, at: int) -> None:
        """Show another layout; clusters and templates as soon as these are found and arranged."""
        if at == CLUSTERS:
            self._clusters.begin()
            return
        self._tab.by_template = at == BY_TEMPLATE
        self._state.setValue("graph/by_template", self._tab.by_template)
        self._tab.view_changed.emit()
        if self._layer is not None:
            self._choose_templates(self._layer)
        self._clusters.end()
        self._catch_up()

    def _choose_templates(self, layer: Layer) -> None:
        """Arrange the layer by template, or not, as the tab has it."""
        if not self._tab.by_template:
            self._templates = None
        elif self._templates is None:
            template_name = partial(words.template_name, layer.site)
            self._templates = TemplateLayout(layer.table, template_name)
            self._rest.stop()  # it is wanted now

    def _on_clusters_found(self, clusters: ClusterLayout | None) -> None:
        """Show clusters, or no longer."""
        if clusters is not None:
            self._templates = None
        if self._templates is None:
            self._show(clusters or self._redirects)

    def _show(self, layout: Layout | None) -> None:
        """Show another layout, whole."""
        if self._layer is not None and layout is not None and layout is not self._layer.layout:
            self._layer.layout = layout
            self._catch_up()
            self.view.fit()
            self._levels.settle()

    # --- what the user does ---------------------------------------------------------------------

    def _open(self, hit: Hit) -> None:
        """Show more: rows that are not drawn yet, or what links to a page."""
        layout: GrowingLayout | None = self._templates or self._redirects
        if hit.disc < 0:
            self._levels.open(hit)
        elif layout is not None and layout is hit.layer.layout:
            layout.open_more(hit.disc)  # for which there is room
            self._catch_up()
            if not hit.layer.left(hit.disc):  # what was chosen is no more
                self._link.choose(Hit(hit.layer, int(layout.nodes[-1])))

    def _on_menu_wanted(self, hit: Hit | None, place: QPoint) -> None:
        disc = self.view.disc_at(self.view.viewport().mapFromGlobal(place))
        on_disc = disc_actions(self._tab, self._layer.layout if self._layer else None, disc)
        if disc >= 0:
            on_disc.append((_("&Zoom to the disc"), partial(self.view.zoom_to_disc, disc)))
        if hit is None or hit.disc >= 0:
            self._show_ground_menu(place, on_disc)
            return
        if hit.layer is not self._layer or hit.node not in self._tab.tree.selected_nodes():
            self._link.choose(hit)
        if self._levels.level_at(hit) is not None:
            on_disc.append((_("C&lose this level"), partial(self._levels.close, hit)))
        self.menu_wanted.emit(place, on_disc)

    def _show_ground_menu(self, place: QPoint, on_disc: list[Action]) -> None:
        """Show what can be done with the picture."""
        menu = QMenu(self)
        for label, act in on_disc:
            menu.addAction(label, act)
        if on_disc:
            menu.addSeparator()
        menu.addAction(_("Show &everything"), self.view.fit)
        menu.addAction(_("&Go to the page"), self.view.go_to_page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _on_current_changed(self, hit: Hit | None) -> None:
        """Report the current node to screen readers, and to all if it is not drawn."""
        if self._layer is not None and self._redirects is not None:
            is_listed = hit is not None and hit.layer is self._layer
            is_known = hit is not None and hit.node < self._redirects.total
            missing = why_missing(hit) if hit and is_listed and is_known else ""
            self._note.setWordWrap(bool(missing))  # a title may be long
            self._note.show_text(missing or hidden_rows(self._layer), "corner")
        title, facts = words_of(hit) if hit is not None else ("", [])
        said = ", ".join([title, *facts])
        if said == self.view.accessibleDescription():
            return
        self.view.setAccessibleDescription(said)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.view, QAccessible.Event.DescriptionChanged)
        )
        if self.view.hasFocus() and said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.view, said))
