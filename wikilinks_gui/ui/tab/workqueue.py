# SPDX-License-Identifier: MIT
"""Working through a list: from one page without a mark to the next, with a way back."""

from functools import partial
from typing import TYPE_CHECKING

from wikilinks_gui import words
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.tab.rowactions import open_pages

if TYPE_CHECKING:  # they bring numpy, which the window's first picture goes without
    from wikilinks_gui.table.columns import Nodes
    from wikilinks_gui.ui.tab.tab import Tab
    from wikilinks_gui.ui.tree.model import LinkModel

FEW = 20
"""Most pages that are seen to be marked in the list itself, without a notice."""


def mark_shown(tab: "Tab") -> None:
    """Mark all pages that pass the filter, also those in closed redirects."""
    if tab.model is not None:
        mark(tab, tab.model.table.filtered())


def mark(tab: "Tab", nodes: "Nodes") -> None:
    """Mark the pages of rows, which need not be in sight, and offer to undo it if it is many."""
    model = tab.model
    if model is None or len(page_ids := model.set_checked(nodes, True)) <= FEW:
        return
    done, change, wanted = model.changes, model.changes.done[-1], model.filter
    sentence = ngettext("{count} page marked.", "{count} pages marked.", len(page_ids))
    tab.notice.show_notice(
        sentence.format(count=words.number(len(page_ids))),
        actions=[(_("&Undo"), partial(undo, tab))],
        is_current=lambda: bool(done.done) and done.done[-1] is change and model.filter == wanted,
    )


def go_to_next(tab: "Tab", after: int | None = None) -> None:
    """Go to the next page without a mark, after the last to the first; or say that all have one.

    ``after`` is the node to begin behind; None is the current one.
    """
    if tab.model is None:
        return
    node = tab.model.table.next_unchecked(_current(tab) if after is None else after)
    if node >= 0:
        tab.tree.show_node(node)
        return
    model, wanted, progress = tab.model, tab.model.filter, tab.model.table.progress()
    _marked, pages = progress
    sentence = ngettext("The page is marked.", "All {count} pages are marked.", pages)
    tab.notice.show_notice(
        sentence.format(count=words.number(pages)),
        is_current=lambda: (model.filter, model.table.progress()) == (wanted, progress),
    )


def edit_and_mark(tab: "Tab") -> None:
    """Open the selected pages in the editor, mark those, and go to the next without a mark."""
    if tab.model is None:
        return
    selected, current = tab.tree.meant_nodes(), _current(tab)
    nodes = [current] if not len(selected) and current >= 0 else selected
    open_pages(tab, "edit", partial(_mark_opened, tab, tab.model, nodes))


def _mark_opened(tab: "Tab", model: "LinkModel", nodes: "Nodes | list[int]", count: int) -> None:
    """Mark the first ``count`` of some rows, and move to the row after them."""
    opened = nodes[:count]
    if not len(opened):  # or the page is of another list
        return
    model.set_checked(opened, True)
    if model is tab.model:
        go_to_next(tab, int(opened[-1]))


def undo(tab: "Tab") -> None:
    """Take the last change of marks back, and show what it was."""
    if tab.model is not None:
        tab.tree.show_pages(tab.model.undo())


def redo(tab: "Tab") -> None:
    """Make the change once more that was taken back last."""
    if tab.model is not None:
        tab.tree.show_pages(tab.model.redo())


def _current(tab: "Tab") -> int:
    """Return the node that is meant; -1: none of the list is."""
    if tab.outside is not None:
        return tab.outside.node
    return tab.tree.current_node()
