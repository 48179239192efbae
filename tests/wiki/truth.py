# SPDX-License-Identifier: MIT
"""What a listing has to give, read from the wiki's own tables and from nothing else.

Written without a look at the package's listings: a walk over ``page``, ``redirect``, ``pagelinks``,
``templatelinks`` and ``imagelinks``. Only the names of namespaces, which no
table holds, are asked of the wiki.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import requests

from tests.wiki.linktables import Link, read_links
from wikilinks_gui.table.row import Row, kind_names

Target = tuple[int, str]
"""Namespace and title as the tables have it: with underscores, without the namespace's name."""

FILE = 6


class Served(Protocol):
    """A wiki that can be asked, and whose tables can be read."""

    @property
    def api_url(self) -> str: ...

    def connect(self) -> sqlite3.Connection: ...


class Fact(NamedTuple):
    """One row in a form to compare: what :class:`Row` says, with the names of its kinds."""

    page_id: int
    namespace: int
    title: str
    kinds: tuple[str, ...]
    is_redirect: bool
    section: str
    via: int
    depth: int


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a wiki, in memory."""

    namespaces: dict[int, str]
    pages: dict[int, tuple[Target, bool]]
    ids: dict[Target, int]
    redirects: dict[Target, dict[int, str]]
    """Target -> page id of each redirect to it, with the section; never to another wiki."""
    abroad: set[int]
    """Page ids of the redirects to another wiki."""
    links: dict[Target, set[int]]
    transclusions: dict[Target, set[int]]
    files: dict[Target, set[int]]

    @classmethod
    def read(cls, wiki: Served) -> "Tables":
        """Read the tables of a wiki that is being served."""
        with closing(wiki.connect()) as db:
            redirects: dict[Target, dict[int, str]] = defaultdict(dict)
            for page_id, namespace, title, section in db.execute(
                "SELECT rd_from, rd_namespace, rd_title, rd_fragment FROM redirect"
                " WHERE coalesce(rd_interwiki, '') = ''"
            ):
                redirects[namespace, title][page_id] = section or ""
            pages = {
                page_id: ((namespace, str(title)), bool(is_redirect))
                for page_id, namespace, title, is_redirect in db.execute(
                    "SELECT page_id, page_namespace, page_title, page_is_redirect FROM page"
                )
            }
            return cls(
                namespaces=_namespaces(wiki),
                pages=pages,
                ids={target: page_id for page_id, (target, _) in pages.items()},
                redirects=redirects,
                abroad={
                    page_id
                    for (page_id,) in db.execute(
                        "SELECT rd_from FROM redirect WHERE coalesce(rd_interwiki, '') <> ''"
                    )
                },
                links=_by_target(read_links(db, "pagelinks")),
                transclusions=_by_target(read_links(db, "templatelinks")),
                files=_by_target(
                    db.execute("SELECT 6, il_to, il_from_namespace, il_from FROM imagelinks")
                ),
            )

    def targets(self) -> set[Target]:
        """Every page, and everything that any page leads to, there or missing."""
        found = {target for target, _ in self.pages.values()}
        return found.union(self.redirects, self.links, self.transclusions, self.files)

    def title(self, target: Target) -> str:
        """The title as people and the API write it."""
        namespace, title = target
        name = self.namespaces[namespace]
        return f"{name}:{title}".replace("_", " ") if name else title.replace("_", " ")

    def target(self, title: str) -> Target:
        """The target of a title that is written as :meth:`title` gives it."""
        name, colon, rest = title.replace(" ", "_").partition(":")
        for namespace, known in self.namespaces.items():
            if colon and known.replace(" ", "_") == name:
                return namespace, rest
        return 0, title.replace(" ", "_")

    def leads(self) -> dict[Target, Target]:
        """Where each redirect leads, by title."""
        return {
            self.pages[page_id][0]: at
            for at, sources in self.redirects.items()
            for page_id in sources
        }

    def end(self, target: Target) -> Target:
        """Where one ends who follows redirects from ``target``; itself if that is a ring."""
        leads = self.leads()
        at, seen = target, {target}
        while at in leads:
            at = leads[at]
            if at in seen:
                return target
            seen.add(at)
        return at

    def expected(self, target: Target, depth: int | None = None) -> set[Fact]:
        """The rows of a listing of ``target`` with links through at most ``depth`` redirects."""
        facts: set[Fact] = set()
        seen = {self.ids.get(target, 0)}
        level = [(target, 0)]  # what is listed, and the page id that its rows come through
        at_depth = 0
        while level and (depth is None or at_depth <= depth):
            following: list[tuple[Target, int]] = []
            for listed, via in level:
                facts |= self._direct(listed, via, at_depth)
                for page_id in sorted(self.redirects.get(listed, ())):
                    if page_id not in seen:
                        seen.add(page_id)
                        following.append((self.pages[page_id][0], page_id))
            level = following
            at_depth += 1
        return facts

    def _direct(self, target: Target, via: int, depth: int) -> set[Fact]:
        """The pages that link to ``target`` itself, in any way."""
        redirects = self.redirects.get(target, {})
        links = self.links.get(target, set())
        transclusions = self.transclusions.get(target, set())
        files = self.files.get(target, set())
        facts = set()
        for page_id in links | transclusions | files | set(redirects):
            if page_id not in self.pages:
                continue  # a row that MediaWiki left behind; the API joins with page
            at, is_redirect = self.pages[page_id]
            kinds = (
                (
                    "redirect" if page_id in redirects else "link",
                    page_id in links or page_id in redirects,
                ),
                ("transclusion", page_id in transclusions),
                ("file", page_id in files),
            )
            facts.add(
                Fact(
                    page_id,
                    at[0],
                    self.title(at),
                    tuple(name for name, holds in kinds if holds),
                    is_redirect,
                    redirects.get(page_id, ""),
                    via,
                    depth,
                )
            )
        return facts


def facts_of(rows: Iterable[Row]) -> set[Fact]:
    """Bring the rows of a listing into the form to compare.

    Rows that agree in page id and via are one, as :class:`Row` says; what else they tell must not
    differ.
    """
    merged: dict[tuple[int, int], Row] = {}
    for row in rows:
        known = merged.setdefault((row.page_id, row.via), row)
        same = known._replace(kinds=known.kinds | row.kinds, section=known.section or row.section)
        assert row._replace(kinds=same.kinds, section=row.section or same.section) == same
        merged[row.page_id, row.via] = same
    return {Fact(*row._replace(kinds=tuple(kind_names(row.kinds)))) for row in merged.values()}  # type: ignore[arg-type]


def _by_target(links: Iterable[Link]) -> dict[Target, set[int]]:
    found: dict[Target, set[int]] = defaultdict(set)
    for namespace, title, _, page_id in links:
        found[namespace, str(title)].add(page_id)
    return found


def _namespaces(wiki: Served) -> dict[int, str]:
    params = {"action": "query", "meta": "siteinfo", "siprop": "namespaces", "format": "json"}
    reply = requests.get(wiki.api_url, params=params | {"formatversion": "2"}, timeout=30).json()
    return {entry["id"]: entry["name"] for entry in reply["query"]["namespaces"].values()}
