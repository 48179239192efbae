# SPDX-License-Identifier: MIT
"""What a wiki says of itself (mediawiki.org: API:Siteinfo)."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from wikilinks_gui.errors import (
    AddressError,
    ApiError,
    ContinuationError,
    ReadDeniedError,
    plain,
)
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    is_loopback,
    is_same_server,
    origin,
    web_address,
)
from wikilinks_gui.mediawiki.apiobject import MOST_NAMESPACE, ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import merge

SITEINFO = {
    "action": "query",
    "meta": "siteinfo|userinfo",
    "siprop": "general|namespaces|namespacealiases|specialpagealiases|extensiontags|magicwords",
    "uiprop": "rights",
}

LINKSHERE_SINCE = (1, 24)
"""The MediaWiki version that brought ``prop=redirects|linkshere|transcludedin|fileusage``."""

_MOST_TEXT = 2048
"""Letters; a path, or the name of a namespace, is far shorter."""

_MOST_NAME = 200
"""Letters of a wiki's name that are shown."""

FILE_NAMESPACE, TEMPLATE_NAMESPACE = 6, 10
"""The ids of these namespaces, on every wiki."""

_VERSION = re.compile(r"MediaWiki (\d+)\.(\d+)")

_DOTTING = {"az", "kaa", "tr"}
"""Languages in which MediaWiki capitalises "i" as "İ"."""

RENDERS_NOTHING = "rendersnothing"
"""What is noted beside the general facts of a wiki of which no page can be had as it renders it."""

_HAS_LINKSHERE, _ARTICLE_PATH = "haslinkshere", "askedarticlepath"
"""What :func:`read_siteinfo` adds to the ``query`` of a wiki that does not tell all of itself."""


@dataclass(frozen=True, slots=True)
class Namespace:
    """A namespace; ``name`` is the wiki's own, ``canonical`` the English one of all wikis."""

    id: int
    name: str
    canonical: str
    aliases: tuple[str, ...]
    case: str = ""  # as SiteInfo.case, whose value it has where the wiki does not tell
    subpages: bool = False  # a link to "/x" is one to a subpage


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """A wiki, as far as the program needs to know it.

    No wiki is trusted: whatever it claims, ``server`` is the host of its API, and the paths are
    paths there.
    """

    api_url: str
    name: str
    version: tuple[int, int]  # (1, 43); at least, where the wiki does not tell; (0, 0): not known
    server: WebAddress
    article_path: str  # "/wiki/$1"
    variant_path: str  # "/$2/$1" on wikis that convert between scripts, else ""
    script: str  # "/w/index.php"
    case: str  # "first-letter" or "case-sensitive"
    namespaces: dict[int, Namespace]
    what_links_here: frozenset[str]  # the names of the special page, as _plain_name has them
    high_limits: bool  # the account may ask for 500 titles and 5,000 rows at once
    revision_pages: frozenset[str] = frozenset()  # as ``what_links_here``: of Permalink and Diff
    refused_server: str = ""  # what it claims as its address and is not proved
    rest: str = ""  # "/w/rest.php"
    extension_tags: frozenset[str] | None = None  # "ref" for <ref>; None: not known
    link_trail: str = ""  # what continues a link's text after it: a pattern as PHP writes them
    renders_nothing: bool = False  # as was found out, or as the sample wiki says
    converts: bool = False  # between scripts, so that a link may be written in several
    magic_words: Mapping[str, str] = field(default_factory=dict)
    """MediaWiki's names of magic words, by what the wiki calls them, without hash and colon.

    In lower case where case does not matter. Empty where the wiki does not tell.
    """
    dots_capital_i: bool = False  # [[i]] is the page "İ"

    @classmethod
    def from_query(cls, api_url: str, query: dict[str, Any]) -> "SiteInfo":
        """Read the ``query`` object of a reply to :data:`SITEINFO`.

        Raises NotAnApiReplyError when it is something else.
        """
        whole = ApiObject(query, "query")
        general = whole.object("general")
        server, refused = _server(api_url, _text(general, "server"))
        claimed = refused or server
        version = _VERSION.match(_text(general, "generator"))
        at_least = LINKSHERE_SINCE if whole.flag(_HAS_LINKSHERE) else (0, 0)
        script_path = _path(server, _text(general, "scriptpath", _folder(api_url)))
        script = _path(server, _text(general, "script") or f"{script_path}/index.php")
        script = script or f"{_folder(api_url)}/index.php"
        article = _text(general, "articlepath") or _text(whole, _ARTICLE_PATH)
        rights = ApiObject(query.get("userinfo", {}), "query.userinfo")
        return cls(
            api_url=api_url,
            name=plain(_text(general, "sitename"))[:_MOST_NAME] or urlsplit(api_url).netloc,
            version=(int(version[1]), int(version[2])) if version else at_least,
            server=server,
            article_path=_title_path(server, article, claimed) or f"{script}?title=$1",
            variant_path=_title_path(server, _text(general, "variantarticlepath"), claimed),
            script=script,
            case=_text(general, "case", "first-letter"),
            namespaces=_namespaces(whole),
            what_links_here=_special_names(whole, {"Whatlinkshere"}),
            high_limits="apihighlimits" in rights.texts("rights", most=_MOST_TEXT),
            revision_pages=_special_names(whole, {"PermanentLink", "Permalink", "Diff"}),
            refused_server=refused,
            rest=f"{script.rpartition('/')[0]}/rest.php",
            extension_tags=_extension_tags(whole),
            link_trail=_text(general, "linktrail"),
            renders_nothing=general.flag(RENDERS_NOTHING),
            converts=bool(general.objects("variants")),
            magic_words=_magic_words(whole),
            dots_capital_i=_text(general, "lang") in _DOTTING,
        )

    def namespace_name(self, namespace: int) -> str:
        """Return the wiki's own name of a namespace; "" for articles and for unknown ones."""
        known = self.namespaces.get(namespace)
        return known.name if known else ""

    def is_namespace(self, name: str) -> bool:
        """Return whether a name stands for a namespace here, in any of its names."""
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
        return WebAddress(f"{self.server}{self.script}?title={_encoded(title)}&action={action}")

    def section_url(self, title: str, anchor: str) -> WebAddress:
        """Return the address at which people read a section; "" is what is above the first."""
        return WebAddress(self.article_url(title) + (f"#{_encoded(anchor)}" if anchor else ""))

    def unfollowed_url(self, title: str) -> WebAddress:
        """Return the address at which people read a redirect itself, and not its target."""
        return WebAddress(f"{self.server}{self.script}?title={_encoded(title)}&redirect=no")


def _encoded(title: str) -> str:
    # The characters that MediaWiki's wfUrlencode does not encode.
    return quote(title.replace(" ", "_"), safe=";@$!*(),/~:")


def _plain_name(name: str) -> str:
    """Make names equal that are the same to MediaWiki, which minds neither case nor underscores."""
    return name.replace("_", " ").strip().casefold()


def _is_name_of(name: str, namespace: Namespace) -> bool:
    names = (namespace.name, namespace.canonical, *namespace.aliases)
    return bool(name.strip()) and _plain_name(name) in map(_plain_name, names)


def _text(entry: ApiObject, name: str, default: str = "") -> str:
    return entry.setting(name, default, most=_MOST_TEXT)


def _namespaces(query: ApiObject) -> dict[int, Namespace]:
    """Read the namespaces by their ids, with the aliases of each."""
    case = _text(query.object("general"), "case", "first-letter")
    aliases: dict[int, list[str]] = {}
    for alias in query.objects("namespacealiases"):
        aliases.setdefault(_id(alias), []).append(_text(alias, "alias"))
    listed = query.object("namespaces")
    return {
        _id(entry): Namespace(
            id=_id(entry),
            name=_text(entry, "name"),
            canonical=_text(entry, "canonical"),
            aliases=tuple(aliases.get(_id(entry), ())),
            case=_text(entry, "case", case),
            subpages=entry.flag("subpages"),
        )
        for entry in map(listed.object, listed)
    }


def _id(namespace: ApiObject) -> int:
    return namespace.number("id", -MOST_NAMESPACE, MOST_NAMESPACE)


def _extension_tags(query: ApiObject) -> frozenset[str] | None:
    """Return the names of the tags of extensions, as in ``<ref>``; None before MediaWiki 1.18."""
    if "extensiontags" not in query:
        return None
    return frozenset(
        tag.strip("<>").lower() for tag in query.texts("extensiontags", most=_MOST_NAME)
    )


def _magic_words(query: ApiObject) -> dict[str, str]:
    """Read magic words, but not the options of pictures, which are spelled like functions."""
    return {
        (alias if word.flag("case-sensitive") else alias.lower()).lstrip("#").rstrip(":"): name
        for word in query.objects("magicwords")
        for name in [_text(word, "name")]
        if name == "img_link" or not name.startswith(("img_", "url_"))
        for alias in word.texts("aliases", most=_MOST_TEXT)
    }


def _special_names(query: ApiObject, real_names: set[str]) -> frozenset[str]:
    """Return all names of special pages, as :func:`_plain_name` has them.

    Their real names are known to all wikis, and a wiki of small replies may not tell others.
    """
    return frozenset(map(_plain_name, real_names)) | frozenset(
        _plain_name(alias)
        for entry in query.objects("specialpagealiases")
        if _text(entry, "realname") in real_names
        for alias in entry.texts("aliases", most=_MOST_TEXT)
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
    general = ApiObject(query, "query").object("general")
    if not _VERSION.match(_text(general, "generator")):
        # As MediaWiki calls it since 1.25, and in 1.24.
        query[_HAS_LINKSHERE] = any(
            enabled_modules(client, {"linkshere"}, stop, is_old=is_old) for is_old in (False, True)
        )
    if not _text(general, "articlepath"):
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
                if following is None or reply.get("query"):  # [] where there is nothing in it
                    ApiObject(reply).object("query")
                    merge(query, reply["query"])
                left = str((following or {}).get("siprop") or "")
            return query
        except ContinuationError:
            if not left:
                raise
            left = left.partition("|")[2]
            params = {"action": "query", "meta": "siteinfo", "siprop": left}
            if not left:
                return query


def enabled_modules(
    client: Client, modules: set[str], stop: threading.Event | None, *, is_old: bool
) -> set[str]:
    """Ask which of some modules of ``action=query`` are enabled.

    ``is_old``: ask as before MediaWiki 1.25. Raises WikiErrors, but none where the wiki refuses to
    tell.
    """
    name, prefix = ("querymodules", "") if is_old else ("modules", "query+")
    values = "|".join(f"{prefix}{module}" for module in sorted(modules))
    try:
        reply = client.get({"action": "paraminfo", name: values}, interactive=True, stop=stop)
    except ReadDeniedError:
        raise
    except ApiError:
        return set()
    return {
        module.text("name", most=_MOST_TEXT)
        for module in ApiObject(reply).object("paraminfo").objects(name)
        if _is_enabled(module)
    }


def _is_enabled(module: ApiObject) -> bool:
    """Return whether a module of lists takes a limit.

    What stands in for a disabled one takes nothing (mediawiki.org: API:Restricting API usage), and
    one that a wiki before MediaWiki 1.25 does not know is ``missing``.
    """
    if module.flag("missing"):
        return False
    if "parameters" not in module:
        return _text(module, "classname") != "ApiQueryDisabled"
    parameters = module.objects("parameters")
    return any(_text(parameter, "name") == "limit" for parameter in parameters)


def _asked_article_path(client: Client, stop: threading.Event | None) -> str:
    params = {"action": "query", "titles": "A", "prop": "info", "inprop": "url"}
    reply = client.get(params, interactive=True, stop=stop)
    pages = ApiObject(reply).object("query").objects("pages")
    path = _text(pages[0], "fullurl") if pages else ""
    return f"{path[:-1]}$1" if path.endswith("A") else ""
