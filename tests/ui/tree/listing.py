# SPDX-License-Identifier: MIT
"""Rows to show, and the tree made of them the slow way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.mediawiki.address import WebAddress
from wikilinks_gui.mediawiki.siteinfo import Namespace, SiteInfo
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.origin import IN_DOUBT, Origin
from wikilinks_gui.table.row import Kind, Row, kind_names
from wikilinks_gui.table.rows import TOP

LINK, REDIRECT = int(Kind.LINK), int(Kind.REDIRECT)
TRANSCLUSION, FILE = int(Kind.TRANSCLUSION), int(Kind.FILE)


def a_site() -> SiteInfo:
    """Make a wiki with a few namespaces."""
    names = {0: "", 1: "Talk", 2: "User", 10: "Template"}
    return SiteInfo(
        api_url="http://wiki.example/w/api.php",
        name="A wiki",
        version=(1, 43),
        server=WebAddress("http://wiki.example"),
        article_path="/wiki/$1",
        variant_path="",
        script="/w/index.php",
        case="first-letter",
        namespaces={number: Namespace(number, name, name, ()) for number, name in names.items()},
        what_links_here=frozenset(),
        high_limits=False,
    )


def link(page_id: int, title: str, via: int = 0, depth: int = 0, kinds: int = LINK) -> Row:
    """Make a row of a page that is no redirect."""
    return Row(page_id, 0, title, kinds, False, "", via, depth)


def redirect(page_id: int, title: str, via: int = 0, depth: int = 0, section: str = "") -> Row:
    """Make a row of a redirect to the page."""
    return Row(page_id, 0, title, LINK | REDIRECT, True, section, via, depth)


LISTING = [
    redirect(1, "Global warming"),  # node 0
    redirect(2, "Global warming (physics)", 1, 1, "Terms"),  # 1
    link(3, "Radiative forcing", 2, 2),  # 2
    link(4, "Arctic sea ice decline", 1, 1),  # 3
    redirect(5, "Climate crisis"),  # 4: nothing comes through it
    link(6, "Agriculture"),  # 5
    Row(7, 0, "Climate (disambiguation)", LINK, True, "", 0, 0),  # 6: leads elsewhere
    Row(8, 10, "Template:Climate", LINK | TRANSCLUSION, False, "", 0, 0),  # 7
    link(9, "تغير المناخ"),  # 8
    link(3_000_000_000, "<b>気候</b> & 変動"),  # 9
]
"""A listing with a redirect in a redirect."""


ORIGINS = [
    (Origin.TEXT, ()),
    (Origin.TEXT, ("Template:Box",)),
    (Origin.TEMPLATE, ("Template:Nav",)),
    (Origin.TEMPLATE, ("Template:Box", "Template:Nav")),
    (Origin.TEMPLATE, ()),
    (Origin.BOTH, ("Template:Box",)),
    (Origin.BOTH, ()),
    (Origin.NOT_FOUND, ()),
]
"""Where links come from, with the templates that have to do with it."""


def origin_of(row: Row, number: int, *, is_sure: bool = True) -> OriginRecord:
    """Record one of the origins for a row."""
    origin, templates = ORIGINS[number % len(ORIGINS)]
    return OriginRecord(row.via, row.page_id, 1, int(origin), is_sure, templates, ())


@dataclass
class SlowTree:
    """What should be shown, made anew each time."""

    rows: list[Row] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)  # opened or closed while there is a filter
    checked: set[int] = field(default_factory=set)  # page ids
    filter: Filter = field(default_factory=Filter)
    order: Order = "arrival"
    descending: bool = False
    complete: bool = False
    groups: dict[int, int] = field(default_factory=dict)  # page id of a redirect -> its node
    below: dict[int, list[int]] = field(default_factory=dict)
    origins: dict[int, tuple[Origin, tuple[str, ...]]] = field(default_factory=dict)  # by node
    doubtful: set[int] = field(default_factory=set)  # nodes

    def take_in(self, rows: list[Row]) -> None:
        """Take in rows; a redirect comes before what comes through it."""
        for node, row in enumerate(rows, len(self.rows)):
            parent = self.groups[row.via] if row.via else TOP
            self.below.setdefault(parent, []).append(node)
            if row.kinds & REDIRECT:
                self.groups.setdefault(row.page_id, node)
        self.rows += rows

    def children(self, parent: int) -> list[int]:
        """Return what came through a redirect, in order."""
        return self.in_order(self.below.get(parent, []))

    def in_order(self, nodes: list[int]) -> list[int]:
        """Put nodes in order."""
        if self.order == "arrival":
            return nodes[::-1] if self.descending else nodes
        keys: dict[str, Callable[[int], Any]] = {
            "title": lambda node: self.rows[node].title.casefold(),
            "kinds": lambda node: self.rows[node].kinds,
            "namespace": lambda node: self.rows[node].namespace,
            "through": self.through,
            "section": lambda node: self.rows[node].section.casefold(),
            "page_id": lambda node: self.rows[node].page_id,
            "via": lambda node: self.via(node).casefold(),
            "origin": self.origin_rank,
        }
        return sorted(nodes, key=keys[self.order], reverse=self.descending)

    def through(self, node: int) -> int:
        """Count what came through a redirect."""
        return len(self.below.get(node, []))

    def passes(self, node: int) -> bool:
        """Return whether a row passes the filter."""
        row = self.rows[node]
        if row.kinds & REDIRECT and not self.filter.redirects:
            return False
        origin, templates = self.origin(node)
        if not self.filter.origins >> (IN_DOUBT if node in self.doubtful else origin) & 1:
            return False
        if self.filter.templates is not None and self.filter.templates.isdisjoint(templates):
            return False
        return self.filter.text.casefold() in row.title.casefold()

    def set_origins(self, records: list[OriginRecord]) -> None:
        """Record where links come from; the rows are known."""
        nodes = {(row.via, row.page_id): node for node, row in enumerate(self.rows)}
        for each in records:
            node = nodes[each.via, each.page_id]
            self.origins[node] = Origin(each.origin), each.templates
            (self.doubtful.discard if each.is_sure else self.doubtful.add)(node)

    def origin(self, node: int) -> tuple[Origin, tuple[str, ...]]:
        """Return where a link comes from, and the titles of templates."""
        return self.origins.get(node, (Origin.UNKNOWN, ()))

    def origin_rank(self, node: int) -> tuple[int, tuple[str, ...]]:
        """Return what rows are sorted by in the order of origins."""
        origin, templates = self.origin(node)
        order = [Origin.TEXT, Origin.BOTH, Origin.TEMPLATE, Origin.NOT_FOUND, Origin.UNKNOWN]
        return order.index(origin), templates

    def shown(self, node: int) -> bool:
        """Return whether a row, or one below it, passes the filter."""
        return self.passes(node) or any(map(self.shown, self.below.get(node, [])))

    def via(self, node: int) -> str:
        """Return the title of the redirect that a row came through."""
        via = self.rows[node].via
        return self.rows[self.groups[via]].title if via else ""

    def set_open(self, nodes: list[int], is_open: bool) -> None:
        """Open or close redirects."""
        change = self.open.update if is_open else self.open.difference_update
        change(nodes)
        if self.filter != Filter():
            self.touched.update(nodes)

    def set_filter(self, wanted: Filter) -> None:
        """Show what passes a filter."""
        self.filter = wanted
        if wanted == Filter():
            self.touched.clear()

    def is_open(self, node: int) -> bool:
        """Return whether a redirect is open, by a person's will or by itself."""
        matches = self.filter != Filter() and any(map(self.shown, self.below.get(node, [])))
        return node in self.open or (matches and node not in self.touched)

    def visible(self, parent: int = TOP) -> list[int]:
        """Return the nodes from top to bottom."""
        if not self.filter.redirects and self.order != "arrival":
            return self.in_order([node for node in range(len(self.rows)) if self.passes(node)])
        nodes = []
        for node in self.children(parent):
            if not self.shown(node):
                continue
            hidden = bool(not self.filter.redirects and self.rows[node].kinds & REDIRECT)
            if not hidden:
                nodes.append(node)
            if hidden or self.is_open(node):
                nodes += self.visible(node)
        return nodes

    def cells(self, node: int) -> list[str]:
        """Return what the cells of a row say."""
        row = self.rows[node]
        kinds = " + ".join(kind_names(row.kinds))
        if row.is_redirect and not row.kinds & REDIRECT:
            also = "also links here" if kinds == "link" else f"also here: {kinds}"
            kinds = f"redirect to another page, {also}"
        elif row.kinds & REDIRECT:
            double = "double " if row.depth else ""
            to_section = " to a section" if row.section else ""
            kinds = kinds.replace("redirect", f"{double}redirect{to_section}")
        through = ""
        if row.kinds & REDIRECT:
            count = self.through(node)
            shown = sum(map(self.passes, self.below.get(node, [])))
            through = f"{count:,}" if count or self.complete else "…"
            if shown != count:
                through = f"{shown:,} of {count:,}"
        name = {0: "Article", 1: "Talk", 2: "User", 10: "Template"}[row.namespace]
        origin, templates = self.origin(node)
        names = ", ".join(each.removeprefix("Template:") for each in templates) or "a template"
        words = {
            Origin.UNKNOWN: "",
            Origin.TEXT: f"in the text, in {names}" if templates else "in the text",
            Origin.TEMPLATE: f"through {names}",
            Origin.BOTH: f"in the text and through {names}",
            Origin.NOT_FOUND: "not found",
        }[origin]
        if node in self.doubtful:
            words = f"? {words}"
        cells = [row.title, kinds, name, through, row.section, f"{row.page_id:,}"]
        return [*cells, words, self.via(node)]
