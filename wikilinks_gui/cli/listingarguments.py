# SPDX-License-Identifier: MIT
"""The arguments of commands that list a page into a file."""

import argparse
import functools
import operator
from pathlib import Path
from typing import Literal

from wikilinks_gui.cli.arguments import UsageError, add_basedir, add_contact, add_no_follow
from wikilinks_gui.export.naming import format_of, suffix_of
from wikilinks_gui.listing.request import ALL_KINDS, METHODS
from wikilinks_gui.table.row import KIND_NAMES, Kind
from wikilinks_gui.translation import _


def add_output(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    """Add the file and its format; :func:`choose_format` checks them."""
    parser.add_argument(
        "--output",
        required=True,
        metavar="FILE",
        help=_("file to write, replacing an existing one; - is standard output"),
    )
    parser.add_argument(
        "--format",
        choices=formats,
        help=_("default: by the ending of FILE; {format} if it has none").format(format=formats[0]),
    )


def add_listing(parser: argparse.ArgumentParser) -> None:
    """Add what is listed, and from where."""
    parser.add_argument(
        "--method",
        choices=METHODS,
        help=_(
            "default: linkshere, which needs the fewest requests; backlinks before MediaWiki 1.24"
        ),
    )
    parser.add_argument(
        "--kinds",
        type=_kinds,
        default=ALL_KINDS,
        metavar="KIND[,KIND]",
        help=_("link, transclusion, file; default: all. Redirects are always listed"),
    )
    add_no_follow(parser)
    parser.add_argument(
        "--depth",
        type=_depth,
        metavar="N",
        help=_("follow at most N redirects in a row; 0: direct links only; default: no limit"),
    )
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--resume",
        action="store_true",
        help=_("continue the last listing of this page that is incomplete or not yet written"),
    )
    again.add_argument(
        "--cached",
        action="store_true",
        help=_("use the last complete listing and send no request"),
    )
    parser.add_argument(
        "--stats",
        metavar="FILE",
        help=_("write counts of requests, rows and bytes to FILE, as JSON; - is standard output"),
    )
    add_contact(parser)
    add_basedir(parser)


def _kinds(text: str) -> Kind:
    by_name = {KIND_NAMES[kind]: kind for kind in KIND_NAMES if kind in ALL_KINDS}
    names = [name.strip() for name in text.split(",")]
    wrong = [name for name in names if name not in by_name]
    if wrong:
        raise argparse.ArgumentTypeError(
            _("“{typed}” is not one of the kinds: {kinds}").format(
                typed=wrong[0], kinds=", ".join(by_name)
            )
        )
    return functools.reduce(operator.or_, (by_name[name] for name in names))


def _depth(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(
            _("“{typed}” is not a number of redirects").format(typed=text)
        )
    return int(text)


def choose_format(args: argparse.Namespace, formats: tuple[str, ...]) -> None:
    """Check the output, and take its format from its name if none is given. Raises UsageError."""
    if not args.output:
        raise UsageError(_("--output needs the name of a file, or - for standard output"))
    if args.stats and Path(args.stats).absolute() == Path(args.output).absolute():
        raise UsageError(_("--output and --stats name the same file"))
    if args.format is None:
        ending = "" if args.output == "-" else suffix_of(args.output)
        args.format = format_of(args.output, formats) if ending else formats[0]
        if args.format is None:
            raise UsageError(
                _("unknown format {ending}: choose one by --format {formats}").format(
                    ending=ending, formats="|".join(formats)
                )
            )


def target_of(output: str) -> Path | Literal["-"]:
    """Return what ``--output`` names: a file, or standard output."""
    return "-" if output == "-" else Path(output)
