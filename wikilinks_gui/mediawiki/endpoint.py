# SPDX-License-Identifier: MIT
"""What an address of a wiki is: where the wiki's Action API is, and which page is meant.

Either is read from the address alone as far as it tells, and from the page that is there.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from wikilinks_gui.errors import AddressError
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    is_local,
    is_same_server,
    is_wikimedia,
    origin,
    web_address,
    with_scheme,
)
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

_MOST_FOLDERS = 2
"""Folders of a page's address in which the API is looked for; deeper ones are parts of titles."""

_HEAD = 2**20
"""Bytes of a page in which its wiki says where its API is; what follows is its text."""


def is_endpoint(address: str) -> bool:
    """Return whether an address is already that of an API."""
    return urlsplit(address).path.endswith(("/api.php", "/api.php5"))


def told_endpoint(page: HttpReply) -> WebAddress | None:
    """Return where a page says that its wiki's API is: ``<link rel="EditURI" …>``.

    It stands on every page of a wiki. What came by https is not asked in the clear. A page of the
    internet that names a host of the local network means its own (``$wgServer`` is "localhost").
    """
    finder = _LinkFinder()
    try:
        finder.feed(page.body[:_HEAD].decode("utf-8", "replace"))
        found = with_scheme(urljoin(page.url, finder.href or "")) if finder.href else None
    except (AssertionError, ValueError, AddressError):  # HTMLParser asserts on some broken markup
        return None
    if found is None or not is_endpoint(found):
        return None
    found = WebAddress(found.split("?")[0])
    if is_local(urlsplit(found).netloc) and not is_local(urlsplit(page.url).netloc):
        return WebAddress(origin(page.url) + urlsplit(found).path)
    if page.url.startswith("https:"):
        found = web_address(re.sub("^http:", "https:", found))
    return found


def find_endpoints(page: HttpReply) -> Iterator[WebAddress]:
    """Yield the addresses at which the API of the wiki of a page may be, likeliest first.

    The page itself tells. It may name another host (``$wgServer`` with a wrong port, which nobody
    serves, or another wiki), so the same place on its own host goes before. Else the usual places:
    beside the page, then nearer and nearer to the root.
    """
    told, own = told_endpoint(page), origin(page.url)
    paths = _usual_paths(urlsplit(page.url).path)
    places = [told] if told and is_same_server(told, own) else []
    if told and not places:
        places = [WebAddress(own + urlsplit(told).path), told]
    yield from dict.fromkeys([*places, *(WebAddress(own + path) for path in paths)])


def _usual_paths(path: str) -> Iterator[str]:
    if script := re.match(r"(.*)/index\.php(5?)(/|$)", path):
        yield f"{script[1]}/api.php{script[2]}"
    folders = path.split("/")[1:-1][:_MOST_FOLDERS]
    for depth in range(len(folders), -1, -1):
        folder = "".join(f"/{name}" for name in folders[:depth])
        if not folder.endswith(("/w", "/wiki", ".php", ".php5")):
            yield f"{folder}/w/api.php"
        if not folder.endswith((".php", ".php5")):
            yield f"{folder}/api.php"


class _LinkFinder(HTMLParser):
    href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and (values.get("rel") or "").lower() == "edituri" and self.href is None:
            self.href = values.get("href")


class NamedPage(NamedTuple):
    """What names a page: a revision that exists goes before a page id, and that before a title.

    All are empty where no page is named.
    """

    title: str = ""
    page_id: int = 0
    revision: int = 0


def named_page(site: SiteInfo, address: str) -> NamedPage | None:
    """Read which page of a wiki a checked address names; None: it is no address of this wiki.

    As MediaWiki reads it (WebRequest::getPathInfo, MediaWiki::parseTitle): a path that names a page
    goes before the query's ``title``.
    """
    if not is_same_server(address, site.api_url):
        return None
    url = urlsplit(address)
    if is_endpoint(address):
        return NamedPage() if url.path == urlsplit(site.api_url).path else None
    query = {name: values[-1] for name, values in parse_qs(url.query).items()}
    title = _title_in_path(site, re.sub("^/+", "/", unquote(url.path)))
    if title is None:
        return None
    title = title or query.get("title", "").strip()
    if "target" in query and site.special_page(title, site.what_links_here) == "":
        title = f"{title}/{query['target']}"
    page_id = _number(query, "curid")
    if site.is_special(title) and not page_id:  # whose parameters mean other things
        return NamedPage(title)
    return NamedPage(title, page_id, _number(query, "oldid") or _number(query, "diff"))


def is_certainly_of(site: SiteInfo, address: str) -> bool:
    """Return whether a checked address can only be one of this wiki's.

    So are that of its API, those of the script beside it, and all of a host of Wikimedia's. Any
    other may belong to another wiki on the same host, whatever its path: the page has to be asked.
    """
    api = urlsplit(site.api_url)
    url = urlsplit(address)
    if url.netloc != api.netloc or (url.scheme, api.scheme) == ("https", "http"):
        return False
    if is_wikimedia(api.hostname or ""):
        return named_page(site, address) is not None
    folder = re.escape(api.path.rpartition("/")[0])
    script = re.fullmatch(rf"{folder}/index\.php5?(/.*)?", url.path)
    return url.path == api.path or script is not None


def _title_in_path(site: SiteInfo, path: str) -> str | None:
    """Take the title out of a path; "" where it names none, None where it is not the wiki's."""
    folder = urlsplit(site.api_url).path.rpartition("/")[0]
    scripts = [site.script, f"{folder}/index.php", f"{folder}/index.php5"]
    starts = {f"{site.script.rpartition('/')[0]}/", f"{folder}/", *scripts}
    if folder in {"", "/w"}:
        starts.add("/")
    for pattern in (*(f"{each}/$1" for each in scripts), site.article_path, site.variant_path):
        if "?" in pattern or "$1" not in pattern or path in scripts:
            continue
        pattern = unquote(pattern)
        named = re.escape(pattern).replace(r"\$2", "[^/]+").replace(r"\$1", "(?P<title>.*)", 1)
        if match := re.fullmatch(named, path, re.DOTALL):
            return match["title"].strip()
        starts.add(pattern.replace("$1", ""))
    return "" if path in starts or f"{path}/" in starts else None


def _number(query: dict[str, str], name: str) -> int:
    """Read a number as PHP does; 0 for anything else."""
    match = re.match(r"\s*\+?(\d{1,18})", query.get(name, ""), re.ASCII)
    return int(match[1]) if match else 0
