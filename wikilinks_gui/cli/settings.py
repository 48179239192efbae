# SPDX-License-Identifier: MIT
"""``settings``: show the settings, and change them."""

import argparse
from dataclasses import asdict

from wikilinks_gui.cli.arguments import add_basedir, contact
from wikilinks_gui.cli.terminal import print_json, say
from wikilinks_gui.settings import (
    Folders,
    is_pace,
    load_settings,
    pace_host,
    pace_without_contact,
    save_settings,
)
from wikilinks_gui.translation import _


def summary() -> str:
    """Return what the command does."""
    return _("Show the settings, and change them.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--contact",
        type=contact,
        metavar="C",
        help=_("your e-mail address or user page, so that the people who run a wiki can reach you"),
    )
    parser.add_argument(
        "--pace",
        type=_pace,
        metavar="HOST=N",
        help=_("send a host at most N requests a second (default: 3); HOST= resets it"),
    )
    parser.add_argument(
        "--check-small-lists",
        action=argparse.BooleanOptionalAction,
        help=_(
            "have the window check where the links of a list of at most 50 pages come from,"
            " and what was known before a reload, without being asked to (default: yes)"
        ),
    )
    add_basedir(parser)


def run(args: argparse.Namespace) -> int:
    """Change what the arguments say, and print the settings."""
    folders = Folders.below(args.basedir)
    folders.make()
    settings = load_settings(folders.settings)
    if args.contact is not None:
        settings.contact = args.contact
    if args.check_small_lists is not None:
        settings.check_small_lists = args.check_small_lists
    if args.pace is not None:
        host, pace = args.pace
        settings.pace.pop(host, None)
        if pace is not None:
            settings.pace[host] = pace
    if any(given is not None for given in (args.contact, args.pace, args.check_small_lists)):
        save_settings(folders.settings, settings)
        if warning := pace_without_contact(settings):
            say(warning)
    print_json(asdict(settings))
    return 0


def _pace(text: str) -> tuple[str, float | None]:
    """Read a host and its requests a second; None resets them."""
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
