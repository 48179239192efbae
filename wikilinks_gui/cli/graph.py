# SPDX-License-Identifier: MIT
"""``graph``: what links to a page, as a picture or as a graph for other programs."""

import argparse
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from wikilinks_gui import words
from wikilinks_gui.cli.fetching import Run, list_and_write
from wikilinks_gui.cli.terminal import progress, say
from wikilinks_gui.errors import ExportError
from wikilinks_gui.export import open_target
from wikilinks_gui.graph.files.composing import draw
from wikilinks_gui.graph.files.drawing import Drawing, Names, sheet_of
from wikilinks_gui.graph.files.formats import GRAPH_FORMATS, Links, Target, make_graph, write_graph
from wikilinks_gui.graph.files.svg import write_svg
from wikilinks_gui.graph.origins import Origins
from wikilinks_gui.listing.run import load, page_of
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store
from wikilinks_gui.system.interrupts import uninterrupted
from wikilinks_gui.system.prerequisites import why_no_picture
from wikilinks_gui.table.table import LinkTable

MOST = 100_000
"""Links that are drawn in a picture; the discs are as large as all links."""


def graph(args: argparse.Namespace) -> int:
    """List a page and draw it, or write its graph; gives the exit status."""
    if args.format == "png" and (reason := why_no_picture()):
        raise ExportError(reason)  # now, not after a long listing

    def write(run: Run) -> str:
        exploration = run.store.exploration(run.exploration)
        assert exploration is not None  # noqa: S101 - it has just been listed, or found
        table = _table(run.store, exploration)
        site = run.wiki.site
        with open_target(args.output if args.output == "-" else Path(args.output)) as file:
            if args.format in GRAPH_FORMATS:
                nodes = np.arange(len(table), dtype=np.int32)
                made = make_graph([Links(_target(exploration), table, nodes)], site)
                write_graph(made, file, format=args.format)
                return words.links(made.number_of_edges())
            drawing = _drawing(site, exploration, table, is_dark=args.dark)
            if args.format == "svg":
                write_svg(drawing, file)
            else:
                _write_png(drawing, args.scale, file)
        return words.links(len(drawing.x))

    return list_and_write(args, write)


def _table(store: Store, exploration: Exploration) -> LinkTable:
    """Read the rows, with their check marks."""
    table = LinkTable()
    with progress("Reading", delay=1) as bar:
        for rows in load(store, exploration):
            table.add(rows)
            bar.update(len(rows))
    table.set_checked_pages(store.checked(exploration.id), True)
    return table


def _target(exploration: Exploration) -> Target:
    return Target(exploration.target, *page_of(exploration))


def _drawing(
    site: SiteInfo, exploration: Exploration, table: LinkTable, *, is_dark: bool
) -> Drawing:
    origins = Origins(table, MOST, MOST)
    origins.add()
    for _turn in range(2):  # the second time, nothing has grown and needs room for it
        origins.arrange()
    if origins.shown < origins.total:
        say(words.drawn(origins.shown, origins.total))
    names = Names(
        words.source(site, origins.shown, origins.total, exploration.updated),
        partial(words.namespace_name, site),
        partial(words.family, site),
        words.shape,
    )
    return draw([sheet_of(table, origins, exploration.target)], names, is_dark=is_dark)


def _write_png(drawing: Drawing, scale: float, file: BinaryIO) -> None:
    with uninterrupted():
        from wikilinks_gui.ui.graph import picture  # Qt, which nothing else here needs

        qt = picture.start_without_screen()
    file.write(picture.png(drawing, scale))
    qt.shutdown()
