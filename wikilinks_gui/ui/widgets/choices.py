# SPDX-License-Identifier: MIT
"""Buttons that show what is chosen, with menus to choose something else."""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton

from wikilinks_gui import words
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.widgets.text import on_button
from wikilinks_gui.ui.widgets.theme import set_look

Key = TypeVar("Key", int, str)


class _MenuButton(QPushButton):
    """A button that shows what is chosen in its menu."""

    changed = Signal()  # by the user

    def __init__(self, name: str, menu: QMenu) -> None:
        super().__init__()
        self._name = name
        menu.setParent(self, menu.windowFlags())
        menu.setAccessibleName(name)
        self.setMenu(menu)

    def _show_choice(self, text: str, *, active: bool) -> None:
        self.setText(on_button(text))
        self.setAccessibleName(_("{name}: {choice}").format(name=self._name, choice=text))
        set_look(self, "active", "true" if active else "false")


class ChoiceButton(_MenuButton):
    """Offers one of several choices; the first is the usual one.

    ``choices``: the words for the button and for the menu, by the keys of the choices.
    """

    def __init__(self, choices: Mapping[str, tuple[str, str]], name: str) -> None:
        super().__init__(name, menu := QMenu())
        self._texts = {key: text for key, (text, _offered) in choices.items()}
        self._actions: dict[str, QAction] = {}
        group = QActionGroup(self)
        for key, (_text, offered) in choices.items():
            self._actions[key] = action = menu.addAction(offered)
            action.setCheckable(True)
            group.addAction(action)
        group.triggered.connect(self._on_triggered)
        self.choose(next(iter(choices)))

    def chosen(self) -> str:
        """Return the key of what is chosen."""
        return next(key for key, action in self._actions.items() if action.isChecked())

    def choose(self, key: str) -> None:
        """Choose, without a signal."""
        self._actions[key].setChecked(True)
        self._show_choice(self._texts[key], active=key != next(iter(self._texts)))

    def _on_triggered(self) -> None:
        self.choose(self.chosen())
        self.changed.emit()


class MultiChoiceButton(_MenuButton, Generic[Key]):
    """Offers boxes to tick, in the order of their keys; none ticked means all.

    ``usual`` stands on the button then, else ``text`` with its place ``{chosen}``. ``but`` offers
    to show all but what is ticked.
    """

    def __init__(self, usual: str, text: str, name: str, *, but: bool = False) -> None:
        self.choices = _StayingMenu()
        super().__init__(name, self.choices)
        self._usual, self._text = usual, text
        self._boxes: dict[Key, QAction] = {}
        self._names: dict[Key, str] = {}
        self._everything = self.choices.addAction(_("Show &all"))
        self._everything.triggered.connect(self._on_everything)
        self._but = self.choices.addAction(_("All &but these"))
        self._but.setCheckable(True)
        self._but.setVisible(but)
        self._but.triggered.connect(self._on_triggered)
        self.choices.addSeparator()
        self._show()

    def set_names(self, names: Mapping[Key, str]) -> None:
        """Offer these; what is ticked stays, even if it is not among them."""
        self._offer({key: self._names[key] for key in self.chosen()} | dict(names))

    def _offer(self, names: dict[Key, str]) -> None:
        if names == self._names:
            return
        for key in self._boxes.keys() - names.keys():
            box = self._boxes.pop(key)
            self.choices.removeAction(box)
            box.deleteLater()
        for key, box in self._boxes.items():
            if names[key] != self._names[key]:
                box.setText(on_button(names[key]))
        for key in sorted(names.keys() - self._boxes.keys()):  # the menu may be open
            box = QAction(on_button(names[key]), self.choices, checkable=True)
            box.triggered.connect(self._on_triggered)
            if after := [self._boxes[other] for other in sorted(self._boxes) if other > key]:
                self.choices.insertAction(after[0], box)
            else:
                self.choices.addAction(box)
            self._boxes[key] = box
        self._names = names
        self._show()

    def show_counts(self, all_: Mapping[Key, int], shown: Mapping[Key, int]) -> None:
        """Write the counts behind the names."""
        for key, box in self._boxes.items():
            every, some = all_.get(key, 0), shown.get(key, 0)
            count = words.number(every) if some == every else words.some_of(some, every)
            box.setText(f"{on_button(self._names[key])}\t{count}")

    def chosen(self) -> frozenset[Key]:
        """Return the keys of what is ticked."""
        return frozenset(key for key, action in self._boxes.items() if action.isChecked())

    def but(self) -> bool:
        """Return whether the ticked entries are the excluded ones."""
        return self._but.isChecked()

    def choose(self, keys: Iterable[Key], *, but: bool = False) -> None:
        """Tick these and no others, without a signal."""
        wanted = set(keys)
        self._offer({key: str(key) for key in wanted} | self._names)
        for key, action in self._boxes.items():
            action.setChecked(key in wanted)
        self._but.setChecked(but)
        self._show()

    def _on_everything(self) -> None:
        self.choose(())
        self.changed.emit()

    def _on_triggered(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        names = [self._names[key] for key in sorted(self.chosen())]
        self._everything.setEnabled(bool(names))
        if not names:
            self._show_choice(self._usual, active=False)
            return
        if len(names) > 2:
            chosen = ngettext("{count} chosen", "{count} chosen", len(names))
            chosen = chosen.format(count=words.number(len(names)))
        else:
            chosen = _("{first}, {second}").format(first=names[0], second=names[-1])
            if len(names) == 1:
                chosen = names[0]
        if self.but():
            chosen = _("all but {chosen}").format(chosen=chosen)
        self._show_choice(self._text.format(chosen=chosen), active=True)


class _StayingMenu(QMenu):
    """A menu that stays open while several boxes are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._trigger(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if not (pressed and self._trigger(self.activeAction())):
            super().keyPressEvent(event)

    def _trigger(self, action: QAction | None) -> bool:
        if action is None or not action.isEnabled() or action.isSeparator():
            return False
        action.trigger()
        return True
