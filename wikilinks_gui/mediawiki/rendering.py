# SPDX-License-Identifier: MIT
"""A page as Parsoid renders it, where a wiki offers that (mediawiki.org: API:REST API).

A reply without a rendering has a reason of its own, which was seen on MediaWiki 1.39 and 1.43.
"""

import json
import logging
import re
import threading
from enum import Enum, auto
from urllib.parse import quote

from wikilinks_gui.errors import (
    HttpStatusError,
    LateError,
    NotAnApiReplyError,
    UnreachableError,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

log = logging.getLogger("wikilinks_gui.rendering")

_SINCE = (1, 35)
"""The MediaWiki version that brought ``page/TITLE/html``."""

_HEAD = 2000
"""Characters of a rendering, in which it tells its revision."""

_REVISION = re.compile(r'/revision/(\d+)"')


class Refusal(Enum):
    """What there is no rendering of."""

    PAGE = auto()  # of this page, or not of this revision; MediaWiki says so
    WIKI = auto()  # of any page
    FAILED = auto()  # of this page now; perhaps of others, or later
    UNCLEAR = auto()  # of this page, perhaps of any


def renders(client: Client, site: SiteInfo) -> bool:
    """Return whether a wiki may render pages, as far as is known of it."""
    is_old = (0, 0) < site.version < _SINCE
    return not (is_old or site.renders_nothing or client.renders_nothing.is_set())


def ask_rendering(
    client: Client,
    site: SiteInfo,
    title: str,
    revision: int,
    stop: threading.Event | None = None,
) -> str | Refusal:
    """Ask for the HTML of a page in a revision, its newest; of a redirect page itself.

    Raises NetworkError where the connection is lost, and CancelledError.
    """
    # All is encoded, "/" too: it would end the title.
    name = quote(title.replace(" ", "_"), safe="")
    address = f"{site.server}{site.rest}/v1/page/{name}/html?redirect=no"
    try:
        page = client.get_page(address, stop, interactive=False, insists=False)
    except (HttpStatusError, LateError) as error:
        log.warning("%s: %s", title, error)
        return Refusal.FAILED
    except (NotAnApiReplyError, UnreachableError) as error:
        log.warning("%s: %s", title, error)
        return Refusal.UNCLEAR
    if page.status == 200:
        html = page.body.decode("utf-8", "replace")
        found = _REVISION.search(html, 0, _HEAD)
        if found and int(found[1]) == revision:
            return html
        # Pages of JavaScript, which MediaWiki 1.43 renders without Parsoid, tell no revision.
        is_other = found or "Specs/HTML" in page.headers.get("Content-Type", "")
        return Refusal.PAGE if is_other else Refusal.UNCLEAR
    refusal = _refusal(page, title)
    log.info("%s: %s, %s", title, page.status, refusal.name)
    return refusal


def _refusal(page: HttpReply, title: str) -> Refusal:
    """Return what a reply without a rendering is about."""
    if page.status >= 500:
        return Refusal.FAILED
    said = _said(page.body)
    if said is not None:  # by MediaWiki
        is_denied = said.get("error") == "rest-read-denied"  # a private wiki
        return Refusal.WIKI if is_denied or _is_no_match(said) else Refusal.PAGE
    if b"EnableRestAPI" in page.body:  # MediaWiki 1.35 says how to switch it on
        return Refusal.WIKI
    # Servers may refuse a title for its signs, such as an encoded "/".
    is_plain = title.replace(" ", "").isalnum()
    return Refusal.WIKI if page.status == 404 and is_plain else Refusal.UNCLEAR


def _said(body: bytes) -> dict[str, object] | None:
    """Return what MediaWiki's REST API says of an error; None for a reply of somebody else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and "httpCode" in said else None


def _is_no_match(said: dict[str, object]) -> bool:
    """Return whether the wiki has no such module; before MediaWiki 1.43 it has but words for it."""
    if "errorKey" in said:
        return said["errorKey"] == "rest-no-match"
    words = said.get("messageTranslations")
    english = words.get("en") if isinstance(words, dict) else None
    return isinstance(english, str) and english.startswith("The requested relative path (")
