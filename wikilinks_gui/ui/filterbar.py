# SPDX-License-Identifier: MIT
"""Which rows are shown: by text, namespace, kind, and with redirects or without."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.links.filter import ALL, Filter
from wikilinks_gui.links.rows import KIND_NAMES, Kind
from wikilinks_gui.links.table import Counts
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.flow import FlowLayout
from wikilinks_gui.ui.iconfield import IconField
from wikilinks_gui.ui.text import Text
from wikilinks_gui.ui.theme import set_look

Mode: TypeAlias = Literal["plain", "word", "regex"]

_LONG = 20  # characters of a name in a button


class FilterBar(QWidget):
    """A field and buttons with menus, which make a :class:`Filter`."""

    filter_changed = Signal(object)
    """A Filter; nothing comes while the regular expression is broken, which the bar then says."""
    left_downwards = Signal()
    """Down was pressed in the field: the focus should go to the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._all = self._shown = Counts(0, {}, {})
        # Keys that are typed faster than rows are filtered make one filter.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._apply)
        self._field = _Field()
        self._field.textChanged.connect(lambda _text: self._soon.start())
        self._field.left_downwards.connect(self.left_downwards)
        self._reason = Text(role="error")
        self._reason.hide()
        self._mode = _OneOf(
            {
                "plain": (_("Anywhere"), _("&Anywhere in the title")),
                "word": (_("Whole word"), _("Whole &word")),
                "regex": (_("Regular expression"), _("&Regular expression")),
            },
            _("Where the text must stand"),
        )
        self._namespaces = _SomeOf(
            _("Namespace: all"), _("Namespace: {chosen}"), _("Namespaces that are shown"), but=True
        )
        self._kinds = _SomeOf(_("Kind: all"), _("Kind: {chosen}"), _("Kinds that are shown"))
        self._kinds.set_names({int(kind): _kind_word(kind) for kind in KIND_NAMES})
        self._redirects = _OneOf(
            {
                "shown": (_("Redirects: shown"), _("&Show redirects")),
                "hidden": (_("Redirects: hidden"), _("&Hide redirects, not what comes through")),
            },
            _("Redirects, shown or hidden"),
        )
        self._flow = FlowLayout()
        self._flow.addWidget(self._field)
        for button in (self._mode, self._namespaces, self._kinds, self._redirects):
            button.changed.connect(self._apply)
            self._flow.addWidget(button)
        for menu in (self._namespaces.choices, self._kinds.choices):
            menu.aboutToShow.connect(self._show_counts)
        layout = self._layout = QVBoxLayout(self)
        layout.addLayout(self._flow)
        layout.addWidget(self._reason)
        self._set_gaps()

    def filter(self) -> Filter:
        """Give the filter that is in force."""
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Show a filter, and tell of it where it is another than before."""
        self._field.setText(wanted.text)
        self._mode.choose(wanted.mode)
        self._namespaces.choose(wanted.namespaces or (), but=wanted.but)
        kinds = () if wanted.kinds == ALL else (int(k) for k in KIND_NAMES if k & wanted.kinds)
        self._kinds.choose(kinds)
        self._redirects.choose("shown" if wanted.redirects else "hidden")
        self._apply()

    def clear(self) -> None:
        """Show all rows."""
        self.set_filter(Filter())

    def show_namespace(self, namespace: int) -> None:
        """Show the rows of one namespace only; all other conditions stay."""
        self.set_filter(replace(self._filter, namespaces=frozenset({namespace}), but=False))

    def show_kind(self, name: str) -> None:
        """Show the rows of one kind only, by its name; all other conditions stay."""
        kind = next(kind for kind, its_name in KIND_NAMES.items() if its_name == name)
        self.set_filter(replace(self._filter, kinds=kind))

    def focus_text(self) -> None:
        """Let the person type."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def set_namespaces(self, names: Mapping[int, str], counts: Mapping[int, int]) -> None:
        """Offer namespaces, with how many rows are in each."""
        self._namespaces.set_names(
            {
                namespace: name or (_("Article") if namespace == 0 else str(namespace))
                for namespace, name in names.items()
            }
        )
        self._all = replace(self._all, by_namespace=dict(counts))
        self._counts_changed()

    def set_counts(self, all: Counts, shown: Counts) -> None:  # noqa: A002
        """Say how many rows there are, and how many of them pass the filter."""
        self._all, self._shown = all, shown
        self._counts_changed()

    def show_slow(self) -> None:
        """Say that the expression takes for ever, and so is not in force."""
        self._show_reason(_("This expression would take too long. Try a simpler one."))

    def changeEvent(self, event: QEvent) -> None:
        """Make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_gaps()

    def _set_gaps(self) -> None:
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 3, em * 3 // 4, em * 2 // 3)
        self._layout.setSpacing(em // 4)
        self._flow.set_gaps(em // 2, em // 3)
        self._field.setMinimumWidth(em * 9)

    def _counts_changed(self) -> None:
        if self._namespaces.choices.isVisible() or self._kinds.choices.isVisible():
            self._show_counts()

    def _show_counts(self) -> None:
        self._namespaces.show_counts(self._all.by_namespace, self._shown.by_namespace)
        self._kinds.show_counts(
            *(
                {int(kind): counts.by_kind.get(name, 0) for kind, name in KIND_NAMES.items()}
                for counts in (self._all, self._shown)
            )
        )

    def _apply(self) -> None:
        self._soon.stop()
        namespaces = self._namespaces.chosen()
        try:
            wanted = Filter(
                text=self._field.text(),
                mode=self._mode.chosen(),  # type: ignore[arg-type]  # one of its own names
                namespaces=namespaces or None,
                but=bool(namespaces) and self._namespaces.but(),
                kinds=Kind(sum(self._kinds.chosen())) or ALL,
                redirects=self._redirects.chosen() == "shown",
            )
        except (re.error, OverflowError, RecursionError) as error:
            self._show_reason(_reason(error))
            return
        self._show_reason("")
        if wanted != self._filter:
            self._filter = wanted
            self.filter_changed.emit(wanted)

    def _show_reason(self, reason: str) -> None:
        set_look(self._field, "invalid", "true" if reason else "false")
        self._field.setAccessibleDescription(reason)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))


def _flush(number: str, widest: str) -> str:
    """Let a number end where the widest does: in a menu, all begin at one place."""
    before = widest[: len(widest) - len(number)]
    return "".join("\u2007" if sign.isdigit() else "\u2008" for sign in before) + number


def _kind_word(kind: Kind) -> str:
    return {
        Kind.LINK: _("link"),
        Kind.REDIRECT: _("redirect"),
        Kind.TRANSCLUSION: _("transclusion"),
        Kind.FILE: _("file"),
    }[kind]


def _reason(error: Exception) -> str:
    """Say in plain words what is wrong with a regular expression."""
    message = getattr(error, "msg", "")
    for beginning, sentence in (
        ("missing )", _("A “(” is not closed yet.")),
        ("unterminated character set", _("A “[” is not closed yet.")),
        ("unbalanced parenthesis", _("There is a “)” without a “(”. To find one, type “\\)”.")),
        ("nothing to repeat", _("There is nothing to repeat before “*”, “+” or “?”.")),
        ("multiple repeat", _("“*”, “+” or “?” stands twice.")),
        ("bad escape (end", _("Something must follow the “\\” at the end.")),
        ("bad escape", _("“\\” means nothing before this letter.")),
        ("bad character range", _("The range in “[…]” runs backwards.")),
        ("unterminated subpattern", _("A “(” is not closed yet.")),
        ("look-behind", _("What stands in “(?<…)” must have one length.")),
    ):
        if message.startswith(beginning):
            return sentence
    return _("This is not a regular expression.")


class _Field(IconField):
    left_downwards = Signal()

    def __init__(self) -> None:
        super().__init__("funnel")
        self.setPlaceholderText(_("Filter titles"))
        self.setAccessibleName(_("Filter titles"))
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        # Escape stops a listing elsewhere; while there is a text here, it is this field's.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)


class _OneOf(QPushButton):
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
        return next(key for key, action in self._actions.items() if action.isChecked())

    def choose(self, key: str) -> None:
        self._actions[key].setChecked(True)
        _show_choice(self, self._name, self._words[key], active=key != self._usual)

    def _on_triggered(self) -> None:
        self.choose(self.chosen())
        self.changed.emit()


class _SomeOf(QPushButton):
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
            action.setText(f"{_on_button(self._name_of(key))}\t{count}")

    def chosen(self) -> frozenset[int]:
        return frozenset(key for key, action in self._ticks.items() if action.isChecked())

    def but(self) -> bool:
        return self._but.isChecked()

    def choose(self, keys: Iterable[int], *, but: bool = False) -> None:
        wanted = set(keys)
        for key in sorted(wanted - self._ticks.keys()):
            self._add(key, self._name_of(key))
        for key, action in self._ticks.items():
            action.setChecked(key in wanted)
        self._but.setChecked(but)
        self._show()

    def _add(self, key: int, name: str) -> None:
        action = QAction(_on_button(name), self.choices)
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
    button.setText(_on_button(said))
    button.setAccessibleName(f"{name}: {said}")
    set_look(button, "active", "true" if active else "false")


def _on_button(text: str) -> str:
    """Keep names as they are: no mnemonic of an ampersand, no column of a tab."""
    return text.replace("&", "&&").replace("\t", " ")
