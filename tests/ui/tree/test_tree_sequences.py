# SPDX-License-Identifier: MIT
"""Whatever is done in whatever order: painted, model, table and a slow tree agree after each step.

Of what it costs: some 0.05 s a sequence. More of them, and others each time, are tried with
``TREE_SEQUENCES=1000`` in the environment.
"""

import asyncio
import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import LINK, REDIRECT, TRANSCLUSION, SlowTree, a_site, origin_of
from tests.ui.tree.photograph import check_shown, settle
from wikilinks_gui.table.origin import ALL_ORIGINS, ORIGIN_GROUPS
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.tree.cells import ORDERS, PAGE
from wikilinks_gui.ui.tree.delegate import TreeDelegate
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView

SEQUENCES = int(os.environ.get("TREE_SEQUENCES", "0"))
NAMES = ["Gem", "Stone", "Talk of", "Semi; colon", "Ångström", "קטן"]
KEYS = [
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home),
    *(Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space),
]
DIRECTIONS = [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
some_int = st.integers(0, 10**6)  # of which as much is taken as there are rows


class Watched(LinkModel):
    """A model that has a slow tree follow what is opened and closed, by whatever."""

    def __init__(self, slow: SlowTree) -> None:
        super().__init__(a_site())
        self._slow = slow

    def set_open(self, nodes: Iterable[int], is_open: bool) -> None:
        nodes = list(nodes)
        self._slow.set_open(nodes, is_open)
        super().set_open(nodes, is_open)

    def open_below(self, node: int) -> list[int]:
        groups = super().open_below(node)
        self._slow.set_open(groups, True)
        return groups


class Sequence(RuleBasedStateMachine):
    """A shown tree, what it should show, and all that can be done to it."""

    def __init__(self) -> None:
        super().__init__()
        QCursor.setPos(0, 0)
        self.slow = SlowTree()
        self.model = Watched(self.slow)
        self.view = TreeView()
        self.view.setModel(self.model)
        self.window = QStackedWidget()
        self.window.addWidget(QWidget())  # without rows in view, as while a list is empty
        self.window.addWidget(self.view)
        self.window.setGeometry(200, 200, 500, 190)
        self.window.setCurrentWidget(self.view)
        self.window.show()
        self.groups = [0]  # page ids
        self.depths = {0: 0}
        self.seen: set[tuple[int, int]] = set()

    def teardown(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.model.deleteLater()
        settle()

    def node(self, number: int) -> int:
        """Take one of the nodes that are shown."""
        return self.model.node(number % self.model.rowCount())

    def has_rows(self) -> bool:
        return self.model.rowCount() > 0

    @initialize(numbers=st.lists(some_int, min_size=5, max_size=40))
    def begin(self, numbers: list[int]) -> None:
        self.add(numbers)

    @rule(numbers=st.lists(some_int, min_size=1, max_size=20))
    def add(self, numbers: list[int]) -> None:
        new = []
        for number in numbers:
            page_id, via = number % 300 + 1, self.groups[number // 300 % len(self.groups)]
            if (page_id, via) in self.seen or page_id == via:
                continue
            self.seen.add((page_id, via))
            kinds = [LINK, LINK | TRANSCLUSION, LINK | REDIRECT][number % 3]
            if page_id in self.groups:
                kinds = LINK
            title = f"{NAMES[number % len(NAMES)]} {page_id}"
            is_redirect = bool(kinds & REDIRECT) or number % 7 == 0
            depth = self.depths[via]
            new.append(Row(page_id, number % 3, title, kinds, is_redirect, "", via, depth))
            if kinds & REDIRECT:
                self.groups.append(page_id)
                self.depths[page_id] = depth + 1
        self.slow.take_in(new)
        self.model.add(new)

    @rule(text=st.sampled_from(["", "g", "ge", "gem", "stone", "1", "colon", "nothing at all"]))
    def filter(self, text: str) -> None:
        self.refilter(text=text)

    @rule()
    def hide_redirects(self) -> None:
        self.refilter(redirects=not self.slow.filter.redirects)

    @rule(origins=st.sampled_from([ALL_ORIGINS, *(1 << group for group in ORIGIN_GROUPS.values())]))
    def filter_origins(self, origins: int) -> None:
        self.refilter(origins=origins)

    @rule(templates=st.sampled_from([None, frozenset({"Template:Nav"})]))
    def filter_templates(self, templates: frozenset[str] | None) -> None:
        self.refilter(templates=templates)

    def refilter(self, **changes: Any) -> None:
        """Change something of the filter."""
        self.slow.set_filter(replace(self.slow.filter, **changes))
        self.model.set_filter(self.slow.filter)

    @rule(numbers=st.lists(some_int, min_size=1, max_size=20))
    def set_origins(self, numbers: list[int]) -> None:
        rows = self.slow.rows
        records = [
            origin_of(rows[n % len(rows)], n // len(rows), is_sure=n % 7 > 0)
            for n in numbers
            if rows
        ]
        self.slow.set_origins(records)
        self.model.set_origins(records)

    @rule(order=st.sampled_from([*ORDERS, "arrival"]), descending=st.booleans())
    def sort(self, order: Any, descending: bool) -> None:
        self.slow.order, self.slow.descending = order, descending
        asyncio.run(self.model.sort_by(order, descending))

    @precondition(has_rows)
    @rule(number=some_int)
    def open_or_close(self, number: int) -> None:
        node = self.node(number)
        self.view.set_open(node, not self.model.table.is_open(node))

    @precondition(has_rows)
    @rule(number=some_int)
    def open_below(self, number: int) -> None:
        self.view.open_all(self.node(number))

    @precondition(has_rows)
    @rule(number=some_int, checked=st.booleans())
    def check(self, number: int, checked: bool) -> None:
        self.model.set_checked([self.node(number)], checked)

    @rule(complete=st.booleans())
    def complete(self, complete: bool) -> None:
        self.slow.complete = complete
        self.model.set_complete(complete)

    @precondition(has_rows)
    @rule(numbers=st.lists(some_int, max_size=4))
    def select(self, numbers: list[int]) -> None:
        self.view.select_nodes([self.node(number) for number in numbers])

    @rule(key=st.sampled_from(KEYS), modifier=st.sampled_from([NONE, SHIFT]))
    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.view, key, modifier)

    @rule(y=st.integers(-1, 200), modifier=st.sampled_from([NONE, SHIFT]))
    def click(self, y: int, modifier: Qt.KeyboardModifier) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(150, y))

    @rule(value=st.integers(0, 2_000))
    def scroll(self, value: int) -> None:
        self.view.verticalScrollBar().setValue(value)

    @rule(value=st.integers(0, 200))
    def scroll_sideways(self, value: int) -> None:
        self.view.horizontalScrollBar().setValue(value)

    @rule(width=st.integers(250, 700), height=st.integers(60, 300))
    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)

    @rule(column=st.integers(PAGE + 1, len(ORDERS) - 1), shown=st.booleans())
    def show_column(self, column: int, shown: bool) -> None:
        self.view.setColumnHidden(column, not shown)

    @rule(column=st.integers(0, len(ORDERS) - 1), width=st.integers(20, 300))
    def widen(self, column: int, width: int) -> None:
        self.view.setColumnWidth(column, width)

    @rule(size=st.sampled_from([9, 12, 18]))
    def enlarge(self, size: int) -> None:
        font = self.view.font()
        font.setPointSize(size)
        self.view.setFont(font)

    @rule(direction=st.sampled_from(DIRECTIONS))
    def mirror(self, direction: Qt.LayoutDirection) -> None:
        self.view.setLayoutDirection(direction)

    @rule(focused=st.booleans())
    def focus(self, focused: bool) -> None:
        (self.view.setFocus if focused else self.view.clearFocus)()

    @rule(x=st.integers(-20, 700), y=st.integers(-20, 300))
    def point(self, x: int, y: int) -> None:
        QCursor.setPos(self.view.viewport().mapToGlobal(QPoint(x, y)))

    @rule(hidden=st.booleans())
    def hide(self, hidden: bool) -> None:
        self.window.setCurrentIndex(0 if hidden else 1)

    @invariant()
    def agrees(self) -> None:
        settle()
        assert self.model.table.visible.tolist() == self.slow.visible()
        if self.view.isVisible():
            check_shown(self.view)
            delegate, viewport = self.view.itemDelegate(), self.view.viewport()
            assert isinstance(delegate, TreeDelegate)
            pointer = viewport.mapFromGlobal(QCursor.pos())
            # Qt may not know yet that the viewport has come below a pointer that rests.
            is_over = viewport.underMouse() and viewport.rect().contains(pointer)
            assert delegate.hovered == (self.view.rowAt(pointer.y()) if is_over else -1)


def test_w1_whatever_happens(qtbot: QtBot) -> None:
    run_state_machine_as_test(
        Sequence,
        settings=settings(
            max_examples=SEQUENCES or 60,
            stateful_step_count=25,
            derandomize=not SEQUENCES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
