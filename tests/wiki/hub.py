# SPDX-License-Identifier: MIT
"""A page with many links, through many redirects, written straight into a wiki's tables.

MediaWiki would take minutes to save as many pages; nothing in a listing reads their text.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import NamedTuple

from tests.wiki.linktables import Link, insert_links
from tests.wiki.mediawiki import MediaWiki

HUB = "Hub"

PAGE = (
    "INSERT INTO page (page_id, page_namespace, page_title, page_is_redirect, page_is_new,"
    " page_random, page_touched, page_latest, page_len)"
    " VALUES (?, ?, ?, ?, 0, 0.5, '20200101000000', 0, 0)"
)
REDIRECT = (
    "INSERT INTO redirect (rd_from, rd_namespace, rd_title, rd_interwiki, rd_fragment)"
    " VALUES (?, ?, ?, '', ?)"
)

NAMESPACES = (0, 0, 0, 1, 2, 4, 10, 14)
"""Articles mostly, and talk, user, project, template and category pages."""


class Numbers(NamedTuple):
    """How large a hub is: what a listing of it gives, and what it must not mix in."""

    direct: int  # pages that link to it, redirects apart
    redirects: int
    through: int  # links through those redirects, all of them together
    doubles: int = 0  # redirects to some of those redirects
    through_doubles: int = 0
    false_redirects: int = 0  # redirects to elsewhere that link to it
    through_false: int = 0  # links to those, which lead elsewhere too

    @property
    def rows(self) -> int:
        """The rows of a whole listing."""
        return (
            self.direct
            + self.redirects
            + self.through
            + self.doubles
            + self.through_doubles
            + self.false_redirects
        )


def insert_hub(wiki: MediaWiki, numbers: Numbers) -> None:
    """Insert the hub's rows into a wiki's tables. A fifth of what links through also links direct.

    Page ids do not follow the titles, and pages that link through redirects are older than some
    that link directly, so that neither order can be taken for granted.
    """
    pages: list[tuple[int, int, str, int]] = []
    links: list[Link] = []
    redirects: list[tuple[int, int, str, str]] = []
    ids = count(1_000)

    def page(namespace: int, title: str, *, is_redirect: bool = False) -> int:
        page_id = next(ids)
        pages.append((page_id, namespace, title, int(is_redirect)))
        return page_id

    def link(page_id: int, namespace: int, target: tuple[int, str]) -> None:
        links.append((*target, namespace, page_id))

    def redirect(name: str, index: int, target: tuple[int, str]) -> tuple[int, str]:
        own = (NAMESPACES[index % len(NAMESPACES)], f"{name}_{index * 7 % 1000:03}")
        page_id = page(*own, is_redirect=True)
        link(page_id, own[0], target)
        redirects.append((page_id, *target, f"Section {index}" if index % 3 == 0 else ""))
        return own

    def linking(name: str, amount: int, targets: list[tuple[int, str]]) -> Iterator[int]:
        for index in range(amount):
            namespace = NAMESPACES[index * 3 % len(NAMESPACES)]
            page_id = page(namespace, f"{name}_{index:05}")
            link(page_id, namespace, targets[index % len(targets)])
            yield page_id

    hub, elsewhere = (0, HUB), (0, "Elsewhere")
    half = numbers.direct // 2
    also_direct = numbers.through // 5
    page(*elsewhere)
    for _ in linking("Direct", half, [hub]):
        pass
    page(*hub)
    singles = [redirect("Redirect", index, hub) for index in range(numbers.redirects)]
    for index, page_id in enumerate(linking("Through", numbers.through, singles)):
        if index < also_direct:
            link(page_id, NAMESPACES[index * 3 % len(NAMESPACES)], hub)
    doubles = [
        redirect("Double", index, singles[index % len(singles)]) for index in range(numbers.doubles)
    ]
    false = [redirect("False", index, elsewhere) for index in range(numbers.false_redirects)]
    for namespace, title in false:
        page_id = next(p for p, n, t, _ in pages if (n, t) == (namespace, title))
        link(page_id, namespace, hub)
    for name, amount, targets in (
        ("Through_double", numbers.through_doubles, doubles),
        ("Through_false", numbers.through_false, false),
        ("Later", numbers.direct - half - also_direct, [hub]),
    ):
        for _ in linking(name, amount, targets):
            pass
    with closing(wiki.connect()) as db, db:
        db.executemany(PAGE, pages)
        insert_links(db, "pagelinks", links)
        db.executemany(REDIRECT, redirects)
