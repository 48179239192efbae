# SPDX-License-Identifier: MIT
"""``action=query``: which modules run, on which pages, and how the listing continues."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.samplewiki.database import Database, LinkTable
from wikilinks_gui.samplewiki.pageset import PageSet
from wikilinks_gui.samplewiki.reply import Result
from wikilinks_gui.samplewiki.request import Parameters, Request

Tokens = Mapping[str, str | int]
"""What continues a module: parameters to send back."""


@dataclass(slots=True)
class Context:
    """What a module works with; ``unfinished`` takes what to send back, by module."""

    database: Database
    pages: PageSet
    result: Result
    server: str  # the wiki's address, without a slash at its end
    unfinished: dict[str, Tokens] = field(default_factory=dict)

    def add_to_page(self, page_id: int, module: str, item: dict[str, Any]) -> bool:
        """Add one item to a page's list; false if the reply is full."""
        items = self.result.query["pages"][page_id].setdefault(module, [])
        if not self.result.fits(item):
            return False
        items.append(item)
        return True


@dataclass(frozen=True, slots=True)
class Listing:
    """A module that lists links: its name, the prefix of its parameters, its table."""

    name: str
    prefix: str
    table: LinkTable


Run = Callable[[Context], None]
Module = Callable[[Request], Run]
"""A module reads its parameters first, so that their errors come before any work, and then runs."""

Modules = dict[str, dict[str, Module]]
"""Modules by group (``prop``, ``list``, ``meta``) and name."""


def query(
    request: Request,
    modules: Modules,
    database: Database,
    server: str,
    maximum: int,
) -> tuple[Result, dict[str, Any]]:
    """Answer a request; returns the result and what says how it continues.

    Raises :class:`ApiFailure`.
    """
    pages = PageSet(request, database)
    params = Parameters(request, "query")
    chosen: dict[str, Module] = {}
    props: set[str] = set()
    for group, known in modules.items():
        names = params.choices(group, known) or []
        chosen |= {name: known[name] for name in names}
        if group == "prop":
            props.update(names)
    with_urls = params.flag("iwurl")
    raw = params.flag("rawcontinue") or request.old
    skip, pages_done = ([], False) if request.old else _skipped(request)
    runs = {name: module(request) for name, module in chosen.items()}
    if pages_done:
        skip += props
    result = Result(request, maximum)
    context = Context(database, pages, result, server)
    if not pages_done:
        pages.load()
        pages.write(result, with_urls)
    for name, run in runs.items():
        if name not in skip:
            run(context)
    if raw:
        return result, {"query-continue": context.unfinished} if context.unfinished else {}
    return result, _ending(context.unfinished, list(chosen), props)


def _skipped(request: Request) -> tuple[list[str], bool]:
    """Return the modules that are done, and whether all that need pages are."""
    main = Parameters(request, "main")
    value = main.text("continue") or ""
    if not value:
        return [], False
    parts = value.split("||")
    if len(parts) != 2:
        raise main.bad_continue()
    return parts[1].split("|"), parts[0] == "-"


def _ending(unfinished: dict[str, Tokens], names: list[str], props: set[str]) -> dict[str, Any]:
    """Return the continuation, as MediaWiki does without a generator."""
    tokens: dict[str, str | int] = {}
    for module in sorted(unfinished, key=lambda name: name in props):
        tokens |= unfinished[module]
    complete = not props & unfinished.keys()
    if tokens:
        finished = [name for name in names if name not in unfinished]
        tokens["continue"] = f"{'-' if complete else ''}||{'|'.join(finished)}"
    return ({"batchcomplete": True} if complete else {}) | ({"continue": tokens} if tokens else {})
