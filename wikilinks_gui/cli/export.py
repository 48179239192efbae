# SPDX-License-Identifier: MIT
"""``export``: what links to a page, as a file of rows."""

import argparse
from pathlib import Path

from wikilinks_gui import words
from wikilinks_gui.cli.fetching import Run, list_and_write
from wikilinks_gui.cli.terminal import progress
from wikilinks_gui.export import ExportOptions, write_export
from wikilinks_gui.translation import _


def export(args: argparse.Namespace) -> int:
    """List a page and write its rows; gives the exit status."""

    def write(run: Run) -> str:
        checked = None
        if args.checked_column:
            checked = frozenset(run.store.checked(run.exploration))
        with progress(_("Writing"), delay=1) as bar:

            def on_progress(rows: int) -> None:
                bar.update(rows - bar.n)

            written = write_export(
                run.store.rows(run.exploration, by_key=True),
                args.output if args.output == "-" else Path(args.output),
                format=args.format,
                site=run.wiki.site,
                redirect_titles=run.store.redirect_titles(run.exploration),
                options=ExportOptions(bom=not args.no_bom, guard=not args.raw),
                checked=checked,
                on_progress=on_progress,
            )
        return words.rows(written)

    return list_and_write(args, write)
