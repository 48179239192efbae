# SPDX-License-Identifier: MIT
"""``export``: what links to a page, as a file of rows."""

import argparse

from wikilinks_gui import words
from wikilinks_gui.cli.arguments import UsageError, add_title
from wikilinks_gui.cli.fetching import Run, list_and_write
from wikilinks_gui.cli.listingarguments import add_listing, add_output, choose_format, target_of
from wikilinks_gui.cli.origins import Origins, add_origin, check_arguments
from wikilinks_gui.cli.terminal import progress
from wikilinks_gui.export.formats import FORMATS, ExportOptions
from wikilinks_gui.export.writing import write_export
from wikilinks_gui.translation import _


def summary() -> str:
    """Return what the command does."""
    return _("List what links to a page, and write it as csv, tsv, jsonl or wikitext.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_title(parser)
    add_output(parser, FORMATS)
    parser.add_argument(
        "--no-bom",
        action="store_true",
        help=_("write csv and tsv without a byte order mark (Excel needs one)"),
    )
    parser.add_argument(
        "--raw",
        action="store_true",
        help=_("do not escape cells that a spreadsheet would run as a formula"),
    )
    parser.add_argument(
        "--marked-column",
        action="store_true",
        help=_("add a column: whether the page is marked in the window"),
    )
    add_origin(parser)
    add_listing(parser)


def run(args: argparse.Namespace) -> int:
    """List a page and write its rows."""
    choose_format(args, FORMATS)
    if args.marked_column and args.format == "wikitext":
        raise UsageError(_("--marked-column is for csv, tsv and jsonl, not for wikitext"))

    check_arguments(args)

    def write(run: Run) -> str:
        rows = run.store.rows(run.exploration, by_key=True)
        origins = Origins(run) if args.origin else None
        if origins and not args.cached:
            origins.check()
        if origins and args.origin_only:
            rows = origins.chosen(args.origin_only)(rows)
        checked = frozenset(run.store.checked(run.exploration)) if args.marked_column else None
        with progress(_("Writing"), delay=1) as bar:

            def show_progress(rows: int) -> None:
                bar.update(rows - bar.n)

            written = write_export(
                rows,
                target_of(args.output),
                format=args.format,
                site=run.wiki.site,
                redirect_titles=run.store.redirect_titles(run.exploration),
                options=ExportOptions(bom=not args.no_bom, guard=not args.raw),
                checked=checked,
                facts=origins.facts if origins else None,
                on_progress=show_progress,
            )
        if origins:
            origins.say_doubt()
        return words.rows(written)

    return list_and_write(args, write)
