# SPDX-License-Identifier: MIT
"""What a wiki says of itself (mediawiki.org: API:Siteinfo)."""

import contextlib
import re
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from wikilinks_gui.errors import AddressError, ApiError, ContinuationError, plain
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    is_loopback,
    is_same_server,
    origin,
    web_address,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import merge
from wikilinks_gui.mediawiki.reply import query_of, reading
from wikilinks_gui.translation import _

SITEINFO = {
    "action": "query",
    "meta": "siteinfo|userinfo",
    "siprop": "general|namespaces|namespacealiases|specialpagealiases",
    "uiprop": "rights",
}

LINKSHERE_SINCE = (1, 24)
"""The MediaWiki version that brought ``prop=redirects|linkshere|transcludedin|fileusage``."""

_MOST_TEXT = 2048
"""Letters; a path, or the name of a namespace, is far shorter."""

_MOST_NAME = 200
"""Letters of a wiki's name that are shown."""

_VERSION = re.compile(r"MediaWiki (\d+)\.(\d+)")

_HAS_LINKSHERE, _ARTICLE_PATH = "haslinkshere", "askedarticlepath"
"""What :func:`read_siteinfo` adds to the ``query`` of a wiki that does not tell all of itself."""


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
    """A wiki, as far as the program needs to know it.

    No wiki is trusted: whatever it claims, ``server`` is the host of its API, and the paths are
    paths there.
    """

    api_url: str
    name: str
    generator: str  # "MediaWiki 1.43.0"
    version: tuple[int, int]  # (1, 43); at least, where the wiki does not tell; (0, 0): not known
    server: WebAddress
    article_path: str  # "/wiki/$1"
    variant_path: str  # "/$2/$1" on wikis that convert between scripts, else ""
    script_path: str  # "/w"
    case: str
    namespaces: dict[int, Namespace]
    what_links_here: frozenset[str]  # the names of the special page, as _plain_name has them
    high_limits: bool  # the account may ask for 500 titles and 5,000 rows at once
    script: str = ""  # "/w/index.php", where it is not that of the script path
    revision_pages: frozenset[str] = frozenset()  # as ``what_links_here``: of Permalink and Diff
    refused_server: str = ""  # what it claims as its address and is not proved

    @classmethod
    def from_query(cls, api_url: str, query: dict[str, Any]) -> "SiteInfo":
        """Read the ``query`` object of a reply to :data:`SITEINFO`.

        Raises NotAnApiReplyError when it is something else.
        """
        with reading(_("description of itself")):
            general = query["general"]
            aliases: dict[int, list[str]] = {}
            for alias in query.get("namespacealiases", ()):
                aliases.setdefault(int(alias["id"]), []).append(_text(alias, "alias"))
            server, refused = _server(api_url, _text(general, "server"))
            generator = _text(general, "generator")
            script_path = _path(server, _text(general, "scriptpath", _folder(api_url)))
            script = _path(server, _text(general, "script") or f"{script_path}/index.php")
            script = script or f"{_folder(api_url)}/index.php"
            version = _VERSION.match(generator)
            oldest = LINKSHERE_SINCE if query.get(_HAS_LINKSHERE) is True else (0, 0)
            claimed = refused or server
            article = _text(general, "articlepath") or _text(query, _ARTICLE_PATH)
            return cls(
                api_url=api_url,
                name=plain(_text(general, "sitename"))[:_MOST_NAME] or urlsplit(api_url).netloc,
                generator=plain(generator)[:_MOST_NAME],
                version=(int(version[1]), int(version[2])) if version else oldest,
                server=server,
                article_path=_title_path(server, article, claimed) or f"{script}?title=$1",
                variant_path=_title_path(server, _text(general, "variantarticlepath"), claimed),
                script_path=script_path,
                case=_text(general, "case", "first-letter"),
                namespaces={
                    int(entry["id"]): Namespace(
                        id=int(entry["id"]),
                        name=_text(entry, "name"),
                        canonical=_text(entry, "canonical"),
                        aliases=tuple(aliases.get(int(entry["id"]), ())),
                        case=_text(entry, "case", "first-letter"),
                    )
                    for entry in query["namespaces"].values()
                },
                what_links_here=_special_names(query, {"Whatlinkshere"}),
                high_limits="apihighlimits" in query.get("userinfo", {}).get("rights", ()),
                script=script,
                revision_pages=_special_names(query, {"PermanentLink", "Permalink", "Diff"}),
                refused_server=refused,
            )

    def namespace_name(self, namespace: int) -> str:
        """Give the wiki's own name of a namespace; "" for articles and for unknown ones."""
        known = self.namespaces.get(namespace)
        return known.name if known else ""

    def is_namespace(self, name: str) -> bool:
        """Tell whether a name stands for a namespace here, in any of its names."""
        return any(_is_name_of(name, namespace) for namespace in self.namespaces.values())

    def special_page(self, title: str, names: frozenset[str]) -> str | None:
        """Return what follows a special page's name in a title: Page of ``Special:Name/Page``.

        Returns "" when nothing does, None for all titles but those of special pages of ``names``.
        """
        name, _slash, page = title.partition(":")[2].partition("/")
        return page.strip() if self.is_special(title) and _plain_name(name) in names else None

    def is_special(self, title: str) -> bool:
        """Return whether a title is that of a special page."""
        special = self.namespaces.get(-1)
        return special is not None and _is_name_of(title.partition(":")[0], special)

    def article_url(self, title: str) -> WebAddress:
        """Return the address of a page, as the API's ``fullurl``; browsers follow a redirect."""
        return WebAddress(self.server + self.article_path.replace("$1", _encoded(title)))

    def action_url(self, title: str, action: str) -> WebAddress:
        """Return the address at which people do something with a page, such as edit or history."""
        return WebAddress(f"{self._index}?title={_encoded(title)}&action={action}")

    def unfollowed_url(self, title: str) -> WebAddress:
        """Return the address at which people read a redirect itself, and not its target."""
        return WebAddress(f"{self._index}?title={_encoded(title)}&redirect=no")

    @property
    def _index(self) -> str:
        return self.server + (self.script or f"{self.script_path}/index.php")


def _encoded(title: str) -> str:
    # The characters that MediaWiki's wfUrlencode leaves as they are.
    return quote(title.replace(" ", "_"), safe=";@$!*(),/~:")


def _plain_name(name: str) -> str:
    """Make names equal that are the same to MediaWiki, which minds neither case nor underscores."""
    return name.replace("_", " ").strip().casefold()


def _is_name_of(name: str, namespace: Namespace) -> bool:
    names = (namespace.name, namespace.canonical, *namespace.aliases)
    return bool(name.strip()) and _plain_name(name) in map(_plain_name, names)


def _text(entry: dict[str, Any], name: str, default: str = "") -> str:
    """Read a text; what is not set is absent, null or (``variantarticlepath``) false."""
    value = entry.get(name)
    if value is None or value is False:
        return default
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise ValueError(name)
    return value


def _special_names(query: dict[str, Any], real_names: set[str]) -> frozenset[str]:
    """Return the wiki's names of special pages, as :func:`_plain_name` has them."""
    return frozenset(
        _plain_name(str(alias))
        for entry in query.get("specialpagealiases", ())
        if entry["realname"] in real_names
        for alias in entry["aliases"]
    )


def _server(api_url: str, claimed: str) -> tuple[WebAddress, str]:
    """Return where the pages of a wiki are, and the server that it claims where that is another.

    Only the host that answers is proved: another one may be another wiki, or none at all. Pages are
    taken from http to https, where no port is the one's alone, and never back.
    """
    own = origin(api_url)
    try:
        server = web_address(urljoin(api_url, claimed))  # may lack the scheme
    except (AddressError, ValueError):
        return own, plain(claimed)[:100]
    if not is_same_server(server, own):
        return own, "" if _is_this_computer(own, server) else origin(server)
    can_have_both = urlsplit(own).port is None
    return (origin(server) if server.startswith("https:") and can_have_both else own), ""


def _is_this_computer(one: str, other: str) -> bool:
    """Return whether two servers are the same port of this computer, by another of its names."""
    first, second = urlsplit(one), urlsplit(other)
    is_here = all(is_loopback(url.hostname or "") for url in (first, second))
    return is_here and (first.scheme, first.port) == (second.scheme, second.port)


def _path(server: str, path: str) -> str:
    """Return a path that a wiki claims as it is on its server; "" where it leads elsewhere."""
    try:
        address = web_address(urljoin(server, path))
    except (AddressError, ValueError):
        return ""
    return address.removeprefix(origin(address)) if is_same_server(address, server) else ""


def _title_path(server: str, path: str, claimed: str) -> str:
    """Return the path of pages with ``$1`` for the title; "" where there is none.

    A whole address, on the server that the wiki claims, is one of ours too.
    """
    found = _path(server, path) or _path(claimed, path)
    return found if "$1" in found else ""


def _folder(api_url: str) -> str:
    return urlsplit(api_url).path.rpartition("/")[0]


def read_siteinfo(client: Client, stop: threading.Event | None = None) -> dict[str, Any]:
    """Ask a wiki what it is; the ``query`` object for :meth:`SiteInfo.from_query`, JSON-able.

    What it does not tell of itself, and is needed, is found out by a request each.
    """
    query = _read_parts(client, stop)
    with reading(_("description of itself")):
        if not _VERSION.match(str(query["general"].get("generator"))):
            query[_HAS_LINKSHERE] = _has_linkshere(client, stop)
        if not query["general"].get("articlepath"):
            query[_ARTICLE_PATH] = _asked_article_path(client, stop)
    return query


def _read_parts(client: Client, stop: threading.Event | None) -> dict[str, Any]:
    """Ask for all of :data:`SITEINFO`.

    A wiki with small replies (``$wgAPIMaxResultSize``) sends it in parts. A part that is larger
    than its replies never comes: it is left out.
    """
    query: dict[str, Any] = {}
    params = SITEINFO
    while True:
        left = params["siprop"]
        try:
            for reply, following in client.replies(params, interactive=True, stop=stop):
                with reading(_("description of itself")):
                    merge(query, query_of(reply))
                left = str((following or {}).get("siprop") or "")
            return query
        except ContinuationError:
            if not left:
                raise
            params = params | {"meta": "siteinfo", "siprop": "|".join(left.split("|")[1:])}
            if not params["siprop"]:
                return query


def _has_linkshere(client: Client, stop: threading.Event | None) -> bool:
    # As MediaWiki calls it since 1.25, and in 1.24.
    for asked in ({"modules": "query+linkshere"}, {"querymodules": "linkshere"}):
        with contextlib.suppress(ApiError):
            reply = client.get({"action": "paraminfo", **asked}, interactive=True, stop=stop)
            for module in reply["paraminfo"].get(next(iter(asked)), ()):
                if module.get("name") == "linkshere":
                    return bool(module.get("classname") != "ApiQueryDisabled")
    return False


def _asked_article_path(client: Client, stop: threading.Event | None) -> str:
    params = {"action": "query", "titles": "A", "prop": "info", "inprop": "url"}
    page = client.get(params, interactive=True, stop=stop)["query"]["pages"][0]
    path = str(page.get("fullurl", ""))
    return f"{path[:-1]}$1" if path.endswith("A") else ""
