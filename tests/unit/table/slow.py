# SPDX-License-Identifier: MIT
"""Rows, and the tree made of them each time anew: what a table must agree with."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import regex

from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.redirectkinds import Trait
from wikilinks_gui.table.row import Kind, Row, kind_names

WORDS = [
    "Cat",
    "cat",
    "Talk:",
    "Straße",
    "STRASSE",
    "猫",
    "קטן",
    "é",
    "e\u0301",
    " of ",
    "a.b",
    "x" * 20,
]


def title_of(page_id: int) -> str:
    chooser = random.Random(page_id)
    return "".join(chooser.choices(WORDS, k=chooser.randint(1, 4))) + str(page_id % 7)


def a_row(page_id: int, via: int, depth: int, kinds: int, section: str = "") -> Row:
    is_redirect = bool(kinds & Kind.REDIRECT) or page_id % 11 == 0
    return Row(page_id, page_id % 5, title_of(page_id), kinds, is_redirect, section, via, depth)


@dataclass
class Slow:
    """The truth: rows in the order of arrival, and the tree made of them each time anew."""

    rows: list[Row] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)  # opened or closed while there is a filter
    checked: set[int] = field(default_factory=set)  # page ids
    filter: Filter = field(default_factory=Filter)
    order: Order = "arrival"
    descending: bool = False

    def passes(self, row: Row) -> bool:
        wanted = self.filter
        if wanted.namespaces is not None and (row.namespace in wanted.namespaces) == wanted.but:
            return False
        if wanted.checked != "all" and (row.page_id in self.checked) != (wanted.checked == "only"):
            return False
        if wanted.pages is not None and row.page_id not in wanted.pages:
            return False
        leads_here = bool(row.kinds & Kind.REDIRECT)
        names = {name for kind in Kind if kind & wanted.kinds for name in kind_names(kind)}
        traits = {
            Trait.SECTION: leads_here and row.section,
            Trait.DOUBLE: leads_here and row.via,
            Trait.ELSEWHERE: row.is_redirect and not leads_here,
        }
        has_trait = any(held and trait & wanted.traits for trait, held in traits.items())
        if not (names & set(kind_names(row.kinds)) or has_trait):
            return False
        if leads_here and not wanted.redirects:
            return False
        if wanted.mode == "plain":
            return wanted.text.casefold() in row.title.casefold()
        # re takes an accent that is a character of its own for no part of a word
        if wanted.mode == "word":
            pattern = rf"(?<!\w){re.escape(wanted.text.casefold())}(?!\w)"
            return regex.search(pattern, row.title.casefold()) is not None
        return regex.search(wanted.text, row.title, regex.IGNORECASE) is not None

    def children(self, via: int) -> list[int]:
        return self.in_order([node for node, row in enumerate(self.rows) if row.via == via])

    def in_order(self, nodes: list[int]) -> list[int]:
        titles = {row.page_id: row.title.casefold().encode() for row in self.rows}
        keys: dict[str, Callable[[int], Any]] = {
            "title": lambda node: self.rows[node].title.casefold().encode(),
            "kinds": lambda node: self.rows[node].kinds,
            "namespace": lambda node: self.rows[node].namespace,
            "through": lambda node: len(self.below(node)),
            "section": lambda node: self.rows[node].section.casefold(),
            "page_id": lambda node: self.rows[node].page_id,
            "via": lambda node: titles.get(self.rows[node].via, b""),
        }
        if self.order == "arrival":
            return nodes[::-1] if self.descending else nodes
        return sorted(nodes, key=keys[self.order], reverse=self.descending)

    def below(self, node: int) -> list[int]:
        row = self.rows[node]
        is_group = row.kinds & Kind.REDIRECT
        return [n for n, r in enumerate(self.rows) if r.via == row.page_id] if is_group else []

    def is_shown(self, node: int) -> bool:
        return self.passes(self.rows[node]) or any(map(self.is_shown, self.below(node)))

    def is_open(self, node: int) -> bool:
        opens_itself = self.filter != Filter() and any(map(self.is_shown, self.below(node)))
        return node in self.open or (opens_itself and node not in self.touched)

    def set_open(self, node: int, is_open: bool) -> None:
        (self.open.add if is_open else self.open.discard)(node)
        if self.filter != Filter():
            self.touched.add(node)

    def set_filter(self, wanted: Filter) -> None:
        self.filter = wanted
        if wanted == Filter():
            self.touched.clear()

    def visible(self, via: int = 0) -> list[int]:
        found = []
        if not self.filter.redirects and self.order != "arrival":
            nodes = [node for node, row in enumerate(self.rows) if self.passes(row)]
            return self.in_order(nodes)
        for node in self.children(via):
            if not self.is_shown(node):
                continue
            below = self.below(node)
            if self.filter.redirects or not below:
                found.append(node)
            if below and (not self.filter.redirects or self.is_open(node)):
                found += self.visible(self.rows[node].page_id)
        return found


def grown(seed: int, count: int) -> list[Row]:
    """Rows of a tree of redirects, parents first."""
    chooser = random.Random(seed)
    groups = [(0, 0)]
    rows = []
    for page_id in chooser.sample(range(2, 10 * count), count):
        via, depth = chooser.choice(groups)
        is_redirect = chooser.random() < 0.1
        kinds = int(Kind.REDIRECT) if is_redirect else chooser.choice([1, 4, 5, 8])
        section = chooser.choice(["", "", "Ärger", "early", "Zoo"]) if is_redirect else ""
        rows.append(a_row(page_id, via, depth, kinds, section))
        if is_redirect:
            groups.append((page_id, depth + 1))
    return rows
