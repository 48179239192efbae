# SPDX-License-Identifier: MIT
"""A wiki's own replies, one of them changed in one place, as a broken or hostile wiki may send it.

Left out is what nobody can see in a reply: a row fewer in a list, another number or text of the
same type, a field that may be absent (``redirect``, ``fragment``, the lists of a page).
"""

import copy
import json
import random
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from wikilinks_gui.mediawiki.client import Network
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.table.row import Row

Container = dict[str, Any] | list[Any]
Mutation = Callable[[], None]

_OTHERS: list[object] = [
    None,
    True,
    False,
    0,
    -1,
    7.5,
    2**63,
    2**70,
    "",
    "7",
    [],
    {},
    [None],
    {"a": 1},
]
_FLAGS = {"redirect", "missing", "known", "special", "invalid"}
_TITLES = {"title", "from", "to"}
_NEEDED = {"pageid", "ns", "title", "from", "to", "pages", "query", "backlinks", "embeddedin"}
_NOT_READ = {"touched", "lastrevid", "length", "new", "pagelanguage", "pagelanguagedir"} | {
    *("contentmodel", "pagelanguagehtmlcode", "limits", "batchcomplete", "continue"),
    *("query-continue", "warnings", "servedby"),
}


class Mutating:
    """In place of a client's transport: remembers the wiki's replies, and changes one of them."""

    def __init__(self, wiki: Network) -> None:
        self._wiki = wiki
        self._known: dict[frozenset[tuple[str, str]], HttpReply] = {}
        self._choice: random.Random | None = None
        self._at = -1
        self.asked = 0
        self.changed = ""  # what was changed, to be told when a test fails

    def begin(self, choice: random.Random | None, at: int = -1) -> None:
        """Begin a listing: the reply number ``at`` is changed, as ``choice`` has it."""
        self._choice, self._at, self.asked, self.changed = choice, at, 0, ""

    def fetch(
        self, url: str, params: Mapping[str, str] | None, stop: threading.Event, seconds: float
    ) -> HttpReply:
        assert params
        key = frozenset(params.items())
        if key not in self._known:
            self._known[key] = self._wiki.fetch(url, params, stop, seconds)
        http = self._known[key]
        self.asked += 1
        if self._choice is None or self.asked - 1 != self._at:
            return http
        reply = json.loads(http.body)
        mutations = list(_mutations(reply))
        name, mutate = self._choice.choice(mutations)
        mutate()
        self.changed = f"{dict(params)}: {name}"
        return http._replace(body=json.dumps(reply).encode())

    def close(self) -> None:
        """Close the wiki's connection."""
        self._wiki.close()


def merged(rows: Iterable[Row]) -> set[Row]:
    """Make one of the rows that agree in page id and via, as :class:`Row` says."""
    found: dict[tuple[int, int], Row] = {}
    for row in rows:
        known = found.get((row.via, row.page_id), row)
        kinds, section = known.kinds | row.kinds, known.section or row.section
        found[row.via, row.page_id] = row._replace(kinds=kinds, section=section)
    return set(found.values())


def _mutations(reply: dict[str, Any]) -> Iterator[tuple[str, Mutation]]:
    """Return all changes of a reply, each with its name."""
    for place, parent, key in _places(reply):
        name, value = str(key), parent[key]
        if isinstance(parent, list):
            if _is_of_pages(place) or not isinstance(value, dict):
                yield f"{place} dropped", lambda p=parent, k=key: p.pop(k)  # type: ignore[misc]
            yield f"{place} doubled", lambda p=parent, v=value: p.append(copy.deepcopy(v))  # type: ignore[misc]
            if len(parent) > 1 and isinstance(value, dict) and _is_of_pages(place):
                yield f"{place} swapped", lambda p=parent, k=key: _swap(p, k)  # type: ignore[misc]
        elif name in _NEEDED:
            yield f"{place} dropped", lambda p=parent, k=key: p.pop(k)  # type: ignore[misc]
        for other in _OTHERS:
            if _shows(name, value, other):
                yield (
                    f"{place} is {other!r}",
                    lambda p=parent, k=key, o=other: p.__setitem__(k, o),  # type: ignore[misc]
                )


def _places(value: object, place: str = "") -> Iterator[tuple[str, Container, Any]]:
    """Walk through the part of a reply that a listing reads."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in _NOT_READ:
                yield f"{place}.{key}", value, key
                yield from _places(below, f"{place}.{key}")
    elif isinstance(value, list):
        for at, below in enumerate(value[:3]):
            yield f"{place}[{at}]", value, at
            yield from _places(below, f"{place}[{at}]")


def _is_of_pages(place: str) -> bool:
    return place.startswith(".query.pages[") and place.count("[") == 1


def _shows(name: str, value: object, other: object) -> bool:
    """Return whether another value in place of one can be seen."""
    if type(other) is type(value):
        is_number = isinstance(value, int) and name == "pageid" and other in {0, -1, 2**63, 2**70}
        is_title = name in _TITLES and other == ""
        is_list = name == "pages"
        return is_number or is_title or is_list
    if name in _FLAGS:
        return other not in (True, False, "")
    return True


def _swap(pages: list[dict[str, Any]], at: int) -> None:
    """Swap the page ids of two pages."""
    one, other = pages[at], pages[at - 1]
    if "pageid" in one and "pageid" in other:
        one["pageid"], other["pageid"] = other["pageid"], one["pageid"]
