# SPDX-License-Identifier: MIT
"""The columns of the tree, and what their cells say."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tree.words import kind_words, origin_words, short_origin_words, through_words
from wikilinks_gui.words import namespace_name, number, template_name


class Cells:
    """The texts of a list's cells."""

    def __init__(self, site: SiteInfo, table: LinkTable) -> None:
        self._site = site
        self._table = table
        self._rows: dict[int, Row] = {}

    def prepare(self, nodes: Nodes) -> None:
        """Read the rows that are about to be asked for: together they cost a tenth."""
        if any(node not in self._rows for node in nodes.tolist()):
            self._rows = dict(zip(nodes.tolist(), self._table.rows(nodes), strict=True))

    def forget(self) -> None:
        """Forget cached rows, because some may have changed."""
        self._rows = {}

    def row(self, node: int) -> Row:
        """Return a row as it arrived."""
        row = self._rows.get(node)
        return self._table.row(node) if row is None else row

    def kind(self, node: int) -> str:
        """Return how the page links."""
        table = self._table
        return kind_words(self.row(node), table.traits(node), table.redirect_target(node))

    def origin(self, node: int) -> str:
        """Return where the page's link comes from, with a question mark where that is in doubt."""
        return self._named_origin(node, origin_words)

    def short_origin(self, node: int) -> str:
        """Return the same where there is little room."""
        return self._named_origin(node, short_origin_words)

    def _named_origin(self, node: int, words: Callable[[Origin, Sequence[str]], str]) -> str:
        table = self._table
        names = [template_name(self._site, title) for title in table.templates(node)]
        text = words(table.origin(node), names)
        return _("? {origin}").format(origin=text) if table.is_doubtful(node) else text

    def whole_origin(self, node: int) -> str:
        """Return the same with whole titles, and words for what is in doubt."""
        table = self._table
        text = origin_words(table.origin(node), table.templates(node))
        return _("{origin}, in doubt").format(origin=text) if table.is_doubtful(node) else text

    def namespace(self, node: int) -> str:
        """Return the name of the page's namespace."""
        return namespace_name(self._site, self.row(node).namespace)

    def through(self, node: int) -> str:
        """Return how many rows came through a redirect, and how many of these are shown."""
        if not self._table.is_group(node):
            return ""
        through, shown = self._table.through(node), self._table.through_shown(node)
        if not through and not self._table.is_complete:
            return "…"
        if shown == through:
            return number(through)
        return _("{shown} of {all}").format(shown=number(shown), all=number(through))

    def plain_through(self, node: int) -> str:
        """Return how many rows came through a redirect, without separators."""
        return str(self._table.through(node)) if self._table.is_group(node) else ""

    def via(self, node: int) -> str:
        """Return the title of the redirect that the row came through."""
        parent = self._table.parent(node)
        return "" if parent == TOP else self._table.titles[parent]

    def plain(self, nodes: Sequence[int], columns: Sequence[int]) -> Iterator[list[str]]:
        """Yield for each row what its cells say to other programs: numbers have no separators."""
        texts = [COLUMNS[column].plain or COLUMNS[column].text for column in columns]
        for node, row in zip(nodes, self._table.rows(nodes), strict=True):
            self._rows = {node: row}
            yield [text(self, node) for text in texts]

    def spoken(self, node: int, level: int, *, is_flat: bool, can_open: bool) -> str:
        """Return what a screen reader reads of a row."""
        table = self._table
        parts = [self.row(node).title, self.kind(node)]
        if origin := self.whole_origin(node):
            parts.append(origin)
        if is_flat and (via := self.via(node)):
            parts.append(_("via {redirect}").format(redirect=via))
        else:
            parts.append(_("level {level}").format(level=level + 1))
        if can_open:
            parts.append(_("open") if table.is_open(node) else _("closed"))
            parts.append(through_words(table.through_shown(node), table.through(node)))
        if not table.passes(node):
            parts.append(_("does not match the filter"))
        if table.is_checked(node):
            parts.append(_("marked"))
        return ", ".join(parts)


class Column(NamedTuple):
    """A column of the tree."""

    order: Order  # that it stands for; also its name where columns are remembered
    heading: Callable[[], str]  # translated when it is shown
    digits: int  # its width at first; the title's grows with the window
    text: Callable[[Cells, int], str]
    plain: Callable[[Cells, int], str] | None = None  # what other programs get, where it differs
    is_number: bool = False  # it stands at the end side
    is_strong: bool = False
    is_for_flat: bool | None = None  # shown in a flat list only, or in a tree only; None: in both
    is_hidden: bool = False  # at first
    needs_origins: bool = False  # shown only once one of them is known
    short: Callable[[Cells, int], str] | None = None  # where it is narrower than at first


COLUMNS = (
    Column("title", lambda: _("Page"), 24, lambda cells, node: cells.row(node).title),
    Column("kinds", lambda: _("Kind"), 20, Cells.kind, is_strong=True),
    Column("namespace", lambda: _("Namespace"), 14, Cells.namespace),
    Column(
        *("through", lambda: _("Through"), 9, Cells.through, Cells.plain_through),
        is_number=True,
        is_strong=True,
        is_for_flat=False,
    ),
    Column(
        *("section", lambda: _("Section"), 16, lambda cells, node: cells.row(node).section),
        is_for_flat=False,
    ),
    Column(
        *("page_id", lambda: _("Page ID"), 11),
        text=lambda cells, node: number(cells.row(node).page_id),
        plain=lambda cells, node: str(cells.row(node).page_id),
        is_number=True,
        is_hidden=True,
    ),
    Column(
        *("origin", lambda: _("Origin"), 24, Cells.origin, Cells.whole_origin),
        is_strong=True,
        needs_origins=True,
        short=Cells.short_origin,
    ),
    Column("via", lambda: _("Via"), 20, Cells.via, is_for_flat=True),
)
PAGE, KIND, NAMESPACE, THROUGH, SECTION, PAGE_ID, ORIGIN, VIA = range(len(COLUMNS))

ORDERS = tuple(column.order for column in COLUMNS)
