# SPDX-License-Identifier: MIT
"""What a wiki makes of a title: normalised, converted, redirected, missing, invalid.

All of it (case, underscores, namespace names, conversion, redirects) is asked of the wiki, whose
rules differ by version and by wiki.
"""

import contextlib
import threading
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import unquote, urljoin

from wikilinks_gui.errors import AddressError, NotAnApiReplyError
from wikilinks_gui.mediawiki.address import web_address
from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.translation import _

_MOST_ECHO = 100_000
"""Bytes of a text in a reply that repeats the request, or comments on it."""

_MOST_TARGET = 1024
"""Bytes of a redirect's title, and of the title that it leads to, which may be special."""

_MOST_PREFIX = 255
"""Bytes of an interwiki prefix."""

Status = Literal["page", "missing", "known", "special", "invalid", "interwiki", "loop"]


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect that was followed, with the section it points to and the other wiki, if any."""

    source: str
    target: str
    section: str
    interwiki: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a wiki makes of a title.

    ``status``: a page that exists; missing (a red link; links to it can be listed); known (missing,
    but shown all the same: a system message, a file of a shared repository); special; invalid;
    interwiki (on another wiki, at ``url``); loop (redirects that lead to one another, or a redirect
    to itself; ``title`` is then the page that was asked for).
    """

    asked: str
    title: str  # the page that was reached, "" if there is none
    page_id: int  # 0 when it does not exist
    namespace: int
    status: Status
    normalized: tuple[tuple[str, str], ...] = ()  # (from, to)
    converted: tuple[tuple[str, str], ...] = ()  # (from, to)
    redirects: tuple[Redirect, ...] = ()
    interwiki: str = ""  # prefix
    url: str = ""
    reason: str = ""  # the wiki's, when invalid
    is_redirect: bool = False  # the page itself, which was not followed


def page_params(title: str) -> dict[str, str]:
    """Return the parameters that ask about a page by the title that the wiki gave."""
    # A "|" would make two titles of one, unless U+001F says that it is the separator.
    titles = f"\x1f{title}" if "|" in title else title
    return {"action": "query", "titles": titles, "prop": "info"}


def resolution_params(title: str, *, follow: bool) -> dict[str, str]:
    """Return the parameters that ask the wiki what a title means."""
    params = page_params(title) | {"converttitles": "1", "iwurl": "1"}
    if follow:
        params["redirects"] = "1"
    return params


def resolve(
    client: Client,
    title: str,
    *,
    follow: bool = True,
    interactive: bool = False,
    stop: threading.Event | None = None,
) -> Resolution:
    """Ask the wiki what a title means, twice where it is in a redirect loop. Raises WikiErrors."""
    params = resolution_params(title, follow=follow)
    resolution = read_resolution(client.get(params, interactive=interactive, stop=stop), title)
    if resolution.status == "loop":
        params = resolution_params(title, follow=False)
        page = read_resolution(client.get(params, interactive=interactive, stop=stop), title)
        return page_in_loop(page, resolution)
    return resolution


def page_in_loop(page: Resolution, loop: Resolution) -> Resolution:
    """Join what is known of a page with the loop of redirects that following it ran into."""
    return replace(
        page,
        status="loop",
        normalized=loop.normalized,
        converted=loop.converted,
        redirects=loop.redirects,
    )


def read_resolution(reply: Reply, asked: str) -> Resolution:
    """Read the reply to :func:`resolution_params`. Raises NotAnApiReplyError."""
    query = ApiObject(reply.get("query", {}), "query")
    redirects = read_redirects(query)
    normalized, converted = read_changes(query)
    way: dict[str, Any] = {
        "normalized": tuple(normalized.items()),
        "converted": tuple(converted.items()),
        "redirects": redirects,
    }
    if pages := query.objects("pages"):
        if len(pages) > 1:
            raise query.invalid("pages")
        return _read_page(pages[0], asked, way)
    for entry in query.objects("interwiki"):
        return Resolution(
            asked,
            entry.text("title", most=_MOST_ECHO),
            0,
            0,
            "interwiki",
            interwiki=entry.text("iw", most=_MOST_PREFIX),
            url=_web_address(entry.text("url", most=_MOST_ECHO, default="")),
            **way,
        )
    if redirects:  # they lead to one another, or off the wiki, and no page was reached
        last = redirects[-1]
        if last.interwiki:
            return Resolution(
                asked, last.target, 0, 0, "interwiki", interwiki=last.interwiki, **way
            )
        return Resolution(asked, redirects[0].source, 0, 0, "loop", **way)
    if asked.lstrip(" _:").startswith("#") or not asked.strip(" _:"):  # no pages, and no reason
        return Resolution(asked, "", 0, 0, "invalid", reason=_("The title is empty."), **way)
    raise query.invalid("pages")


def read_changes(query: ApiObject) -> tuple[dict[str, str], dict[str, str]]:
    """Read which titles of a request were normalised, and which of these converted."""
    normalized = {
        _source(entry): entry.text("to", most=_MOST_ECHO) for entry in query.objects("normalized")
    }
    converted = {
        entry.text("from", most=_MOST_ECHO): entry.text("to", most=_MOST_ECHO)
        for entry in query.objects("converted")
    }
    return normalized, converted


def read_redirects(query: ApiObject) -> tuple[Redirect, ...]:
    """Read the redirects of a reply to a request with ``redirects=1``, each hop on its own."""
    return tuple(
        Redirect(
            entry.text("from", least=1, most=_MOST_TARGET),
            entry.text("to", least=1, most=_MOST_TARGET),
            entry.section("tofragment"),
            entry.text("tointerwiki", most=_MOST_PREFIX, default=""),
        )
        for entry in query.objects("redirects")
    )


def _read_page(page: ApiObject, asked: str, way: dict[str, Any]) -> Resolution:
    if page.flag("invalid"):
        title = page.text("title", most=_MOST_ECHO)
        return Resolution(asked, title, 0, 0, "invalid", reason=_reason(page), **way)
    status: Status = "page"
    if page.flag("special"):
        # a page of Special: may have a longer name than any other, as it is stored nowhere
        title = page.text("title", most=_MOST_ECHO)
        return Resolution(asked, title, 0, page.number("ns", -2, -1), "special", **way)
    if page.flag("missing"):
        status = "known" if page.flag("known") else "missing"
    namespace = page.namespace()
    page_id = 0 if status != "page" else page.page_id()
    title, is_redirect = page.title(namespace=namespace), page.flag("redirect")
    return Resolution(asked, title, page_id, namespace, status, is_redirect=is_redirect, **way)


def _reason(page: ApiObject) -> str:
    """Read why a title is invalid; with errorformat it is an object of code and text."""
    if "invalidreason" not in page:
        return ""
    try:
        return page.text("invalidreason", most=_MOST_ECHO)
    except NotAnApiReplyError:
        return page.object("invalidreason").text("text", most=_MOST_ECHO)


def _source(entry: ApiObject) -> str:
    """Read what was normalised; the API percent-encodes what is no NFC text and says so."""
    source = entry.text("from", most=_MOST_ECHO)
    return unquote(source) if entry.flag("fromencoded") else source


def _web_address(url: str) -> str:
    """Check where another wiki is said to be; "" where that is no web address."""
    with contextlib.suppress(AddressError, ValueError):
        return web_address(urljoin("https:", url))
    return ""
