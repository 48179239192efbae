# SPDX-License-Identifier: MIT
"""The arguments of the command line."""

import argparse
import difflib
import functools
import itertools
import operator
import re
from pathlib import Path

from wikilinks_gui import __version__
from wikilinks_gui.errors import AddressError
from wikilinks_gui.export import FORMATS, format_of, suffix_of
from wikilinks_gui.listing.request import ALL_KINDS, METHODS
from wikilinks_gui.mediawiki.address import is_address, with_scheme
from wikilinks_gui.settings import CONTACT_VARIABLE, contact_problem, is_pace, pace_host
from wikilinks_gui.table.row import KIND_NAMES, Kind

EXIT_STATUSES = """\
exit status:
  0    done
  1    this computer failed: the disk, a file, the settings
  2    the command is not understood
  3    the title cannot be listed: invalid, special, or on another wiki
  4    the wiki or the network failed
  130  interrupted
  141  nobody reads standard output any more
After 4 and 130 what came is kept, and --resume goes on where it stopped.
"""

PICTURES = ("svg", "png")
"""The formats of pictures of the graph."""

GRAPHS = (*PICTURES, "graphml", "gexf", "dot")
"""All formats of the graph."""

COMMANDS_HELP = """\
commands, in place of TITLE and before all options (COMMAND --help tells more):
  export    list what links to a page, into a file
  graph     draw what links to a page (svg, png), or write it for Gephi, Cytoscape or
            Graphviz (graphml, gexf, dot)
  resolve   tell what the wiki makes of a title, as JSON
  settings  show the settings, and change them
"""


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the arguments of a command or, where none is named first, those of the window.

    Leaves with status 2 when they are not understood, as argparse does.
    """
    command = arguments[0] if arguments and arguments[0] in COMMANDS else "window"
    parser = _Parser(
        prog="wikilinks-gui" if command == "window" else f"wikilinks-gui {command}",
        description="See what links to a page of a MediaWiki wiki.",
        epilog=COMMANDS_HELP if command == "window" else EXIT_STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(command=command)
    COMMANDS.get(command, _add_window)(parser)
    if command == "window":
        _refuse_mistyped(parser, arguments)
    else:
        arguments = arguments[1:]
        parser.refuse_unknown(arguments)
    return _complete(parser, parser.parse_args(arguments))


class _Parser(argparse.ArgumentParser):
    def refuse_unknown(self, arguments: list[str]) -> None:
        """Name an option that there is not; argparse names what is missing before it."""
        for argument in itertools.takewhile(lambda each: each != "--", arguments):
            option = argument.partition("=")[0]
            if re.fullmatch(r"--\S+", option) and option not in self._option_string_actions:
                self.error(f"there is no option {option}")


def _refuse_mistyped(parser: argparse.ArgumentParser, arguments: list[str]) -> None:
    """Refuse a word alone that is a command but for a letter or two."""
    if len(arguments) == 1 and (
        meant := difflib.get_close_matches(arguments[0], COMMANDS, n=1, cutoff=0.85)
    ):
        parser.error(
            f"“{arguments[0]}” is no command; is “{meant[0]}” meant?"
            f" For the page of that title: wikilinks-gui -- {arguments[0]}"
        )


def _add_window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"wikilinks-gui {__version__}")
    parser.add_argument(
        "title",
        metavar="TITLE",
        nargs="?",
        help="show at once what links to this page: a title, [[link]], {{template}} or address",
    )
    wiki = parser.add_mutually_exclusive_group()
    wiki.add_argument("--wiki", metavar="URL", help="any page of the wiki, or its api.php")
    wiki.add_argument("--demo", action="store_true", help="the sample wiki; needs no network")
    parser.add_argument("--debug", action="store_true", help="tell on stderr what goes on")
    parser.add_argument(
        "--temp-basedir",
        action="store_true",
        help="keep settings and listings in a folder that is deleted at the end",
    )
    _add_common(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    _add_title(parser)
    _add_output(parser, FORMATS)
    parser.add_argument(
        "--no-bom",
        action="store_true",
        help="no byte order mark in csv and tsv (Excel wants one)",
    )
    parser.add_argument(
        "--raw",
        action="store_true",
        help="no ' in front of cells that a spreadsheet would run as a formula",
    )
    parser.add_argument(
        "--checked-column",
        action="store_true",
        help="one more column: whether the page was checked in the window",
    )
    _add_listing(parser)


def _add_graph(parser: argparse.ArgumentParser) -> None:
    _add_title(parser)
    _add_output(parser, GRAPHS)
    parser.add_argument(
        "--scale",
        type=_scale,
        metavar="N",
        help="how large a png is; 1, the default, is as large as the svg",
    )
    parser.add_argument("--dark", action="store_true", help="light on dark, in svg and png")
    _add_listing(parser)


def _add_output(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    parser.add_argument(
        "--output",
        required=True,
        metavar="FILE",
        help="where to write, over a file that is there; - is standard output",
    )
    parser.add_argument(
        "--format",
        choices=formats,
        help=f"default: what FILE ends in, {formats[0]} when it has no ending",
    )


def _add_listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--method",
        choices=METHODS,
        help="default: linkshere, which needs the fewest requests; backlinks before MediaWiki 1.24",
    )
    parser.add_argument(
        "--kinds",
        type=_kinds,
        default=ALL_KINDS,
        metavar="KIND[,KIND]",
        help="link, transclusion, file; default: all. Redirects are always listed",
    )
    _add_no_follow(parser)
    parser.add_argument(
        "--depth",
        type=_depth,
        metavar="N",
        help="how many redirects to go through; 0: direct links only; default: any number",
    )
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--resume",
        action="store_true",
        help="go on with the last listing of this page where it did not get as far as its file",
    )
    again.add_argument(
        "--cached", action="store_true", help="take the last complete listing, without a request"
    )
    parser.add_argument(
        "--stats", type=Path, metavar="FILE", help="write what it took to FILE, as JSON"
    )
    _add_common(parser)


def _add_resolve(parser: argparse.ArgumentParser) -> None:
    _add_title(parser)
    _add_no_follow(parser)
    _add_common(parser)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--contact",
        type=_contact,
        metavar="C",
        help="your e-mail address or user page, for the wikis' operators",
    )
    parser.add_argument(
        "--pace",
        type=_pace,
        metavar="HOST=N",
        help="ask a host at most N times a second (default: 3); HOST= takes that back",
    )
    _add_basedir(parser)


def _add_title(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "title",
        metavar="TITLE",
        help="a title, [[link]], {{template}} or the address of a page; in quotes when it has"
        " spaces, last and after -- when it begins with -",
    )
    wiki = parser.add_mutually_exclusive_group()
    wiki.add_argument(
        "--wiki",
        metavar="URL",
        help="any page of the wiki, or its api.php; may be left out when TITLE is an address",
    )
    wiki.add_argument("--demo", action="store_true", help="the sample wiki; needs no network")


def _add_no_follow(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-follow",
        action="store_true",
        help="when TITLE is a redirect, take the redirect itself, not its target",
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--contact",
        type=_contact,
        metavar="C",
        help=f"your e-mail address or user page, for the wiki's operators; also {CONTACT_VARIABLE}"
        " and the settings",
    )
    _add_basedir(parser)


def _add_basedir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--basedir",
        type=Path,
        metavar="DIR",
        help="keep settings and listings in DIR; default: the system's own folders",
    )


COMMANDS = {
    "export": _add_export,
    "graph": _add_graph,
    "resolve": _add_resolve,
    "settings": _add_settings,
}
"""What adds the arguments of each command."""


def _kinds(text: str) -> Kind:
    by_name = {KIND_NAMES[kind]: kind for kind in KIND_NAMES if kind in ALL_KINDS}
    names = [name.strip() for name in text.split(",")]
    wrong = [name for name in names if name not in by_name]
    if wrong:
        raise argparse.ArgumentTypeError(f"“{wrong[0]}” is none of {', '.join(by_name)}")
    return functools.reduce(operator.or_, (by_name[name] for name in names))


def _depth(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of redirects")
    return int(text)


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0
    if not 0.1 <= scale <= 100:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 0.1 to 100")
    return scale


def _contact(text: str) -> str:
    if problem := contact_problem(text):
        raise argparse.ArgumentTypeError(problem)
    return text.strip()


def _pace(text: str) -> tuple[str, float | None]:
    name, sign, number = text.partition("=")
    try:
        pace = float(number) if number else None
    except ValueError:
        pace = -1
    host = pace_host(name)
    if not (sign and host) or "/" in name or not (pace is None or is_pace(pace)):
        raise argparse.ArgumentTypeError(
            f"“{text}” is not like en.wikipedia.org=1.5 (a host, and from 0.001 to 1000 a second)"
        )
    return host, pace


def _complete(parser: argparse.ArgumentParser, args: argparse.Namespace) -> argparse.Namespace:
    """Check and complete what the parser alone cannot; leaves with status 2 as it does."""
    if args.command == "settings":
        return args
    for text in (args.title or "", args.wiki or ""):
        if any("\ud800" <= character <= "\udfff" for character in text):
            parser.error("an argument is not valid text (UTF-8)")
    if not (args.wiki or args.demo):
        title = args.title or ""
        # An address that a browser shows without its scheme is a title where a wiki is given.
        if is_address(title) or re.match(r"[^\s/]+\.[^\s/]+/\S", title):
            args.wiki = args.title = _address(parser, title)
        elif args.command != "window":
            parser.error("which wiki? Give --wiki URL, or --demo for the sample wiki")
    if args.command == "export":
        _complete_output(parser, args, FORMATS)
        if args.checked_column and args.format == "wikitext":
            parser.error("--checked-column is for csv, tsv and jsonl, not for wikitext")
    elif args.command == "graph":
        _complete_output(parser, args, GRAPHS)
        _complete_graph(parser, args)
    return args


def _address(parser: argparse.ArgumentParser, text: str) -> str:
    try:
        return with_scheme(text)
    except AddressError as error:
        parser.error(str(error))


def _complete_output(
    parser: argparse.ArgumentParser, args: argparse.Namespace, formats: tuple[str, ...]
) -> None:
    if not args.output:
        parser.error("--output needs the name of a file, or - for standard output")
    if args.stats and args.output != "-" and args.stats.absolute() == Path(args.output).absolute():
        parser.error("--output and --stats are the same file")
    if args.format is None:
        ending = "" if args.output == "-" else suffix_of(args.output)
        args.format = format_of(args.output, formats) if ending else formats[0]
        if args.format is None:
            parser.error(f"{ending} is none of the formats: give --format {'|'.join(formats)}")


def _complete_graph(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    if args.scale is not None and args.format != "png":
        parser.error(f"--scale is for png, not for {args.format}")
    if args.dark and args.format not in PICTURES:
        parser.error(f"--dark is for svg and png, not for {args.format}")
    args.scale = args.scale or 1.0
