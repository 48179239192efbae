# SPDX-License-Identifier: MIT
"""The command line: its commands, reading their arguments, reporting their errors."""

import argparse
import difflib
import importlib
import os
import re
import sys
import textwrap
from typing import Protocol, cast

from wikilinks_gui import __version__
from wikilinks_gui.cli.arguments import UsageError, add_basedir, add_contact, add_demo
from wikilinks_gui.cli.terminal import say
from wikilinks_gui.errors import (
    AddressError,
    CancelledError,
    TitleError,
    WikiError,
    WikilinksError,
)
from wikilinks_gui.mediawiki.address import is_address, with_scheme
from wikilinks_gui.translation import _

COMMANDS = ("export", "graph", "resolve", "settings")
"""The modules of ``cli`` that are commands, in the order in which ``--help`` lists them."""

_STATUSES = {
    CancelledError: 130,
    AddressError: 2,
    TitleError: 3,
    WikiError: 4,
    WikilinksError: 1,  # this computer
}


class Command(Protocol):
    """What the module of a command has."""

    def summary(self) -> str:
        """Return what the command does, in a sentence."""

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None:
        """Add the command's arguments."""

    def run(self, args: argparse.Namespace, /) -> int:
        """Run the command and return its exit status. Raises UsageError, WikilinksErrors."""


def main(arguments: list[str]) -> int:
    """Run the command that is named first and return its exit status."""
    try:
        parser, args = _read(arguments)
        return _load(args.command).run(args)
    except UsageError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        say(_("Interrupted."))
        return 130
    except BrokenPipeError:
        # The pipe is closed. Python would complain again when it closes its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except WikilinksError as error:
        text = str(error)
        if getattr(error, "redirect", ""):
            text = _("{problem} Use --no-follow for the redirect page itself.").format(problem=text)
        say(text)
        return next(status for kind, status in _STATUSES.items() if isinstance(error, kind))


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the arguments of a command or, where none is named first, those of the window.

    Leaves with status 2 when they are not understood, as argparse does.
    """
    return _read(arguments)[1]


def _read(arguments: list[str]) -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    name = arguments[0] if arguments and arguments[0] in COMMANDS else "window"
    if name == "window":
        parser = _window_parser(arguments)
        _refuse_mistyped(parser, arguments)
    else:
        command, arguments = _load(name), arguments[1:]
        parser = argparse.ArgumentParser(
            prog=f"wikilinks-gui {name}",
            description=textwrap.fill(command.summary(), 79),
            epilog=_exit_statuses(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(parser)
    args = parser.parse_args(arguments)
    args.command = name
    if "title" in args:
        _complete_wiki(parser, args)
    return parser, args


def _load(name: str) -> Command:
    """Load the module of a command: only the one that runs, as some load much."""
    return cast(Command, importlib.import_module(f"wikilinks_gui.cli.{name}"))


def _window_parser(arguments: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wikilinks-gui",
        description=_("See what links to a page of a MediaWiki wiki."),
        epilog=_commands() if {"-h", "--help"} & {*arguments} else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"wikilinks-gui {__version__}")
    parser.add_argument(
        "title",
        metavar="TITLE",
        nargs="?",
        help=_("page to explore at once: its title or address, a [[link]] or a {{template}}"),
    )
    wiki = parser.add_mutually_exclusive_group()
    wiki.add_argument(
        "--wiki",
        metavar="URL",
        help=_("address of any page of the wiki, or of its api.php"),
    )
    add_demo(wiki)
    parser.add_argument(
        "--debug", action="store_true", help=_("report on standard error what the program does")
    )
    parser.add_argument(
        "--temp-basedir",
        action="store_true",
        help=_("keep settings and listings in a temporary folder, deleted on exit"),
    )
    add_contact(parser)
    add_basedir(parser)
    return parser


def _commands() -> str:
    """Return the commands and what each does; loading all of them takes a while."""
    lines = [
        _("commands, in place of TITLE and before all options (see COMMAND --help for theirs):")
    ]
    for name in COMMANDS:
        lines += textwrap.wrap(
            _load(name).summary(), initial_indent=f"  {name:10}", subsequent_indent=" " * 12
        )
    return "\n".join(lines)


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
After 4 and 130, everything fetched so far is kept; export and graph continue from
there with --resume.
"""
    )


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


def _complete_wiki(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    """Check the title and the wiki; take the wiki from a title that is an address."""
    title = args.title or ""
    if any("\ud800" <= character <= "\udfff" for character in title + (args.wiki or "")):
        parser.error(_("an argument is not valid text (UTF-8)"))
    if args.wiki or args.demo:
        return
    # An address that a browser shows without its scheme is a title where a wiki is given.
    if is_address(title) or re.match(r"[^\s/]+\.[^\s/]+/\S", title):
        try:
            args.wiki = args.title = with_scheme(title)
        except AddressError as error:
            parser.error(str(error))
    elif args.command != "window":
        parser.error(_("name a wiki by --wiki URL, or use --demo for the sample wiki"))
