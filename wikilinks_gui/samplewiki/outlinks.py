# SPDX-License-Identifier: MIT
"""``prop=links``: what pages link to."""

import re
from collections.abc import Iterable

from wikilinks_gui.samplewiki.database import Place
from wikilinks_gui.samplewiki.query import Context, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.titles import BadTitleError, Title, parse_title

LIMIT = 500

NAME = "links"

_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,18})")


def links(request: Request) -> Run:
    """Read the parameters of ``prop=links``."""
    params = Parameters(request, "query+links", "pl")
    namespaces = params.namespaces(negative=True) or None
    limit = params.limit(LIMIT) or LIMIT
    token = params.text("continue")
    titles = params.values("titles")
    descending = params.choice("dir", ("ascending", "descending"), "ascending") == "descending"

    def run(context: Context) -> None:
        page_ids = sorted(context.pages.good, reverse=descending)
        if not page_ids:
            return
        targets = _targets(titles, namespaces, params) if titles else None
        if targets == set():
            return
        after = None if token is None else _read(token, params)
        rows = context.database.links_from(
            [page_id for page_id in page_ids if _is_left(page_id, after, descending)],
            limit + 1,
            after=after,
            namespaces=namespaces,
            targets=targets,
            descending=descending,
        )
        for number, (page_id, namespace, title) in enumerate(rows):
            item = {"ns": namespace, "title": Title(namespace, title).text}
            if number == limit or not context.add_to_page(page_id, NAME, item):
                context.unfinished[NAME] = {"plcontinue": f"{page_id}|{namespace}|{title}"}
                return

    return run


def _targets(
    titles: Iterable[str], namespaces: list[int] | None, params: Parameters
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
            and (namespaces is None or title.namespace in namespaces)
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


def _is_left(page_id: int, after: Place | None, descending: bool) -> bool:
    if after is None or page_id == after[0]:
        return True
    return page_id < after[0] if descending else page_id > after[0]
