# SPDX-License-Identifier: MIT
"""All actions of the window in one table, and the menus made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.icons import icon

Keys = QKeySequence.StandardKey
Role = QAction.MenuRole


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its words with the mnemonic, its shortcuts and its icon."""

    name: str
    text: str
    shortcuts: tuple[Keys | str, ...] = ()
    icon: str = ""
    role: Role = Role.NoRole
    checkable: bool = False


def action_specs() -> tuple[ActionSpec, ...]:
    """Return the table of actions in the current language."""
    return (
        ActionSpec("new_tab", _("New &tab"), (Keys.AddTab,), "add"),
        ActionSpec("close_tab", _("&Close tab"), (Keys.Close,)),
        ActionSpec("export", _("&Export…"), (Keys.Save,), "download"),
        ActionSpec("history", _("&History…"), ("Ctrl+H",), "history"),
        ActionSpec("quit", _("&Quit"), (Keys.Quit,), role=Role.QuitRole),
        ActionSpec("undo", _("&Undo check mark"), (Keys.Undo,)),
        ActionSpec("redo", _("Re&do check mark"), ("Ctrl+Shift+Z", "Ctrl+Y")),
        ActionSpec("copy", _("&Copy rows"), (Keys.Copy,), "copy"),
        ActionSpec("copy_title", _("Copy &title"), ("Ctrl+Shift+C",)),
        ActionSpec("copy_link", _("Copy &wikitext link"), ("Ctrl+Shift+L",)),
        ActionSpec("copy_url", _("Copy &address"), ("Ctrl+Shift+U",)),
        ActionSpec("select_all", _("Select &all"), (Keys.SelectAll,)),
        ActionSpec("check", _("Chec&k or uncheck"), ("Ctrl+K",)),
        ActionSpec("check_shown", _("Check all sh&own"), ("Ctrl+Shift+K",)),
        ActionSpec("next_unchecked", _("Next unc&hecked page"), ("N",)),
        ActionSpec("find", _("&Find…"), (Keys.Find,), "search"),
        ActionSpec("find_next", _("Find &next"), (Keys.FindNext,)),
        ActionSpec("find_previous", _("Find &previous"), (Keys.FindPrevious,)),
        ActionSpec("filter", _("Fi&lter titles"), ("Ctrl+Shift+F",), "funnel"),
        ActionSpec("clear_filter", _("Show all &rows"), ("Ctrl+Shift+R",)),
        ActionSpec("graph", _("&Graph"), ("F9",), "chart-scatter", checkable=True),
        ActionSpec("show_in_graph", _("Sho&w in the graph"), ("Shift+F9",)),
        ActionSpec("next_level", _("Show what links to it i&n the graph"), ("Ctrl+F9",)),
        ActionSpec("export_graph", _("Expo&rt the graph…"), ("Ctrl+Shift+S",)),
        ActionSpec("settings", _("&Settings…"), ("Ctrl+,",), "settings", role=Role.PreferencesRole),
        ActionSpec("title", _("Go to the &title field"), ("Ctrl+L", "Alt+D")),
        ActionSpec("list", _("Go to the &list"), ("F7",)),
        ActionSpec("next_part", _("Ne&xt part of the window"), ("F6",)),
        ActionSpec("previous_part", _("P&revious part of the window"), ("Shift+F6",)),
        ActionSpec("wiki", _("Choose the &wiki"), ("Ctrl+Shift+W",), "language"),
        ActionSpec("back", _("&Back"), (Keys.Back,), "arrow-previous"),
        ActionSpec("forward", _("&Forward"), (Keys.Forward,), "arrow-next"),
        ActionSpec("next_tab", _("&Next tab"), ("Ctrl+Tab", "Ctrl+PgDown")),
        ActionSpec("previous_tab", _("&Previous tab"), ("Ctrl+Shift+Tab", "Ctrl+PgUp")),
        ActionSpec("stop", _("&Stop"), (Keys.Cancel, "Ctrl+."), "pause"),
        ActionSpec("go_on", _("&Resume"), ("Ctrl+J",), "play"),
        ActionSpec("reload", _("Rel&oad"), (Keys.Refresh,), "reload"),
        ActionSpec("expand_all", _("Expand a&ll redirects"), ("Ctrl++",)),
        ActionSpec("collapse_all", _("Collapse all re&directs"), ("Ctrl+-",)),
        ActionSpec("explore", _("E&xplore this page"), icon="link"),
        ActionSpec("explore_tab", _("Explore in a new ta&b"), ("Ctrl+Shift+Return",)),
        ActionSpec("open", _("&Open in the browser"), ("Ctrl+O",), "link-external"),
        ActionSpec("edit", _("E&dit in the browser"), ("Ctrl+Shift+E",), "edit"),
        ActionSpec(
            "edit_and_check", _("Edit, check and go to the &next"), ("Ctrl+Return", "Ctrl+Enter")
        ),
        ActionSpec("page_history", _("Page &history in the browser"), ("Ctrl+Shift+H",)),
        ActionSpec("sample", _("Explore the sample &wiki")),
        ActionSpec("log", _("&Log"), ("Ctrl+Shift+J",)),
        ActionSpec("about", _("&About"), role=Role.AboutRole),
        ActionSpec("menu", _("Menu"), ("F10",), "menu"),
    )


def menus() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the menus: their names, and the names of their actions; "" is a separator."""
    return (
        (_("&File"), ("new_tab", "close_tab", "", "export", "history", "", "quit")),
        (
            _("&Edit"),
            (
                *("undo", "redo", ""),
                *("copy", "copy_title", "copy_link", "copy_url", "select_all", ""),
                *("check", "check_shown", "next_unchecked", ""),
                *("find", "find_next", "find_previous", "filter", "clear_filter", "", "settings"),
            ),
        ),
        (_("&View"), ("graph", "show_in_graph", "next_level", "", "export_graph")),
        (
            _("&Go"),
            (
                *("back", "forward", "", "next_tab", "previous_tab", ""),
                *("title", "list", "next_part", "previous_part", "", "wiki", "sample"),
            ),
        ),
        (_("&List"), ("stop", "go_on", "reload", "", "expand_all", "collapse_all")),
        (
            _("&Page"),
            ("explore", "explore_tab", "", "open", "edit", "edit_and_check", "page_history"),
        ),
        (_("&Help"), ("log", "about")),
    )


ROW_MENU = (
    *("explore", "explore_tab", "", "open", "edit", "edit_and_check", "page_history", ""),
    *(
        "copy",
        "copy_title",
        "copy_link",
        "copy_url",
        "",
        "check",
        "",
        "show_in_graph",
        "next_level",
    ),
)
"""The names of the actions on a row of the tree."""


def make_actions(
    parent: QWidget, handlers: Mapping[str, Callable[[], object]]
) -> dict[str, QAction]:
    """Make the actions of the table; each has one handler, and each handler an action."""
    actions = {}
    for spec in action_specs():
        action = QAction(spec.text, parent)
        action.setObjectName(spec.name)
        action.setShortcuts([key for shortcut in spec.shortcuts for key in _keys(shortcut)])
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setMenuRole(spec.role)
        action.setCheckable(spec.checkable)
        handler = handlers[spec.name]
        action.triggered.connect(lambda _checked=False, handler=handler: handler())
        parent.addAction(action)
        actions[spec.name] = action
    assert actions.keys() == handlers.keys()  # noqa: S101 - the table and the window agree
    return actions


def _keys(shortcut: Keys | str) -> list[QKeySequence]:
    if isinstance(shortcut, str):
        return [QKeySequence(shortcut)]
    return QKeySequence.keyBindings(shortcut)


def fill_menu(menu: QMenu, names: tuple[str, ...], actions: Mapping[str, QAction]) -> None:
    """Put actions into a menu."""
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


def fill_popup(menu: QMenu, names: tuple[str, ...], actions: Mapping[str, QAction]) -> None:
    """Put copies of actions into a menu that comes and goes.

    Qt tells screen readers of an action in one menu only, the first that it was in.
    """
    for name in names:
        if not name:
            menu.addSeparator()
            continue
        action = actions[name]
        copy = menu.addAction(action.icon(), action.text(), action.trigger)
        copy.setEnabled(action.isEnabled())
        copy.setShortcut(action.shortcut())
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # it is only shown
