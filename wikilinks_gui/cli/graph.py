# SPDX-License-Identifier: MIT
"""``graph``: what links to a page, as a picture or as a graph for other programs."""

import argparse
from threading import Event

from wikilinks_gui import words
from wikilinks_gui.cli.arguments import UsageError, add_title
from wikilinks_gui.cli.fetching import Run, list_and_write
from wikilinks_gui.cli.listingarguments import add_listing, add_output, choose_format, target_of
from wikilinks_gui.cli.terminal import progress, say
from wikilinks_gui.errors import ExportError
from wikilinks_gui.export.writing import open_target
from wikilinks_gui.graph.files.drawing import Target, drawn_list_of
from wikilinks_gui.graph.files.formats import GRAPH_FORMATS
from wikilinks_gui.graph.files.writing import PICTURES, prepare_graph
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.listing.storing import load, load_origins, resolution_of
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store
from wikilinks_gui.system.interrupts import uninterrupted
from wikilinks_gui.system.prerequisites import why_no_picture
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.translation import _

MOST = 100_000
"""Most links that are drawn in a picture; the size of discs counts all links."""


FORMATS = ("svg", "png", *GRAPH_FORMATS)
"""The formats of a graph; the first is the default."""


def summary() -> str:
    """Return what the command does."""
    return _(
        "Draw what links to a page as svg or png, or write it as graphml, gexf or dot for "
        "Gephi, Cytoscape or Graphviz."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_title(parser)
    add_output(parser, FORMATS)
    parser.add_argument(
        "--scale",
        type=_scale,
        metavar="N",
        help=_("enlarge a png; default: 1, the size of the svg"),
    )
    parser.add_argument(
        "--dark",
        action="store_true",
        help=_("draw in light colours on a dark background, in svg and png"),
    )
    add_listing(parser)


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0
    if not 0.1 <= scale <= 100:
        raise argparse.ArgumentTypeError(
            _("“{typed}” is not a number from 0.1 to 100").format(typed=text)
        )
    return scale


def run(args: argparse.Namespace) -> int:
    """List a page and draw it, or write its graph."""
    choose_format(args, FORMATS)
    if args.scale is not None and args.format != "png":
        raise UsageError(_("--scale is for png, not for {format}").format(format=args.format))
    if args.dark and args.format not in PICTURES:
        raise UsageError(
            _("--dark is for svg and png, not for {format}").format(format=args.format)
        )
    if args.format == "png" and (reason := why_no_picture()):
        raise ExportError(reason)  # now, not after a long listing

    def write(run: Run) -> str:
        exploration = run.store.exploration(run.exploration)
        assert exploration is not None  # noqa: S101 - it has just been listed, or found
        table = _table(run.store, exploration)
        layout = RedirectLayout(table, MOST, MOST)
        if args.format in PICTURES:
            _arrange(layout)
        site, page = run.wiki.site, resolution_of(exploration)
        target = Target(exploration.target, page.page_id, page.namespace)
        made = prepare_graph(
            [drawn_list_of(table, layout, target)],
            args.format,
            site,
            words.of_graph(site, exploration.updated),
            _png,
            scale=args.scale or 1.0,
            is_dark=args.dark,
        )
        with open_target(target_of(args.output)) as file:
            made.write(file)
        return words.links(made.links)

    return list_and_write(args, write)


def _table(store: Store, exploration: Exploration) -> LinkTable:
    """Read the rows, with their check marks and what is known of their origins."""
    table = LinkTable()
    with progress(_("Reading"), delay=1) as bar:
        for rows in load(store, exploration):
            table.add(rows)
            bar.update(len(rows))
    table.set_checked_pages(store.checked(exploration.id), True)
    for origins in load_origins(store, exploration):
        keys = [(each.via, each.page_id) for each in origins]
        table.set_origins(keys, [(each.origin, each.templates) for each in origins])
    return table


def _arrange(layout: RedirectLayout) -> None:
    layout.add()
    for _turn in range(2):  # the second time, nothing has grown and needs room for it
        layout.arrange()
    if len(layout.nodes) < layout.total:
        say(words.drawn(len(layout.nodes), layout.total))


def _png(svg: bytes, width: int, height: int, scale: float, stop: Event | None) -> bytes:
    with uninterrupted():
        from wikilinks_gui.ui.graph import picture  # Qt, which nothing else here needs

        qt = picture.start_without_screen()
    data = picture.png(svg, width, height, scale, stop)
    qt.shutdown()
    return data
