# SPDX-License-Identifier: MIT
"""``prop=links``: what pages link to."""

import re
from collections.abc import Iterable

from wikilinks_gui.samplewiki.database import PAGELINKS, Place
from wikilinks_gui.samplewiki.query import Context, Listing, Row, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.titles import BadTitleError, Title, parse_title

LISTING = Listing("links", "pl", PAGELINKS)

_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,18})")


def links(request: Request) -> Run:
    """Read the parameters of ``prop=links``."""
    params = Parameters(request, f"query+{LISTING.name}", LISTING.prefix)
    namespaces = params.namespaces()
    limit = params.limit()
    token = params.text("continue")
    titles = params.values("titles")

    def run(context: Context) -> None:
        page_ids = sorted(context.pages.good)
        if not page_ids:
            return
        targets = _targets(titles, namespaces, params) if titles else None
        if targets == set():
            return
        start = (0, 0, "") if token is None else _read(token, params)
        places = context.database.links_from(
            [page_id for page_id in page_ids if page_id >= start[0]],
            limit + 1,
            start=start,
            namespaces=namespaces,
            targets=targets,
        )
        rows = (
            Row(
                page_id,
                {"ns": namespace, "title": Title(namespace, title).text},
                f"{page_id}|{namespace}|{title}",
            )
            for page_id, namespace, title in places
        )
        context.add_to_pages(LISTING, rows, limit)

    return run


def _targets(
    titles: Iterable[str], namespaces: list[int], params: Parameters
) -> set[tuple[int, str]]:
    """Read the titles that links are wanted to; a warning names those that cannot be linked to."""
    found = set()
    for text in titles:
        try:
            title = parse_title(text)
        except BadTitleError:
            title = None
        if title is None or title.interwiki:
            params.request.warn(params.module, "invalidtitle", f'"{text}" is not a valid title.')
        elif (
            title.namespace >= 0
            and title.dbkey
            and (not namespaces or title.namespace in namespaces)
        ):
            found.add(title.key)
    return found


def _read(token: str, params: Parameters) -> Place:
    """Take a token apart; what should be a number and is none counts as 0, as PHP has it."""
    parts = token.split("|")
    if len(parts) != 3:
        raise params.bad_continue()
    page_id, namespace = (
        int(match[1]) if (match := _NUMBER.match(part)) else 0 for part in parts[:2]
    )
    return page_id, namespace, parts[2]
