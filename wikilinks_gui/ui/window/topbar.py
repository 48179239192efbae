# SPDX-License-Identifier: MIT
"""The bar at the top: where to, and what is done with it."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.titlefield import TitleField
from wikilinks_gui.ui.search.wikichooser import WikiChooser
from wikilinks_gui.ui.widgets.taborder import make_group

if TYPE_CHECKING:  # it brings requests, which the first picture does not need
    from wikilinks_gui.mediawiki.search import Suggestion

ROOMY, LEAST = 40, 25
"""Lines of text: the width from which on all buttons are there, and the least that is wanted."""


class TopBar(QWidget):
    """Back, forward, wiki, title, Explore, graph, export, history, menu.

    ``actions`` are those of the buttons: back, forward, graph, export, history, menu. ``suggest``
    is as for :class:`.TitleField`.
    """

    def __init__(
        self,
        suggest: Callable[[str], AsyncIterator[list["Suggestion"]]],
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__()
        self._shown_wiki = ("", False)  # and whether it is only being tried
        self.chooser = WikiChooser()
        self.field = TitleField(suggest)
        self._explore = QPushButton(_("E&xplore"))
        self._explore.setProperty("primary", True)
        self._explore.setAutoDefault(False)
        layout = QHBoxLayout(self)
        steps = [_button(actions[name]) for name in ("back", "forward")]
        make_group("steps", *steps)
        layout.addLayout(_side_by_side(*steps))
        layout.addWidget(self.chooser)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._explore)
        buttons = [_button(actions[name]) for name in ("graph", "export", "history", "menu")]
        make_group("tools", self._explore, *buttons)
        layout.addLayout(_side_by_side(*buttons))
        *self._in_menu, self._menu = buttons  # what these do can be done in the menu, too
        self._explore.clicked.connect(self._on_explore_clicked)

    def show_wiki(self, key: str, *, trying: bool = False) -> None:
        """Show which wiki is asked, or being tried; what another suggested is dropped."""
        if self._shown_wiki != (key, trying):
            self._shown_wiki = key, trying
            self.field.forget_suggestions()
            self.chooser.set_current_wiki(key, trying=trying)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the title where there is little."""
        super().resizeEvent(event)
        em = self.fontMetrics().height()
        for button in self._in_menu:
            button.setVisible(self.width() >= em * ROOMY)
        self._explore.setVisible(self.width() >= em * LEAST)
        self.chooser.setMaximumWidth(max(self.width() // 3, self.chooser.minimumSizeHint().width()))
        if layout := self.layout():
            layout.activate()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the parts that are never hidden."""
        wanted = super().minimumSizeHint()
        return QSize(min(wanted.width(), self.fontMetrics().height() * LEAST), wanted.height())

    def open_menu(self) -> None:
        """Open the menu of the menu button, its first entry current, and return at once."""
        button = self._menu
        menu = button.defaultAction().menu()
        if isinstance(menu, QMenu):
            # At the end of the window, within it.
            x = 0 if self.isRightToLeft() else button.width() - menu.sizeHint().width()
            menu.popup(button.mapToGlobal(QPoint(x, button.height())))
            menu.setActiveAction(menu.actions()[0])

    def _on_explore_clicked(self) -> None:
        self.field.explore()
        if not self.field.text().strip():
            self.field.enter()


def _side_by_side(*buttons: QToolButton) -> QHBoxLayout:
    """Lay out buttons that have room around their icons, so that they need none between."""
    layout = QHBoxLayout()
    layout.setSpacing(0)
    for button in buttons:
        layout.addWidget(button)
    return layout


def _button(action: QAction) -> QToolButton:
    """Make a button of an action; it can be reached by Tab."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setAccessibleName(action.text().replace("&", "").removesuffix("…"))
    if action.menu() is not None:
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
