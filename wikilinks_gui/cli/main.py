# SPDX-License-Identifier: MIT
"""The command line: its commands, and what becomes of their errors."""

import argparse
import os
import sys
from dataclasses import asdict

from wikilinks_gui.cli.arguments import read_arguments
from wikilinks_gui.cli.export import export
from wikilinks_gui.cli.sources import opened
from wikilinks_gui.cli.terminal import print_json, say
from wikilinks_gui.errors import (
    AddressError,
    CancelledError,
    TitleError,
    WikiError,
    WikilinksError,
)
from wikilinks_gui.mediawiki.titles import check_listable, resolve
from wikilinks_gui.settings import (
    Folders,
    load_settings,
    pace_without_contact,
    save_settings,
)
from wikilinks_gui.translation import _

_STATUSES = {
    CancelledError: 130,
    AddressError: 2,
    TitleError: 3,
    WikiError: 4,
    WikilinksError: 1,  # this computer
}


def main(arguments: list[str]) -> int:
    """Run one command and give its exit status."""
    try:
        args = read_arguments(arguments)
        commands = {"export": export, "graph": _graph, "resolve": _resolve, "settings": _settings}
        return commands[args.command](args)
    except KeyboardInterrupt:
        say(_("Interrupted."))
        return 130
    except BrokenPipeError:
        # Nobody reads any more. Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except WikilinksError as error:
        if getattr(error, "redirect", ""):
            say(_("{problem} --no-follow takes the redirect itself.").format(problem=error))
        else:
            say(str(error))
        return next(status for kind, status in _STATUSES.items() if isinstance(error, kind))


def _graph(args: argparse.Namespace) -> int:
    from wikilinks_gui.cli.graph import graph  # which brings numpy

    return graph(args)


def _resolve(args: argparse.Namespace) -> int:
    with opened(args) as (wiki, _store, title):
        resolution = resolve(wiki.client, title, follow=not args.no_follow, interactive=True)
        told = asdict(resolution)
        if resolution.status != "invalid":
            told["url"] = resolution.url or wiki.site.article_url(resolution.title)
        print_json(told)
        check_listable(resolution)
    return 0


def _settings(args: argparse.Namespace) -> int:
    folders = Folders.below(args.basedir)
    folders.make()
    path = folders.settings
    settings = load_settings(path)
    if args.contact is not None:
        settings.contact = args.contact.strip()
    if args.pace is not None:
        host, pace = args.pace
        settings.pace.pop(host, None)
        if pace is not None:
            settings.pace[host] = pace
    if args.contact is not None or args.pace is not None:
        save_settings(path, settings)
        if warning := pace_without_contact(settings):
            say(warning)
    print_json(asdict(settings))
    return 0
