# SPDX-License-Identifier: MIT
"""From what a person typed to a page, as the wiki itself resolves it.

Only the wrapping is taken off here: brackets, address, line breaks, the Special:WhatLinksHere that
a person looks at. What a title means (case, underscores, namespace names, conversion, redirects) is
asked of the wiki, whose rules differ by version and by wiki.
"""

import contextlib
import re
import threading
from dataclasses import astuple, dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import unquote, urljoin

from wikilinks_gui.errors import (
    AddressError,
    InvalidTitleError,
    NotAnApiReplyError,
    OtherWikiError,
    SpecialPageError,
)
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    is_address,
    presentable,
    web_address,
    with_scheme,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.pageaddress import NamedPage, named_page
from wikilinks_gui.mediawiki.parts import Part
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _

_MOST_ECHO = 100_000
"""Bytes of what a reply repeats of what was asked, or says of it."""

_MOST_TARGET = 1024
"""Bytes of a redirect's title, and of the title that it leads to, which may be special."""

_MOST_PREFIX = 255
"""Bytes of an interwiki prefix."""

Status = Literal["page", "missing", "known", "special", "invalid", "interwiki", "ring"]


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
    interwiki (on another wiki, at ``url``); ring (redirects that lead to one another, or a redirect
    to itself; ``title`` is then the page that was asked for).
    """

    asked: str
    title: str  # the page that was reached, "" where there is none
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


def read_input(text: str, site: SiteInfo) -> str:
    """Take a title out of what was typed or pasted, without asking the wiki.

    Understands a title, ``[[Title|text]]``, ``{{Template|…}}``, the address of a page, and
    Special:WhatLinksHere/Page, which stands for the page. Raises OtherWikiError for the address of
    a page of another wiki, InvalidTitleError for no title at all, or a page's number in its place.
    """
    page = read_named(text, site)
    if page.page_id or page.revision:
        raise InvalidTitleError(
            _(
                "{address} has a number in place of a title: the wiki has to be asked for it."
            ).format(address=presentable(text.strip()))
        )
    return page.title


def read_named(text: str, site: SiteInfo) -> NamedPage:
    """Read what was typed or pasted as :func:`read_input` does, with numbers in place of titles."""
    title = _clean(text)
    if is_address(title):
        address = with_scheme(presentable(title))
        found = named_page(site, address)
        if found is None:
            raise other_wiki(address, site)
        if found.page_id or found.revision:
            return found
        title = _clean(found.title)
    elif name := _inside("[[", title, "]]"):
        title = _decoded(name)
    elif name := _inside("{{", title, "}}"):
        title = _template_title(name, site)
    title = site.special_page(title, site.what_links_here) or title
    if not title:
        raise InvalidTitleError(_("Type the title of a page."))
    try:
        title.encode()
    except UnicodeEncodeError:
        raise InvalidTitleError(_("The title is not valid text (UTF-8).")) from None
    # Special:Permalink/1, or Special:Diff/1/2, which shows 2 last
    numbers = re.findall(r"\d{1,18}", site.special_page(title, site.revision_pages) or "", re.ASCII)
    return NamedPage(revision=int(numbers[-1])) if numbers else NamedPage(title)


def other_wiki(address: WebAddress, site: SiteInfo) -> OtherWikiError:
    """Make the error for an address that is not one of a wiki's."""
    return OtherWikiError(
        _("{address} is not a page of this wiki, {wiki}.").format(address=address, wiki=site.name),
        url=address,
    )


def _decoded(link: str) -> str:
    """Decode a link's title as MediaWiki does, which takes ``[[Rock%20crystal]]`` too."""
    with contextlib.suppress(UnicodeDecodeError):
        return _clean(unquote(link, errors="strict"))
    return link


def _clean(text: str) -> str:
    """Take out what never stands in a title: line breaks, tabs, U+001F, which would split it."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()


def _inside(opening: str, text: str, closing: str) -> str:
    """Give what stands before the first "|" when all of the text is one pair of brackets."""
    if not (text.startswith(opening) and text.endswith(closing)):
        return ""
    depth = 0
    for match in re.finditer(f"{re.escape(opening)}|{re.escape(closing)}", text):
        depth += 1 if match[0] == opening else -1
        if depth == 0 and match.end() < len(text):
            return ""  # two links, not one
    name = text[2:-2].partition("|")[0].strip()
    return "" if depth or opening in name else name


def page_params(title: str) -> dict[str, str]:
    """Give the parameters that ask about a page by the title that the wiki gave."""
    # A "|" would make two titles of one, unless U+001F says that it is the separator.
    titles = f"\x1f{title}" if "|" in title else title
    return {"action": "query", "titles": titles, "prop": "info"}


def resolution_params(title: str, *, follow: bool) -> dict[str, str]:
    """Give the parameters that ask the wiki what a title means."""
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
    """Ask the wiki what a title means; in a second request when it is a ring. Raises WikiErrors."""
    params = resolution_params(title, follow=follow)
    resolution = read_resolution(client.get(params, interactive=interactive, stop=stop), title)
    if resolution.status == "ring":
        params = resolution_params(title, follow=False)
        page = read_resolution(client.get(params, interactive=interactive, stop=stop), title)
        return ring_at(page, resolution)
    return resolution


def ring_at(page: Resolution, ring: Resolution) -> Resolution:
    """Join what is known of a page with the ring of redirects that following it ran into."""
    return replace(
        page,
        status="ring",
        normalized=ring.normalized,
        converted=ring.converted,
        redirects=ring.redirects,
    )


def read_resolution(reply: Reply, asked: str) -> Resolution:
    """Read the reply to :func:`resolution_params`. Raises NotAnApiReplyError."""
    return _read(Part(reply).part("query") if "query" in reply else Part({}, "query"), asked)


def stored_resolution(stored: dict[str, Any]) -> Resolution:
    """Make a resolution again of what ``dataclasses.asdict`` made of one, and JSON of that.

    Raises KeyError, TypeError and ValueError for anything else.
    """
    if any(type(stored[name]) is not list for name in ("normalized", "converted", "redirects")):
        raise TypeError("a list is of another type")
    resolution = Resolution(
        **stored
        | {
            "normalized": tuple((source, target) for source, target in stored["normalized"]),
            "converted": tuple((source, target) for source, target in stored["converted"]),
            "redirects": tuple(Redirect(**redirect) for redirect in stored["redirects"]),
        }
    )
    pairs = (*resolution.normalized, *resolution.converted, *map(astuple, resolution.redirects))
    texts = [text for pair in pairs for text in pair]
    texts += [resolution.asked, resolution.title, resolution.interwiki, resolution.url]
    texts += [resolution.reason]
    numbers = (resolution.page_id, resolution.namespace)
    if {*map(type, texts)} - {str} or {*map(type, numbers)} - {int}:
        raise TypeError("a text or a number is of another type")
    if type(resolution.is_redirect) is not bool:
        raise TypeError("is_redirect is of another type")
    if resolution.status not in get_args(Status):
        raise ValueError("no status")
    return resolution


def check_listable(resolution: Resolution) -> None:
    """Raise the TitleError that says why the links to a page cannot be listed, if they cannot."""
    redirect = resolution.redirects[0].source if resolution.redirects else ""
    page = (
        _("“{title}” (through the redirect “{redirect}”)") if redirect else _("“{title}”")
    ).format(title=resolution.title, redirect=redirect)
    if resolution.status == "invalid":
        raise InvalidTitleError(
            _("“{title}” cannot be a title: {reason}").format(
                title=resolution.asked, reason=resolution.reason
            )
        )
    if resolution.status == "special":
        raise SpecialPageError(
            _("{page} is a special page: wikis keep no list of links to it.").format(page=page),
            redirect=redirect,
        )
    if resolution.status == "interwiki":
        raise OtherWikiError(
            _("{page} is on another wiki ({prefix}): {address}").format(
                page=page,
                prefix=resolution.interwiki,
                address=resolution.url or _("its address is not known"),
            ),
            redirect=redirect,
            url=resolution.url,
        )


def read_redirects(reply: Reply) -> tuple[Redirect, ...]:
    """Read the redirects of a reply to a request with ``redirects=1``, each hop on its own."""
    return _redirects(Part(reply).part("query"))


def _redirects(query: Part) -> tuple[Redirect, ...]:
    return tuple(
        Redirect(
            entry.text("from", least=1, most=_MOST_TARGET),
            entry.text("to", least=1, most=_MOST_TARGET),
            entry.section("tofragment"),
            entry.text("tointerwiki", most=_MOST_PREFIX, default=""),
        )
        for entry in query.parts("redirects")
    )


def _read(query: Part, asked: str) -> Resolution:
    way: dict[str, Any] = {
        "normalized": tuple(
            (_source(entry), entry.text("to", most=_MOST_ECHO))
            for entry in query.parts("normalized")
        ),
        "converted": tuple(
            (entry.text("from", most=_MOST_ECHO), entry.text("to", most=_MOST_ECHO))
            for entry in query.parts("converted")
        ),
        "redirects": _redirects(query),
    }
    redirects: tuple[Redirect, ...] = way["redirects"]
    if pages := query.parts("pages"):
        if len(pages) > 1:
            raise query.invalid("pages")
        return _read_page(pages[0], asked, way)
    for entry in query.parts("interwiki"):
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
        return Resolution(asked, redirects[0].source, 0, 0, "ring", **way)
    if asked.lstrip(" _:").startswith("#") or not asked.strip(" _:"):  # no pages, and no reason
        return Resolution(asked, "", 0, 0, "invalid", reason=_("The title is empty."), **way)
    raise query.invalid("pages")


def _read_page(page: Part, asked: str, way: dict[str, Any]) -> Resolution:
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


def _reason(page: Part) -> str:
    """Read why a title is invalid; with errorformat it is an object of code and text."""
    if "invalidreason" not in page:
        return ""
    try:
        return page.text("invalidreason", most=_MOST_ECHO)
    except NotAnApiReplyError:
        return page.part("invalidreason").text("text", most=_MOST_ECHO)


def _source(entry: Part) -> str:
    """Read what was normalised; the API percent-encodes what is no NFC text and says so."""
    source = entry.text("from", most=_MOST_ECHO)
    return unquote(source) if entry.flag("fromencoded") else source


def _web_address(url: str) -> str:
    """Check where another wiki is said to be; "" where that is no web address."""
    with contextlib.suppress(AddressError, ValueError):
        return web_address(urljoin("https:", url))
    return ""


def _template_title(name: str, site: SiteInfo) -> str:
    """The page that ``{{name}}`` transcludes (mediawiki.org: Help:Transclusion)."""
    name = re.sub(r"^(safesubst|subst):\s*", "", name, flags=re.IGNORECASE)
    if name.startswith(":"):
        return name[1:].strip()
    prefix, colon, _rest = name.partition(":")
    if colon and site.is_namespace(prefix):
        return name
    return f"Template:{name}" if name else ""
