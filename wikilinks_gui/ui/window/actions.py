# SPDX-License-Identifier: MIT
"""All actions of the window in one table, and the menus made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab import rowactions, workqueue
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.widgets.icons import icon
from wikilinks_gui.wikis.connector import SAMPLE

if TYPE_CHECKING:  # they bring numpy, which the window's first picture goes without
    from wikilinks_gui.ui.tab.tab import Tab
    from wikilinks_gui.ui.window.commands import Commands

Keys = QKeySequence.StandardKey
Role = QAction.MenuRole


def _conditions(do: "Commands") -> dict[str, bool]:
    """Return what holds just now, by the names that the table uses; "" always does."""
    tab, controller, model = do.tab, do.controller, do.tab.model
    has_rows = model is not None and len(model.table) > 0
    shows_rows = model is not None and model.rowCount() > 0
    has_current = shows_rows and tab.tree.currentIndex().isValid()
    has_selection = shows_rows and tab.tree.selectionModel().hasSelection()
    outside = tab.outside
    has_page = has_current or outside is not None
    in_graph = outside is not None and outside.node >= 0
    return {
        "": True,
        "tabs": do.tabs.count() > 1,
        "back": controller.history.can_step(-1),
        "forward": controller.history.can_step(1),
        "visit": controller.visit is not None,
        "busy": do.can_stop,
        "unfinished": controller.phase == Phase.UNFINISHED or controller.check.can_resume,
        "list": has_rows,
        "filter": has_rows and not tab.filter_bar.is_clear(),
        "graph": has_rows and not do.graph.isHidden(),
        "rows": shows_rows,
        "tree": shows_rows and model is not None and not model.is_flat,
        "current": has_current,
        "selection": has_selection,
        "page": has_page,
        "pages": has_page or has_selection,
        "further page": has_page and not (outside is not None and outside.is_explored),
        "markable": has_current or has_selection or in_graph,
        "check": controller.check.can_check,
        "check page": has_current and controller.check.can_check,
        "origins": has_rows
        and model is not None
        and (controller.check.is_running or bool(model.table.origins.any())),
        "details": shows_rows,
        "undo": model is not None and bool(model.changes.done),
        "redo": model is not None and bool(model.changes.undone),
    }


@dataclass(frozen=True, slots=True)
class Spec:
    """One action: its text with the mnemonic, what it does, its keys and icon, when it is enabled.

    ``keys`` is one of Qt's standard keys, or shortcuts with "; " between.
    """

    name: str
    text: str
    run: Callable[["Commands"], object]
    keys: Keys | str = ""
    icon: str = ""
    when: str = ""  # of _conditions
    role: Role = Role.NoRole
    checkable: bool = False

    @property
    def shortcuts(self) -> list[QKeySequence]:
        """Its shortcuts on this platform."""
        if isinstance(self.keys, str):
            return list(QKeySequence.listFromString(self.keys)) if self.keys else []
        return QKeySequence.keyBindings(self.keys)


def on_tab(act: Callable[["Tab"], object]) -> Callable[["Commands"], object]:
    """Return what does something with the tab that is shown."""
    return lambda do: act(do.tab)


# fmt: off
def menus() -> list[tuple[str, list[Spec | None]]]:
    """Return the table by menus, in the current language; None is a separator.

    What is in no menu stands last, without a title.
    """
    return [
        (_("&File"), [
            Spec("new_tab", _("New &tab"), lambda do: do.open_new_tab(), Keys.AddTab, "add"),
            Spec("close_tab", _("&Close tab"), lambda do: do.close_tab(), Keys.Close),
            None,
            Spec("export", _("&Export…"), lambda do: do.dialogs.export(do.controller), Keys.Save,
                 "download", when="list"),
            Spec("history", _("&History…"), lambda do: do.show_history(), "Ctrl+H", "history"),
            None,
            Spec("quit", _("&Quit"), lambda do: do.window.close(), Keys.Quit, role=Role.QuitRole),
        ]),
        (_("&Edit"), [
            Spec("undo", _("&Undo mark"), on_tab(workqueue.undo), Keys.Undo, when="undo"),
            Spec("redo", _("Re&do mark"), on_tab(workqueue.redo), "Ctrl+Shift+Z; Ctrl+Y",
                 when="redo"),
            None,
            Spec("copy", _("&Copy rows"), on_tab(rowactions.copy_rows), Keys.Copy, "copy",
                 when="selection"),
            Spec("copy_title", _("Copy &title"), on_tab(rowactions.copy_titles), "Ctrl+Shift+C",
                 when="pages"),
            Spec("copy_link", _("Copy &wikitext link"), on_tab(rowactions.copy_links),
                 "Ctrl+Shift+L", when="pages"),
            Spec("copy_link_text", _("Copy link t&ext"), on_tab(rowactions.copy_link_text),
                 "Ctrl+Shift+T", when="page"),
            Spec("copy_url", _("Copy &address"), on_tab(rowactions.copy_addresses), "Ctrl+Shift+U",
                 when="pages"),
            Spec("select_all", _("Se&lect all"), lambda do: do.tab.tree.selectAll(), Keys.SelectAll,
                 when="rows"),
            None,
            Spec("mark", _("Mar&k or unmark"), lambda do: do.tab.toggle_checked(), "Ctrl+K",
                 when="markable"),
            Spec("mark_shown", _("Mark all sh&own"), on_tab(workqueue.mark_shown),
                 "Ctrl+Shift+K", when="rows"),
            Spec("next_unmarked", _("Next un&marked page"), on_tab(workqueue.go_to_next), "N",
                 when="rows"),
            None,
            Spec("find", _("&Find…"), lambda do: do.tab.find_bar.open_bar(), Keys.Find, "search",
                 when="rows"),
            Spec("find_next", _("Find &next"), lambda do: do.tab.find_bar.find_next(),
                 Keys.FindNext, when="rows"),
            Spec("find_previous", _("Find &previous"),
                 lambda do: do.tab.find_bar.find_next(backwards=True), Keys.FindPrevious,
                 when="rows"),
            Spec("filter", _("F&ilter titles"), lambda do: do.tab.filter_bar.focus_text(),
                 "Ctrl+Shift+F", "funnel", when="list"),
            Spec("clear_filter", _("Show all &rows"), lambda do: do.tab.filter_bar.clear(),
                 "Ctrl+Shift+R", when="filter"),
            None,
            Spec("settings", _("&Settings…"), lambda do: do.dialogs.settings(do.use_settings),
                 "Ctrl+,", "settings", role=Role.PreferencesRole),
        ]),
        (_("&View"), [
            Spec("graph", _("&Graph"), lambda do: do.beside.toggle_graph(), "F9", "chart-scatter",
                 checkable=True),
            Spec("details", _("&Details of the row"), lambda do: do.tab.halves.toggle_folded(),
                 "F8", when="details", checkable=True),
            Spec("show_in_graph", _("Show in the gra&ph"), lambda do: do.graph.show_current(),
                 "Shift+F9", when="current"),
            Spec("next_level", _("Show what links to it &in the graph"),
                 lambda do: do.graph.show_current(open_it=True), "Ctrl+F9", when="further page"),
            None,
            Spec("export_graph", _("Expo&rt the graph…"), lambda do: do.export_graph(),
                 "Ctrl+Shift+S", when="graph"),
        ]),
        (_("&Go"), [
            Spec("back", _("&Back"), lambda do: do.controller.step(-1), Keys.Back,
                 "arrow-previous", when="back"),
            Spec("forward", _("&Forward"), lambda do: do.controller.step(1), Keys.Forward,
                 "arrow-next", when="forward"),
            None,
            Spec("next_tab", _("&Next tab"), lambda do: do.tabs.step(1), "Ctrl+Tab; Ctrl+PgDown",
                 when="tabs"),
            Spec("previous_tab", _("&Previous tab"), lambda do: do.tabs.step(-1),
                 "Ctrl+Shift+Tab; Ctrl+PgUp", when="tabs"),
            None,
            Spec("title", _("Go to the &title field"), lambda do: do.top.field.enter(),
                 "Ctrl+L; Alt+D"),
            Spec("list", _("Go to the &list"), lambda do: do.go_to_list(), "F7"),
            Spec("next_part", _("Ne&xt part of the window"), lambda do: do.go_to_part(1), "F6"),
            Spec("previous_part", _("P&revious part of the window"),
                 lambda do: do.go_to_part(-1), "Shift+F6"),
            None,
            Spec("wiki", _("Choose the &wiki"), lambda do: do.top.chooser.showPopup(),
                 "Ctrl+Shift+W", "language"),
            Spec("sample", _("Explore the &sample wiki"), lambda do: do.choose_wiki(SAMPLE)),
        ]),
        (_("&List"), [
            Spec("stop", _("&Stop"), lambda do: do.stop(), "Esc; Ctrl+.", "pause", when="busy"),
            Spec("resume", _("&Resume"), lambda do: do.controller.resume(), "Ctrl+J", "play",
                 when="unfinished"),
            Spec("reload", _("Rel&oad"), lambda do: do.controller.reload(), Keys.Refresh,
                 "reload", when="visit"),
            None,
            Spec("check_origins", _("Check where links co&me from…"),
                 lambda do: do.controller.check.choose(), "Ctrl+Shift+M", when="check"),
            Spec("hide_templates", _("&Hide links that come only through templates"),
                 lambda do: do.tab.origin_bar.toggle_templates(), "Ctrl+Shift+X", when="origins",
                 checkable=True),
            None,
            Spec("expand_all", _("Expand a&ll redirects"), lambda do: do.tab.tree.expand_all(),
                 "Ctrl++", when="tree"),
            Spec("collapse_all", _("Collapse all re&directs"),
                 lambda do: do.tab.tree.collapse_all(), "Ctrl+-", when="tree"),
        ]),
        (_("&Page"), [
            Spec("explore", _("E&xplore this page"), lambda do: do.explore_row(), icon="link",
                 when="further page"),
            Spec("explore_tab", _("Explore in a new ta&b"),
                 lambda do: do.explore_row(new_tab=True), "Ctrl+Shift+Return", when="page"),
            None,
            Spec("open", _("&Open in the browser"), on_tab(rowactions.open_pages), "Ctrl+O",
                 "link-external", when="pages"),
            Spec("edit", _("E&dit in the browser"),
                 lambda do: rowactions.open_pages(do.tab, "edit"), "Ctrl+Shift+E", "edit",
                 when="pages"),
            Spec("edit_and_mark", _("Edit, mark and go to the &next"),
                 on_tab(workqueue.edit_and_mark), "Ctrl+Return; Ctrl+Enter", when="pages"),
            Spec("page_history", _("Page &history in the browser"),
                 lambda do: rowactions.open_pages(do.tab, "history"), "Ctrl+Shift+H",
                 when="pages"),
            None,
            Spec("check_origin", _("Check where this link co&mes from"),
                 lambda do: do.controller.check.check_current(), "Ctrl+Shift+I",
                 when="check page"),
        ]),
        (_("&Help"), [
            Spec("log", _("&Log"), lambda do: do.dialogs.log(), "Ctrl+Shift+J"),
            Spec("about", _("&About"), lambda do: do.dialogs.about(), role=Role.AboutRole),
        ]),
        ("", [Spec("menu", _("Menu"), lambda do: do.top.open_menu(), "F10", "menu")]),
    ]
# fmt: on


def action_specs() -> list[Spec]:
    """Return the actions of all menus."""
    return [spec for _title, specs in menus() for spec in specs if spec]


ROW_MENU = (
    *("explore", "explore_tab", "", "open", "edit", "edit_and_mark", "page_history", ""),
    *("copy", "copy_title", "copy_link", "copy_link_text", "copy_url", ""),
    *("mark", "check_origin", ""),
    *("show_in_graph", "next_level"),
)
"""The names of the actions on a row of the tree; "" is a separator."""


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """Make the actions of the table, which do nothing before :func:`connect_actions`."""
    actions = {}
    for spec in action_specs():
        action = QAction(spec.text, parent)
        action.setObjectName(spec.name)
        action.setShortcuts(spec.shortcuts)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setMenuRole(spec.role)
        action.setCheckable(spec.checkable)
        parent.addAction(action)
        actions[spec.name] = action
    return actions


def connect_actions(actions: Mapping[str, QAction], do: "Commands") -> Callable[[], None]:
    """Connect the actions to what they do; return what enables those that can do something."""
    specs = action_specs()

    def enable() -> None:
        conditions = _conditions(do)
        for spec in specs:
            actions[spec.name].setEnabled(conditions[spec.when])
        actions["hide_templates"].setChecked(do.tab.origin_bar.hides_templates)
        actions["details"].setChecked(conditions["details"] and not do.tab.context.is_folded)

    def run(spec: Spec) -> None:
        spec.run(do)
        enable()

    for spec in specs:
        actions[spec.name].triggered.connect(lambda _checked=False, spec=spec: run(spec))
    return enable


def make_menu(parent: QWidget, actions: Mapping[str, QAction]) -> QMenu:
    """Make the menu of all actions, with a submenu for each menu of the table."""
    whole = QMenu(_("Menu"), parent)
    for title, specs in menus():
        menu = whole.addMenu(title) if title else None
        for spec in specs:
            if menu and spec:
                menu.addAction(actions[spec.name])
            elif menu:
                menu.addSeparator()
    return whole


def fill_row_menu(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """Put copies of the actions on a row into a menu that comes and goes.

    Qt tells screen readers of an action in one menu only, the first that it was in.
    """
    for name in ROW_MENU:
        if not name:
            menu.addSeparator()
            continue
        action = actions[name]
        copy = menu.addAction(action.icon(), action.text(), action.trigger)
        copy.setEnabled(action.isEnabled())
        copy.setShortcut(action.shortcut())
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # it is only shown
