# SPDX-License-Identifier: MIT
"""What a tab can export: its list, and choices of rows."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.table.row import Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import Phase


@dataclass(frozen=True, slots=True)
class RowsChoice:
    """Rows that may be exported; ``rows`` is called in the thread that writes."""

    count: int
    rows: Callable[[], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A listing, and what of it may be exported: "all", "filtered", "selected", "checked"."""

    title: str
    site: SiteInfo
    complete: bool
    redirect_titles: Mapping[int, str]
    rows: Mapping[str, RowsChoice]
    checked: Callable[[], Container[int]] | None = None
    """Returns the ids of pages with check marks, in the thread that writes; None: no page has."""


def export_source(controller: TabController) -> ExportSource | None:
    """Return the rows that a tab has by now; another thread may read them while more arrive."""
    model, visit = controller.tab.model, controller.visit
    if model is None or visit is None:
        return None
    table = model.table
    choices: dict[str, Nodes] = {
        "all": np.arange(len(table), dtype=np.int32),
        "filtered": table.filtered(),
        "selected": controller.tab.tree.meant_nodes(),
        "checked": table.checked(),
    }
    return ExportSource(
        title=visit.title,
        site=model.site,
        complete=controller.phase == Phase.COMPLETE,
        redirect_titles=table.redirect_titles(),
        checked=partial(_page_ids, table, choices["checked"]) if len(choices["checked"]) else None,
        rows={
            name: RowsChoice(len(nodes), partial(table.rows, nodes))
            for name, nodes in choices.items()
        },
    )


def _page_ids(table: LinkTable, nodes: Nodes) -> frozenset[int]:
    """Return the ids of the pages of nodes, in any thread."""
    return frozenset(table.page_ids[nodes].tolist())
