# SPDX-License-Identifier: MIT
"""Whether the modules that a listing asks are enabled on a wiki.

A module that is disabled (mediawiki.org: API:Restricting API usage) or unknown is no error to the
API: the reply merely lacks its rows, and carries a warning.
"""

import logging
import re
import threading
from collections.abc import Iterable

from wikilinks_gui.errors import ModuleUnavailableError
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import enabled_modules
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.modules")

REFUSALS = {"moduledisabled", "unknown_prop", "unknown_list"}
"""Codes of errors by which old and changed wikis refuse a module."""


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
        about: object = warnings.get("query")
        is_doubtful = about is not None or not modules.isdisjoint(warnings)
    else:
        listed = warnings if isinstance(warnings, list) else ()
        codes = [(each.get("code"), each) for each in listed if isinstance(each, dict)]
        about = [
            each
            for code, each in codes
            if code == "moduledisabled"
            or (code == "unrecognizedvalues" and each.get("module") == "query")
        ]
        # What was put in a module's place knows none of its parameters.
        is_doubtful = bool(about) or any(code == "unrecognizedparams" for code, _each in codes)
    words = repr(about)
    return {name for name in modules if re.search(rf"\b{name}\b", words)}, is_doubtful
