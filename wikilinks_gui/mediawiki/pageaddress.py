# SPDX-License-Identifier: MIT
"""Which page of a wiki an address names, and whether it can be the address of another wiki."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from wikilinks_gui.mediawiki.address import is_same_server
from wikilinks_gui.mediawiki.endpoint import is_endpoint
from wikilinks_gui.mediawiki.pace import is_wikimedia
from wikilinks_gui.mediawiki.siteinfo import SiteInfo


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
    if not (is_same_server(address, site.server) or is_same_server(address, site.api_url)):
        return None
    url = urlsplit(address)
    if is_endpoint(address):
        return NamedPage() if url.path == urlsplit(site.api_url).path else None
    query = {name: values[-1] for name, values in parse_qs(url.query).items()}
    title = _title_in_path(site, unquote(url.path))
    if title is None:
        return None
    title = title or query.get("title", "").strip()
    if "target" in query and site.special_page(title, site.what_links_here) == "":
        title = f"{title}/{query['target']}"
    page_id = _number(query, "curid")
    if site.is_special(title) and not page_id:  # whose parameters mean other things
        return NamedPage(title)
    return NamedPage(title, page_id, _number(query, "oldid") or _number(query, "diff"))


def proves(site: SiteInfo, address: str) -> bool:
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
    script = site.script or f"{site.script_path}/index.php"
    folder = urlsplit(site.api_url).path.rpartition("/")[0]
    scripts = [script, f"{folder}/index.php", f"{folder}/index.php5"]
    starts = {f"{script.rpartition('/')[0]}/", f"{folder}/", *scripts}
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
    """Read a number as PHP does; 0 where there is none."""
    match = re.match(r"\s*\+?(\d{1,18})", query.get(name, ""), re.ASCII)
    return int(match[1]) if match else 0
