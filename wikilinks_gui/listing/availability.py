# SPDX-License-Identifier: MIT
"""Whether the modules that a listing asks are enabled on a wiki.

A module that is disabled (mediawiki.org: API:Restricting API usage) or unknown is no error to the
API: the reply merely lacks its rows, and carries a warning.
"""

import logging
import re
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from wikilinks_gui.errors import ApiError, ModuleUnavailableError
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import enabled_modules
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.modules")

_REFUSED = {"moduledisabled", "unknown_prop", "unknown_list"}
"""Codes of errors by which old and changed wikis refuse a module."""


def is_refusal(error: ApiError) -> bool:
    """Return whether an error says that a module is not enabled."""
    return error.code in _REFUSED


class ModuleCheck:
    """Checks with each reply that all modules took part in it."""

    def __init__(self, client: Client, stop: threading.Event | None) -> None:
        self._client = client
        self._stop = stop
        self._enabled: set[str] = set()  # of those that were in doubt

    def check(self, reply: Reply, modules: Iterable[str]) -> None:
        """Raise ModuleUnavailableError unless all modules that were asked are enabled.

        In doubt the wiki is asked about its modules, once.
        """
        refused, is_doubtful = _read_warnings(reply, set(modules))
        doubtful = set(modules) - self._enabled
        if not refused and is_doubtful and doubtful:
            log.info("in doubt: %s", ", ".join(sorted(doubtful)))
            self._enabled |= enabled_modules(
                self._client, doubtful, self._stop, is_old=isinstance(reply["warnings"], dict)
            )
            refused = doubtful - self._enabled
        if refused:
            names = ", ".join(sorted(refused))
            log.warning("not enabled: %s", names)
            raise ModuleUnavailableError(
                _(
                    "{host} does not offer the API modules that this list needs ({modules}). The"
                    " people who run the wiki can enable them."
                ).format(host=self._client.host, modules=names)
            )


def _read_warnings(reply: Reply, modules: set[str]) -> tuple[set[str], bool]:
    """Read which modules the warnings say are not enabled, and whether they raise a doubt.

    Only codes, names and values are read, never the wiki's words, which may be translated.
    """
    warnings = reply.get("warnings")
    if isinstance(warnings, dict):  # before MediaWiki 1.29: words only, by module
        named = _named(modules, warnings.get("query"))
        return named, not modules.isdisjoint(warnings) or "query" in warnings
    refused: set[str] = set()
    is_doubtful = False
    for warning in warnings if isinstance(warnings, list) else ():
        if not isinstance(warning, dict):
            continue
        code, module = warning.get("code"), str(warning.get("module"))
        if code == "moduledisabled":
            refused |= modules & {module.removeprefix("query+")}
        elif code == "unrecognizedvalues" and module == "query":
            values = set(_values(warning))
            refused |= modules & values if values else _named(modules, warning.get("text"))
            is_doubtful |= not values
        elif code == "unrecognizedparams":  # what was put in a module's place knows none of them
            is_doubtful = True
    return refused, is_doubtful


def _named(modules: set[str], words: object) -> set[str]:
    """Return the modules that a warning of ``action=query`` names: those it does not know.

    What a module that is enabled has to say stands under the module's own name.
    """
    return modules & set(re.findall(r"\w+", str(words or "")))


def _values(warning: dict[str, Any]) -> Iterator[str]:
    data = warning.get("data")
    values = data.get("values") if isinstance(data, dict) else None
    yield from (value for value in values or () if isinstance(value, str))
