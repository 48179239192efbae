# SPDX-License-Identifier: MIT
"""From what a person typed to a page, as the wiki itself resolves it.

Only the wrapping is taken off here: brackets, address, line breaks, the Special:WhatLinksHere that
a person looks at. What a title means (case, underscores, namespace names, conversion, redirects) is
asked of the wiki, whose rules differ by version and by wiki.
"""

import re
import threading
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import unquote

from wikilinks_gui.errors import (
    InvalidTitleError,
    OtherWikiError,
    SpecialPageError,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import Reply, is_set, reading
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _

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


def read_input(text: str, site: SiteInfo) -> str:
    """Take a title out of what was typed or pasted.

    Understands a title, ``[[Title|text]]``, ``{{Template|…}}``, the address of a page, and
    Special:WhatLinksHere/Page, which stands for the page. Raises OtherWikiError for the address of
    a page of another wiki, InvalidTitleError for no title at all.
    """
    title = _clean(text)
    if is_address(title):
        found = site.title_in_url(f"//{title}" if _WITHOUT_SCHEME.fullmatch(title) else title)
        if found is None:
            raise OtherWikiError(
                _("{address} is not a page of this wiki, {wiki}.").format(
                    address=title, wiki=site.name
                ),
                url=title,
            )
        title = _clean(found)
    elif name := _inside("[[", title, "]]"):
        title = name
    elif name := _inside("{{", title, "}}"):
        title = _template_title(name, site)
    title = site.listed_page(title) or title
    if not title:
        raise InvalidTitleError(_("Type the title of a page."))
    try:
        title.encode()
    except UnicodeEncodeError:
        raise InvalidTitleError(_("The title is not valid text (UTF-8).")) from None
    return title


def is_address(text: str) -> bool:
    """Tell whether what was typed is an address on the web, as browsers show and copy it.

    Without a scheme, only what can hardly be a title: a host with a port, or with a path that is
    typical of wikis. "10.0.0.0/8", "Node.js/Express" and "User:1984/sandbox" are titles.
    """
    text = text.strip()
    return bool(
        re.match(r"(https?:)?//[^/\s]", text, re.IGNORECASE) or _WITHOUT_SCHEME.fullmatch(text)
    )


_WITHOUT_SCHEME = re.compile(
    r"""(localhost | \[[\da-f:.]+\] | ([\w-]+\.)+[\w-]+) :\d{1,5} ([/?#]\S*)?
        | (localhost | \[[\da-f:.]+\] | ([\w-]+\.)+[\w-]+ | [\w-]+(?=:)) (:\d{1,5})? /
          ((w|wiki)/ | ([^\s?\#]*/)?(index|api)\.php5?([/?\#]|$) | [^\s\#]*[?&]title=) \S*""",
    re.IGNORECASE | re.VERBOSE,
)


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
    with reading(_("word on the title")):
        return _read(reply.get("query", {}), asked)


def stored_resolution(stored: dict[str, Any]) -> Resolution:
    """Make a resolution again of what ``dataclasses.asdict`` made of one, and JSON of that.

    Raises KeyError, TypeError and ValueError for anything else.
    """
    return Resolution(
        **stored
        | {
            "normalized": tuple((source, target) for source, target in stored["normalized"]),
            "converted": tuple((source, target) for source, target in stored["converted"]),
            "redirects": tuple(Redirect(**redirect) for redirect in stored["redirects"]),
        }
    )


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
    with reading(_("list of redirects")):
        return _redirects(reply["query"])


def _redirects(query: dict[str, Any]) -> tuple[Redirect, ...]:
    return tuple(
        Redirect(
            str(entry["from"]),
            str(entry["to"]),
            str(entry.get("tofragment", "")),
            str(entry.get("tointerwiki", "")),
        )
        for entry in query.get("redirects", ())
    )


def _read(query: dict[str, Any], asked: str) -> Resolution:
    way: dict[str, Any] = {
        "normalized": tuple(
            (_source(entry), str(entry["to"])) for entry in query.get("normalized", ())
        ),
        "converted": tuple(
            (str(entry["from"]), str(entry["to"])) for entry in query.get("converted", ())
        ),
        "redirects": _redirects(query),
    }
    redirects: tuple[Redirect, ...] = way["redirects"]
    if pages := query.get("pages"):
        return _read_page(pages[0], asked, way)
    for entry in query.get("interwiki", ()):
        return Resolution(
            asked,
            str(entry["title"]),
            0,
            0,
            "interwiki",
            interwiki=str(entry["iw"]),
            url=str(entry.get("url", "")),
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
    raise KeyError("pages")


def _read_page(page: dict[str, Any], asked: str, way: dict[str, Any]) -> Resolution:
    status: Status = "page"
    reason = page.get("invalidreason", "")
    if is_set(page, "invalid"):
        status = "invalid"
    elif is_set(page, "special"):
        status = "special"
    elif is_set(page, "missing"):
        status = "known" if is_set(page, "known") else "missing"
    return Resolution(
        asked,
        str(page["title"]),
        int(page.get("pageid", 0)),
        int(page.get("ns", 0)),
        status,
        # with errorformat an object of code and text
        reason=str(reason["text"] if isinstance(reason, dict) else reason),
        **way,
    )


def _source(entry: dict[str, Any]) -> str:
    """What was normalised; the API percent-encodes what is no NFC text and says so."""
    source = str(entry["from"])
    return unquote(source) if is_set(entry, "fromencoded") else source


def _template_title(name: str, site: SiteInfo) -> str:
    """The page that ``{{name}}`` transcludes (mediawiki.org: Help:Transclusion)."""
    name = re.sub(r"^(safesubst|subst):\s*", "", name, flags=re.IGNORECASE)
    if name.startswith(":"):
        return name[1:].strip()
    prefix, colon, _rest = name.partition(":")
    if colon and site.is_namespace(prefix):
        return name
    return f"Template:{name}" if name else ""
