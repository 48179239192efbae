# SPDX-License-Identifier: MIT
"""``resolve``: what the wiki makes of a title."""

import argparse
from dataclasses import asdict

from wikilinks_gui.cli.arguments import add_basedir, add_contact, add_no_follow, add_title
from wikilinks_gui.cli.opening import opened
from wikilinks_gui.cli.terminal import print_json
from wikilinks_gui.mediawiki.listable import check_listable
from wikilinks_gui.mediawiki.titles import resolve
from wikilinks_gui.translation import _


def summary() -> str:
    """Return what the command does."""
    return _("Show how the wiki resolves a title, as JSON.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_title(parser)
    add_no_follow(parser)
    add_contact(parser)
    add_basedir(parser)


def run(args: argparse.Namespace) -> int:
    """Resolve a title and print what it is."""
    with opened(args) as (wiki, _store, title):
        resolution = resolve(wiki.client, title, follow=not args.no_follow, interactive=True)
        told = asdict(resolution)
        if resolution.status != "invalid":
            told["url"] = resolution.url or wiki.site.article_url(resolution.title)
        print_json(told)
        check_listable(resolution)
    return 0
