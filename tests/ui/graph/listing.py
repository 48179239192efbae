# SPDX-License-Identifier: MIT
"""Rows to draw, much like those of a page of Wikipedia, and a layout that does not change."""

import random
from dataclasses import dataclass, field

import numpy as np

from tests.ui.tree.listing import a_site
from wikilinks_gui.graph.layout import Discs, Lengths
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.mediawiki.siteinfo import Namespace, SiteInfo
from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.graph.layer import Layer

NAMES = {0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Project", 6: "File", 10: "Template"}
WORDS = [
    *("History", "Climate", "River", "Battle", "Energy", "School", "Season", "Arctic", "Policy"),
    *("of the United States", "in Europe", "by country", "and society", "in the 20th century"),
    *("変動の歴史", "تغير المناخ", "שינוי אקלים"),
]
OFTEN = [60, 18, 5, 4, 4, 2, 2]
"""How often pages are in each of the namespaces."""


def rows(count: int, redirects: int | None = None) -> list[Row]:
    """Make rows: redirects first, some of them through others, then pages through any or none."""
    chooser = random.Random(1)
    wanted = max(3, round(count**0.5 / 6)) if redirects is None else redirects
    made: list[Row] = []
    for number in range(wanted):
        via = chooser.randint(1, 3) if number > 4 and chooser.random() < 0.1 else 0
        title = f"{chooser.choice(WORDS)} {number}"
        kinds = int(Kind.LINK | Kind.REDIRECT)
        made.append(Row(number + 1, 0, title, kinds, True, "", via, int(via > 0)))
    often = [1 / (number + 1.5) for number in range(wanted)]
    while len(made) < count:
        page_id = len(made) + 1
        namespace = chooser.choices(list(NAMES), OFTEN)[0]
        prefix = f"{NAMES[namespace]}:" if namespace else ""
        title = f"{prefix}{' '.join(chooser.choices(WORDS, k=2))} {page_id % 997}"
        kinds = int(chooser.choices([Kind.LINK, Kind.TRANSCLUSION, Kind.FILE], [94, 4, 2])[0])
        via = chooser.choices(range(1, wanted + 1), often)[0] if chooser.random() < 0.5 else 0
        depth = made[via - 1].depth + 1 if via else 0
        leads_elsewhere = chooser.random() < 0.03
        made.append(Row(page_id, namespace, title, kinds, leads_elsewhere, "", via, depth))
    return made


def a_table(count: int, redirects: int | None = None) -> LinkTable:
    """Make a table of so many rows."""
    table = LinkTable()
    table.add(rows(count, redirects))
    return table


def a_wiki() -> SiteInfo:
    """Make a wiki that has the namespaces."""
    site = a_site()
    site.namespaces.update(
        {number: Namespace(number, name, name, ()) for number, name in NAMES.items()}
    )
    return site


def a_layer(count: int, redirects: int | None = None, title: str = "Climate change") -> Layer:
    """Make a layer of so many rows, by redirect."""
    table = a_table(count, redirects)
    layout = RedirectLayout(table)
    layout.add()
    layout.arrange()
    return Layer(table, a_wiki(), layout, title)


def no_discs() -> Discs:
    """Make no groups."""
    none, length = np.zeros(0, np.int32), np.zeros(0, np.float32)
    return Discs(
        nodes=none,
        namespaces=none,
        x=length,
        y=length,
        radius=length,
        outer=length,
        outer_x=length,
        outer_y=length,
        counts=none,
        left=none,
        parents=none,
    )


@dataclass(eq=False)
class Settled:
    """A layout that a test or a benchmark gives."""

    nodes: Nodes
    x: Lengths
    y: Lengths
    discs: Discs = field(default_factory=no_discs)
    edges: Numbers = field(default_factory=lambda: np.zeros((2, 0), np.int32))
