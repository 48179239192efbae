# SPDX-License-Identifier: MIT
"""Undoing and redoing changes of check marks."""

from collections import deque
from typing import NamedTuple

from wikilinks_gui.table.columns import Numbers

MOST = 100
"""Changes that can be undone; a change of a million pages takes 8 MB."""


class Change(NamedTuple):
    """The ids of pages, and what their marks were set to."""

    page_ids: Numbers
    is_checked: bool


class Changes:
    """The changes that were made to the marks of a page's list, whichever list of it is shown."""

    def __init__(self) -> None:
        self.done: deque[Change] = deque(maxlen=MOST)
        self.undone: list[Change] = []

    def add(self, change: Change) -> None:
        """Record a change; what was undone before it cannot be redone any more."""
        self.done.append(change)
        self.undone.clear()

    def undo(self) -> Change | None:
        """Return the opposite of the last change that is not undone, if there is one."""
        if not self.done:
            return None
        self.undone.append(self.done.pop())
        page_ids, is_checked = self.undone[-1]
        return Change(page_ids, not is_checked)

    def redo(self) -> Change | None:
        """Return the change that was undone last, if there is one."""
        if not self.undone:
            return None
        self.done.append(self.undone.pop())
        return self.done[-1]
