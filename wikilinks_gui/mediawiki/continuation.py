# SPDX-License-Identifier: MIT
"""How a listing goes on after a reply (mediawiki.org: API:Continue, API:Raw query continue)."""

from collections.abc import Mapping
from typing import Any

from wikilinks_gui.mediawiki.reply import reading
from wikilinks_gui.translation import _

Continuation = dict[str, str | None]
"""Parameters to lay over the first request's; None as a value takes a parameter away.

Opaque and JSON-able; only valid with the very same request.
"""


def next_continuation(params: Mapping[str, str], reply: Mapping[str, Any]) -> Continuation | None:
    """Read from a reply how to ask for the next page; None when there is none.

    ``continue`` is sent back whole. ``query-continue`` (before MediaWiki 1.21, or with
    ``rawcontinue``) names the modules that go on: those that do not must not be asked again, or
    they would start anew.
    """
    with reading(_("continuation")):
        if "continue" in reply:
            return {str(key): str(value) for key, value in reply["continue"].items()}
        if "query-continue" not in reply:
            return None
        modules = reply["query-continue"]
        following: Continuation = {}
        for values in modules.values():
            following.update({str(key): str(value) for key, value in values.items()})
    for submodules in ("list", "prop", "meta"):
        if submodules in params:
            going_on = [name for name in params[submodules].split("|") if name in modules]
            following[submodules] = "|".join(going_on) or None
    return following
