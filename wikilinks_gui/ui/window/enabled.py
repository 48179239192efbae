# SPDX-License-Identifier: MIT
"""Which actions can do something now."""

from wikilinks_gui.ui.graph.dock import GraphDock
from wikilinks_gui.ui.tab.tabs import Tabs
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.window.actions import ROW_MENU


def usable_actions(tabs: Tabs, graph: GraphDock) -> dict[str, bool]:
    """Return by name which actions can do something; those that always can are left out."""
    controller, tab, panel = tabs.controller, tabs.tab, graph.panel
    model, outside = tab.model, tab.outside  # the tree has no current row where this is
    rows = model is not None and len(model.table) > 0
    shown = model is not None and model.rowCount() > 0
    is_tree = model is not None and shown and not model.is_flat
    in_tree = shown and tab.tree.currentIndex().isValid()
    selected = shown and tab.tree.selectionModel().hasSelection()
    taken = in_tree or selected
    further = in_tree or (outside is not None and not outside.is_explored)
    return {
        **dict.fromkeys((name for name in ROW_MENU if name), taken or outside is not None),
        **dict.fromkeys(("explore", "next_level"), further),
        "explore_tab": in_tree or outside is not None,
        "show_in_graph": in_tree,
        "copy": selected,
        "check": taken or (outside is not None and outside.node >= 0),
        "undo": model is not None and bool(model.changes.done),
        "redo": model is not None and bool(model.changes.undone),
        **dict.fromkeys(("check_shown", "next_unchecked"), shown),
        **dict.fromkeys(("expand_all", "collapse_all"), is_tree),
        **dict.fromkeys(("select_all", "find", "find_next", "find_previous"), shown),
        "back": controller.history.can_step(-1),
        "forward": controller.history.can_step(1),
        **dict.fromkeys(("next_tab", "previous_tab"), tabs.count() > 1),
        "stop": controller.is_busy or (panel is not None and panel.is_searching),
        "go_on": controller.phase == Phase.UNFINISHED,
        "reload": controller.visit is not None,
        "export": rows,
        "export_graph": rows and not graph.isHidden(),
        "filter": rows,
        "clear_filter": rows and not tab.filter_bar.is_clear(),
    }
