# SPDX-License-Identifier: MIT
"""The links to “Quartz”, a page whose list has something of everything, 49 rows of 35 pages."""

from wikilinks_gui.table.row import Kind, Row

QUARTZ, ROCK, SILICA, ROCKCRYSTAL, HYPHEN, CITRINE, TEMPLATE = 1, 2, 3, 4, 5, 6, 7
"""Page ids: of the page, its redirects from the outermost in, and others."""

GEMS = range(100, 113)
TALKS = range(200, 204)
STONES = range(300, 309)


def _row(
    page_id: int,
    title: str,
    kinds: Kind = Kind.LINK,
    *,
    namespace: int = 0,
    via: int = 0,
    depth: int = 0,
    section: str = "",
) -> Row:
    is_redirect = bool(kinds & Kind.REDIRECT)
    return Row(page_id, namespace, title, int(kinds), is_redirect, section, via, depth)


_REDIRECT = Kind.LINK | Kind.REDIRECT

ROWS: list[Row] = [
    *(_row(page_id, f"Stone {n}") for n, page_id in enumerate(STONES)),
    _row(ROCK, "Rock crystal", _REDIRECT),
    _row(SILICA, "Silica crystal", _REDIRECT, section="Varieties"),
    _row(CITRINE, "Citrine")._replace(is_redirect=True),
    _row(TEMPLATE, "Template:Minerals", namespace=10),
    _row(8, "Ångström"),
    _row(9, "Category:Silicates", namespace=14),
    _row(10, "Semi; colon"),
    _row(ROCKCRYSTAL, "Rockcrystal", _REDIRECT, via=ROCK, depth=1),
    *(_row(page_id, f"Gem {n}", via=ROCK, depth=1) for n, page_id in enumerate(GEMS)),
    *(
        _row(page_id, f"Talk:Gem {n}", namespace=1, via=ROCK, depth=1)
        for n, page_id in enumerate(TALKS)
    ),
    _row(TEMPLATE, "Template:Minerals", namespace=10, via=ROCK, depth=1),
    *(_row(page_id, f"Gem {n}", via=SILICA, depth=1) for n, page_id in enumerate(GEMS)),
    _row(HYPHEN, "Rock-crystal", _REDIRECT, via=ROCKCRYSTAL, depth=2),
]


def node(page_id: int, via: int = 0) -> int:
    """Return the number of a row in :data:`ROWS`."""
    keys = [(row.page_id, row.via) for row in ROWS]
    return keys.index((page_id, via))
