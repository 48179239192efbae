# SPDX-License-Identifier: MIT
"""Opening the wiki and the store that a command names."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from wikilinks_gui import words
from wikilinks_gui.cli.terminal import say
from wikilinks_gui.mediawiki.address import (
    is_address,
    is_loopback,
    is_same_server,
    presentable,
    with_scheme,
)
from wikilinks_gui.mediawiki.client import Traffic
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.titleinput import find_title, other_wiki, read_input
from wikilinks_gui.samplewiki.server import SampleWiki
from wikilinks_gui.settings import Folders, contact_of, load_settings
from wikilinks_gui.store.store import Store
from wikilinks_gui.translation import _
from wikilinks_gui.wikis.connector import SAMPLE, Connector, Wiki


@contextmanager
def opened(
    args: argparse.Namespace, *, maxlag: int | None = None, stored: bool = False
) -> Iterator[tuple[Wiki, Store, str]]:
    """Open the store, and find the wiki and the title that the arguments name.

    Without a request when ``stored``.
    """
    folders = Folders.below(args.basedir)
    folders.make()
    settings = load_settings(folders.settings)
    contact = contact_of(settings, args.contact)
    with ExitStack() as stack:
        store = stack.enter_context(Store(folders.store))
        connector = Connector(store, settings, contact, maxlag, _report_wait)
        if args.demo:
            sample = None if stored else stack.enter_context(SampleWiki())
            address, key = sample.api_url if sample else "", SAMPLE
        else:
            address, key = args.wiki or args.title, None
        wiki = connector.open_stored(address, key) if stored else connector.open(address, key)
        stack.callback(wiki.client.close)
        if not stored and not contact and not is_loopback(wiki.client.hostname):
            say(
                _(
                    "No contact is set, so {host} is asked at most 10 times a minute. To set one:"
                    " {command}"
                ).format(
                    host=wiki.client.host,
                    command="python -m wikilinks_gui settings --contact you@example.org",
                )
            )
        if wiki.site.refused_server:
            say(words.refused_server(wiki.site))
        try:
            if stored:
                title = read_input(args.title, wiki.site)
            else:
                wiki, title = _find_page(args, connector, wiki, key)
            yield wiki, store, title
        finally:
            for warning in wiki.client.warnings:
                say(_("The wiki warns: {warning}").format(warning=warning))


def _find_page(
    args: argparse.Namespace, connector: Connector, wiki: Wiki, key: str | None
) -> tuple[Wiki, str]:
    """Find the title, by requests that count as those for the wiki do."""
    arrived = wiki.arrived if args.title == args.wiki else ""
    requests = wiki.setup_requests
    if is_address(args.title) and not arrived:
        address = with_scheme(presentable(args.title))
        if key is None and is_same_server(address, wiki.site.api_url):
            found = connector.open(address)  # of two wikis on a host, the page tells whose it is
            found.client.close()
            if found.site.api_url != wiki.site.api_url:
                raise other_wiki(address, wiki.site)
            arrived = found.arrived
            requests += found.setup_requests
    title = find_title(wiki.client, wiki.site, args.title, arrived=arrived)
    requests += wiki.client.traffic.requests
    wiki.client.traffic = Traffic()
    return replace(wiki, setup_requests=requests), title


def _report_wait(begun: Wait) -> None:
    say(words.wait(begun))
