# SPDX-License-Identifier: MIT
"""What a wiki says of itself (mediawiki.org: API:Siteinfo)."""

import re
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit

from wikilinks_gui.errors import ContinuationError
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import merge
from wikilinks_gui.mediawiki.reply import query_of, reading
from wikilinks_gui.translation import _

SITEINFO = {
    "action": "query",
    "meta": "siteinfo|userinfo",
    "siprop": "general|namespaces|namespacealiases|specialpagealiases|interwikimap",
    "uiprop": "rights",
}


@dataclass(frozen=True, slots=True)
class Namespace:
    """A namespace; ``name`` is the wiki's own, ``canonical`` the English one of all wikis."""

    id: int
    name: str
    canonical: str
    aliases: tuple[str, ...]
    case: str  # "first-letter" or "case-sensitive"


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """A wiki, as far as the program needs to know it."""

    api_url: str
    name: str
    generator: str  # "MediaWiki 1.43.0"
    version: tuple[int, int]  # (1, 43); (0, 0) when the generator does not tell
    server: str  # with scheme
    article_path: str  # "/wiki/$1"
    variant_path: str  # "/$2/$1" on wikis that convert between scripts, else ""
    script_path: str  # "/w"
    case: str
    namespaces: dict[int, Namespace]
    interwiki: dict[str, str]  # prefix -> URL with $1
    what_links_here: frozenset[str]  # the names of the special page, as _plain_name has them
    high_limits: bool  # the account may ask for 500 titles and 5,000 rows at once

    @classmethod
    def from_query(cls, api_url: str, query: dict[str, Any]) -> "SiteInfo":
        """Read the ``query`` object of a reply to :data:`SITEINFO`.

        Raises NotAnApiReplyError when it is something else.
        """
        with reading(_("word on itself")):
            general = query["general"]
            aliases: dict[int, list[str]] = {}
            for alias in query.get("namespacealiases", ()):
                aliases.setdefault(int(alias["id"]), []).append(str(alias["alias"]))
            server = urljoin(api_url, str(general["server"]))  # may lack the scheme
            _port = urlsplit(server).port  # raises ValueError for one that is none
            version = re.match(r"MediaWiki (\d+)\.(\d+)", str(general["generator"]))
            return cls(
                api_url=api_url,
                name=str(general["sitename"]),
                generator=str(general["generator"]),
                version=(int(version[1]), int(version[2])) if version else (0, 0),
                server=server,
                article_path=str(general["articlepath"]),
                variant_path=str(general.get("variantarticlepath") or ""),
                script_path=str(general["scriptpath"]),
                case=str(general.get("case", "first-letter")),
                namespaces={
                    int(entry["id"]): Namespace(
                        id=int(entry["id"]),
                        name=str(entry.get("name", "")),
                        canonical=str(entry.get("canonical", "")),
                        aliases=tuple(aliases.get(int(entry["id"]), ())),
                        case=str(entry.get("case", "first-letter")),
                    )
                    for entry in query["namespaces"].values()
                },
                interwiki={
                    str(entry["prefix"]): str(entry["url"])
                    for entry in query.get("interwikimap", ())
                },
                what_links_here=frozenset(
                    _plain_name(str(alias))
                    for entry in query.get("specialpagealiases", ())
                    if entry["realname"] == "Whatlinkshere"
                    for alias in entry["aliases"]
                ),
                high_limits="apihighlimits" in query.get("userinfo", {}).get("rights", ()),
            )

    def namespace_name(self, namespace: int) -> str:
        """Give the wiki's own name of a namespace; "" for articles and for unknown ones."""
        known = self.namespaces.get(namespace)
        return known.name if known else ""

    def is_namespace(self, name: str) -> bool:
        """Tell whether a name stands for a namespace here, in any of its names."""
        return any(_is_name_of(name, namespace) for namespace in self.namespaces.values())

    def listed_page(self, title: str) -> str | None:
        """Take the page out of ``Special:WhatLinksHere/Page``, in the wiki's own names of it.

        Gives "" when it names no page, None for every other title.
        """
        namespace, _colon, rest = title.partition(":")
        name, _slash, page = rest.partition("/")
        special = self.namespaces.get(-1)
        if (
            special
            and _is_name_of(namespace, special)
            and _plain_name(name) in self.what_links_here
        ):
            return page.strip()
        return None

    def title_in_url(self, address: str) -> str | None:
        """Take the title out of the address of a page of this wiki, without its section.

        Gives "" for an address of this wiki that names no page (its start), None for all others.
        """
        try:
            url = urlsplit(address)
            _port = url.port
        except ValueError:
            return None
        home = {_server(urlsplit(self.server)), _server(urlsplit(self.api_url))}
        # en.m.wikipedia.org is the mobile face of en.wikipedia.org
        mobile = _server(url._replace(netloc=url.netloc.replace(".m.", ".", 1)))
        if not {_server(url), mobile} & home:
            return None
        query = parse_qs(url.query)
        title = self._title_in_path(url.path)
        if "title" in query and url.path in {
            f"{self.script_path}/{end}" for end in ("index.php", "")
        }:
            title = query["title"][0].strip()
        if title and "target" in query and self.listed_page(title) == "":
            return f"{title}/{query['target'][0]}"
        return title

    def _title_in_path(self, path: str) -> str | None:
        for pattern in (self.article_path, f"{self.script_path}/index.php/$1", self.variant_path):
            if "?" not in pattern and "$1" in pattern:
                named = (
                    re.escape(pattern).replace(r"\$1", "(?P<title>.+)", 1).replace(r"\$2", "[^/]+")
                )
                if match := re.fullmatch(named, path):
                    return unquote(match["title"]).strip()
        return "" if path in {"", "/"} else None

    def article_url(self, title: str) -> str:
        """Give the address at which people read a page."""
        return self.server + self.article_path.replace("$1", _encoded(title))

    def action_url(self, title: str, action: str) -> str:
        """Give the address at which people do something with a page, such as edit or history."""
        return f"{self.server}{self.script_path}/index.php?title={_encoded(title)}&action={action}"


def _encoded(title: str) -> str:
    # The characters that MediaWiki's wfUrlencode leaves as they are.
    return quote(title.replace(" ", "_"), safe=";@$!*(),/~:")


def _plain_name(name: str) -> str:
    """Make names equal that are the same to MediaWiki, which minds neither case nor underscores."""
    return name.replace("_", " ").strip().casefold()


def _is_name_of(name: str, namespace: Namespace) -> bool:
    names = (namespace.name, namespace.canonical, *namespace.aliases)
    return bool(name.strip()) and _plain_name(name) in map(_plain_name, names)


def _server(url: SplitResult) -> tuple[str | None, int | None]:
    return url.hostname, url.port


def read_siteinfo(client: Client, stop: threading.Event | None = None) -> dict[str, Any]:
    """Ask a wiki what it is; the ``query`` object for :meth:`SiteInfo.from_query`, JSON-able.

    A wiki with small replies (``$wgAPIMaxResultSize``) sends it in parts. A part that is larger
    than its replies never comes: it is left out.
    """
    query: dict[str, Any] = {}
    params = SITEINFO
    while True:
        left = params["siprop"]
        try:
            for reply, following in client.pages(params, interactive=True, stop=stop):
                with reading(_("word on itself")):
                    merge(query, query_of(reply))
                left = str((following or {}).get("siprop") or "")
            return query
        except ContinuationError:
            if not left:
                raise
            params = params | {"meta": "siteinfo", "siprop": "|".join(left.split("|")[1:])}
            if not params["siprop"]:
                return query
