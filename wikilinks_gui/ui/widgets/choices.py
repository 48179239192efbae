# SPDX-License-Identifier: MIT
"""Buttons that say what is chosen, with menus to choose something else."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton

from wikilinks_gui import words
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.widgets.text import on_button
from wikilinks_gui.ui.widgets.theme import set_look

_LONG = 20  # characters of a name in a button


class OneOf(QPushButton):
    """A button that says what is chosen, with a menu to choose another; the first is usual."""

    changed = Signal()

    def __init__(self, choices: Mapping[str, tuple[str, str]], name: str) -> None:
        super().__init__()
        self._words = {key: said for key, (said, _offered) in choices.items()}
        self._usual = next(iter(choices))
        self._name = name
        self._menu = QMenu(self)
        self._menu.setAccessibleName(name)
        self._actions: dict[str, QAction] = {}
        group = QActionGroup(self)
        for key, (_said, offered) in choices.items():
            self._actions[key] = action = self._menu.addAction(offered)
            action.setCheckable(True)
            group.addAction(action)
        group.triggered.connect(self._on_triggered)
        self.setMenu(self._menu)
        self.choose(self._usual)

    def chosen(self) -> str:
        """Give the key of what is chosen."""
        return next(key for key, action in self._actions.items() if action.isChecked())

    def choose(self, key: str) -> None:
        """Choose, without telling."""
        self._actions[key].setChecked(True)
        _show_choice(self, self._name, self._words[key], active=key != self._usual)

    def _on_triggered(self) -> None:
        self.choose(self.chosen())
        self.changed.emit()


class SomeOf(QPushButton):
    """A button that says what is chosen, with a menu of boxes to tick; none ticked is all."""

    changed = Signal()

    def __init__(self, usual: str, words: str, name: str, *, but: bool = False) -> None:
        super().__init__()
        self._usual, self._words, self._name = usual, words, name
        self._ticks: dict[int, QAction] = {}  # in order
        self._names: dict[int, str] = {}
        self.choices = _StayingMenu(self)
        self.choices.setAccessibleName(name)
        self._everything = self.choices.addAction(_("Show &all"))
        self._everything.triggered.connect(self._on_everything)
        self._but = self.choices.addAction(_("All &but these"))
        self._but.setCheckable(True)
        self._but.setVisible(but)
        self._but.triggered.connect(self._on_triggered)
        self.choices.addSeparator()
        self.setMenu(self.choices)
        self._show()

    def set_names(self, names: Mapping[int, str]) -> None:
        """Offer these; what is chosen stays, also where it is not among them."""
        for key in self._ticks.keys() - names.keys() - self.chosen():
            self.choices.removeAction(self._ticks.pop(key))
        for key in sorted(names.keys() - self._ticks.keys()):
            self._add(key, names[key])
        if self._names != names:
            self._names = {**self._names, **names}
            self._show()

    def show_counts(self, all_: Mapping[int, int], shown: Mapping[int, int]) -> None:
        """Write the counts behind the names."""
        counts = {key: words.number(all_.get(key, 0)) for key in self._ticks}
        fewer = {key for key in counts if shown.get(key, 0) != all_.get(key, 0)}
        widest = "" if fewer else max(counts.values(), key=len, default="")
        for key, action in self._ticks.items():
            count = _flush(counts[key], widest)
            if key in fewer:
                count = _("{shown} of {all}").format(
                    shown=words.number(shown.get(key, 0)), all=count
                )
            action.setText(f"{on_button(self._name_of(key))}\t{count}")

    def chosen(self) -> frozenset[int]:
        """Give the keys of what is ticked."""
        return frozenset(key for key, action in self._ticks.items() if action.isChecked())

    def but(self) -> bool:
        """Tell whether all but what is ticked is wanted."""
        return self._but.isChecked()

    def choose(self, keys: Iterable[int], *, but: bool = False) -> None:
        """Tick these and no others, without telling."""
        wanted = set(keys)
        for key in sorted(wanted - self._ticks.keys()):
            self._add(key, self._name_of(key))
        for key, action in self._ticks.items():
            action.setChecked(key in wanted)
        self._but.setChecked(but)
        self._show()

    def _add(self, key: int, name: str) -> None:
        action = QAction(on_button(name), self.choices)
        action.setCheckable(True)
        action.triggered.connect(self._on_triggered)
        after = next((self._ticks[other] for other in sorted(self._ticks) if other > key), None)
        if after:
            self.choices.insertAction(after, action)
        else:
            self.choices.addAction(action)
        self._ticks[key] = action

    def _name_of(self, key: int) -> str:
        return self._names.get(key, str(key))

    def _on_everything(self) -> None:
        self.choose(())
        self.changed.emit()

    def _on_triggered(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        names = [self._name_of(key) for key in sorted(self.chosen())]
        self._everything.setEnabled(bool(names))
        if not names:
            _show_choice(self, self._name, self._usual, active=False)
            return
        said = ", ".join(name if len(name) <= _LONG else f"{name[:_LONG]}…" for name in names)
        if len(names) > 2:
            said = ngettext("{count} chosen", "{count} chosen", len(names)).format(
                count=words.number(len(names))
            )
        if self.but():
            said = _("all but {chosen}").format(chosen=said)
        _show_choice(self, self._name, self._words.format(chosen=said), active=True)


class _StayingMenu(QMenu):
    """A menu that stays open while several boxes are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is None or not self._done(action):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if not (pressed and self._done(self.activeAction())):
            super().keyPressEvent(event)

    def _done(self, action: QAction | None) -> bool:
        if action is None or not action.isEnabled() or action.isSeparator():
            return False
        action.trigger()
        return True


def _show_choice(button: QPushButton, name: str, said: str, *, active: bool) -> None:
    button.setText(on_button(said))
    button.setAccessibleName(f"{name}: {said}")
    set_look(button, "active", "true" if active else "false")


def _flush(number: str, widest: str) -> str:
    """Let a number end where the widest does: in a menu, all begin at one place."""
    before = widest[: len(widest) - len(number)]
    return "".join("\u2007" if sign.isdigit() else "\u2008" for sign in before) + number
