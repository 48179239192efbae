# SPDX-License-Identifier: MIT
"""Arguments that the window and several commands share."""

import argparse
from pathlib import Path

from wikilinks_gui.settings import CONTACT_VARIABLE, contact_problem
from wikilinks_gui.translation import _


class UsageError(Exception):
    """The arguments do not fit together, which argparse cannot see."""


def add_title(parser: argparse.ArgumentParser) -> None:
    """Add the title of a page, and the wiki that it is on."""
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
    add_demo(wiki)


def add_demo(wiki: argparse._MutuallyExclusiveGroup) -> None:
    """Add the option that stands for the sample wiki."""
    wiki.add_argument(
        "--demo", action="store_true", help=_("use the sample wiki, which needs no network")
    )


def add_no_follow(parser: argparse.ArgumentParser) -> None:
    """Add the option that keeps to a redirect page itself."""
    parser.add_argument(
        "--no-follow",
        action="store_true",
        help=_("if TITLE is a redirect, take the redirect itself, not its target"),
    )


def add_contact(parser: argparse.ArgumentParser) -> None:
    """Add who to contact."""
    parser.add_argument(
        "--contact",
        type=contact,
        metavar="C",
        help=_(
            "your e-mail address or user page, so that the people who run the wiki can reach you;"
            " default: {variable}, or the settings"
        ).format(variable=CONTACT_VARIABLE),
    )


def add_basedir(parser: argparse.ArgumentParser) -> None:
    """Add the folder of settings and listings."""
    parser.add_argument(
        "--basedir",
        type=Path,
        metavar="DIR",
        help=_("keep settings and listings in DIR; default: the system's standard folders"),
    )


def contact(text: str) -> str:
    """Read a contact."""
    if problem := contact_problem(text):
        raise argparse.ArgumentTypeError(problem)
    return text.strip()
