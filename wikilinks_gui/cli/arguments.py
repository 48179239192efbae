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
from wikilinks_gui.translation import _

PICTURES = ("svg", "png")
"""The formats of pictures of the graph."""

GRAPHS = (*PICTURES, "graphml", "gexf", "dot")
"""All formats of the graph."""


def _commands_help() -> str:
    return _(
        """\
commands, in place of TITLE and before all options (COMMAND --help lists their options):
  export    list what links to a page, in a file
  graph     draw what links to a page (svg, png), or write it for Gephi, Cytoscape or
            Graphviz (graphml, gexf, dot)
  resolve   show what the wiki makes of a title, as JSON
  settings  show or change the settings
"""
    )


def _exit_statuses() -> str:
    return _(
        """\
exit statuses:
  0    done
  1    a problem on this computer: the disk, a file, the settings
  2    the command was not understood
  3    the title cannot be listed: it is invalid, a special page, or on another wiki
  4    the wiki or the network failed
  130  interrupted
  141  standard output was closed
After 4 and 130, everything fetched so far is kept, and --resume continues from there.
"""
    )


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the arguments of a command or, where none is named first, those of the window.

    Leaves with status 2 when they are not understood, as argparse does.
    """
    command = arguments[0] if arguments and arguments[0] in COMMANDS else "window"
    parser = _Parser(
        prog="wikilinks-gui" if command == "window" else f"wikilinks-gui {command}",
        description=_("See what links to a page of a MediaWiki wiki."),
        epilog=_commands_help() if command == "window" else _exit_statuses(),
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
                self.error(_("unknown option: {option}").format(option=option))


def _refuse_mistyped(parser: argparse.ArgumentParser, arguments: list[str]) -> None:
    """Refuse a word alone that is a command but for a letter or two."""
    if len(arguments) == 1 and (
        meant := difflib.get_close_matches(arguments[0], COMMANDS, n=1, cutoff=0.85)
    ):
        parser.error(
            _(
                "unknown command “{typed}”; did you mean “{meant}”? To explore the page of that"
                " title: wikilinks-gui -- {typed}"
            ).format(typed=arguments[0], meant=meant[0])
        )


def _add_window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"wikilinks-gui {__version__}")
    parser.add_argument(
        "title",
        metavar="TITLE",
        nargs="?",
        help=_("page to explore at once: its title or address, a [[link]] or a {{template}}"),
    )
    wiki = parser.add_mutually_exclusive_group()
    wiki.add_argument(
        "--wiki", metavar="URL", help=_("address of any page of the wiki, or of its api.php")
    )
    wiki.add_argument(
        "--demo", action="store_true", help=_("use the sample wiki, which needs no network")
    )
    parser.add_argument(
        "--debug", action="store_true", help=_("report on standard error what the program does")
    )
    parser.add_argument(
        "--temp-basedir",
        action="store_true",
        help=_("keep settings and listings in a temporary folder, deleted on exit"),
    )
    _add_common(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    _add_title(parser)
    _add_output(parser, FORMATS)
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
        "--checked-column",
        action="store_true",
        help=_("add a column: whether the page is checked in the window"),
    )
    _add_listing(parser)


def _add_graph(parser: argparse.ArgumentParser) -> None:
    _add_title(parser)
    _add_output(parser, GRAPHS)
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
    _add_listing(parser)


def _add_output(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
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


def _add_listing(parser: argparse.ArgumentParser) -> None:
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
    _add_no_follow(parser)
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
        help=_("continue the last listing of this page that was not completed or not written"),
    )
    again.add_argument(
        "--cached", action="store_true", help=_("use the last complete listing and send no request")
    )
    parser.add_argument(
        "--stats",
        type=Path,
        metavar="FILE",
        help=_("write counts of requests, rows and bytes to FILE, as JSON"),
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
        help=_("your e-mail address or user page, so that the people who run a wiki can reach you"),
    )
    parser.add_argument(
        "--pace",
        type=_pace,
        metavar="HOST=N",
        help=_("send a host at most N requests a second (default: 3); HOST= resets it"),
    )
    _add_basedir(parser)


def _add_title(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "title",
        metavar="TITLE",
        help=_(
            "the title or address of a page, a [[link]] or a {{template}}; quote it if it has"
            " spaces; if it begins with -, put it last, after --"
        ),
    )
    wiki = parser.add_mutually_exclusive_group()
    wiki.add_argument(
        "--wiki",
        metavar="URL",
        help=_(
            "address of any page of the wiki, or of its api.php; not needed if TITLE is an address"
        ),
    )
    wiki.add_argument(
        "--demo", action="store_true", help=_("use the sample wiki, which needs no network")
    )


def _add_no_follow(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-follow",
        action="store_true",
        help=_("if TITLE is a redirect, take the redirect itself, not its target"),
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--contact",
        type=_contact,
        metavar="C",
        help=_(
            "your e-mail address or user page, so that the people who run the wiki can reach you;"
            " default: {variable}, or the settings"
        ).format(variable=CONTACT_VARIABLE),
    )
    _add_basedir(parser)


def _add_basedir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--basedir",
        type=Path,
        metavar="DIR",
        help=_("keep settings and listings in DIR; default: the system's standard folders"),
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
            _(
                "“{typed}” is not a host and a number of requests a second, from 0.001 to 1000,"
                " like en.wikipedia.org=1.5"
            ).format(typed=text)
        )
    return host, pace


def _complete(parser: argparse.ArgumentParser, args: argparse.Namespace) -> argparse.Namespace:
    """Check and complete what the parser alone cannot; leaves with status 2 as it does."""
    if args.command == "settings":
        return args
    for text in (args.title or "", args.wiki or ""):
        if any("\ud800" <= character <= "\udfff" for character in text):
            parser.error(_("an argument is not valid text (UTF-8)"))
    if not (args.wiki or args.demo):
        title = args.title or ""
        # An address that a browser shows without its scheme is a title where a wiki is given.
        if is_address(title) or re.match(r"[^\s/]+\.[^\s/]+/\S", title):
            args.wiki = args.title = _address(parser, title)
        elif args.command != "window":
            parser.error(_("name a wiki by --wiki URL, or use --demo for the sample wiki"))
    if args.command == "export":
        _complete_output(parser, args, FORMATS)
        if args.checked_column and args.format == "wikitext":
            parser.error(_("--checked-column is for csv, tsv and jsonl, not for wikitext"))
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
        parser.error(_("--output needs the name of a file, or - for standard output"))
    if args.stats and args.output != "-" and args.stats.absolute() == Path(args.output).absolute():
        parser.error(_("--output and --stats name the same file"))
    if args.format is None:
        ending = "" if args.output == "-" else suffix_of(args.output)
        args.format = format_of(args.output, formats) if ending else formats[0]
        if args.format is None:
            parser.error(
                _("unknown format {ending}: choose one by --format {formats}").format(
                    ending=ending, formats="|".join(formats)
                )
            )


def _complete_graph(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    if args.scale is not None and args.format != "png":
        parser.error(_("--scale is for png, not for {format}").format(format=args.format))
    if args.dark and args.format not in PICTURES:
        parser.error(_("--dark is for svg and png, not for {format}").format(format=args.format))
    args.scale = args.scale or 1.0
