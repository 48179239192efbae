# SPDX-License-Identifier: MIT
"""Addresses mean what a real MediaWiki makes of them, also where two share a host."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.wiki.command import run
from tests.wiki.conftest import Place
from tests.wiki.mediawiki import ROUTER, MediaWiki
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.mediawiki.titleinput import find_title
from wikilinks_gui.mediawiki.titles import resolve

# {plain}, {hub}: page ids; {plain_rev}, {hub_rev}: their revisions
ADDRESSES = [
    *("/?title=Hub", "/Hub?title=Plain", "/index.php/Hub?title=Plain", "/index.php?title=Hub"),
    *("/index.php?title=Hub&oldid={plain_rev}", "/?curid={plain}", "/?curid={plain}&title=Hub"),
    *("/index.php?curid={plain}&oldid={hub_rev}", "/index.php?oldid={plain_rev}"),
    *("/index.php?diff={plain_rev}", "/index.php?diff=prev&oldid={plain_rev}"),
    *("/index.php?diff={hub_rev}&oldid={plain_rev}", "/Special:Permalink/{plain_rev}"),
    *("/Special:PermanentLink/{plain_rev}", "/Special:Diff/{plain_rev}"),
    *("/Special:Diff/{plain_rev}/{hub_rev}", "/Special:Diff/{plain_rev}/prev"),
    *("/Hub?curid={plain}", "/Hub?oldid={plain_rev}", "/Hub?oldid=0", "/Hub?redirect=no"),
    *("/index.php?title=Hub&oldid=99999", "/index.php?title=True_redirect&redirect=no#S"),
    *("/index.php?title=Hub&action=history", "/index.php?title=Hub%23Early_life", "/Hub/"),
    *("/index.php?curid={plain}abc", "/index.php?oldid=+{plain_rev}", "/index.php?curid=0{plain}"),
    *("/index.php?title=Hub&title=Plain", "/index.php?title=+Hub+", "/Rock_%26_roll", "/A%2FB"),
    *("/index.php?title=Rock%20&%20roll", "/100%25_true", "/Who%3F", "/%48ub", "/H%C3%BCb"),
    *("/index.php?title=Talk:Hub&oldid={plain_rev}", "/index.php?title=Hub;action=edit"),
    *("/index.php?action=edit&title=Missing_page&redlink=1", "/Hub?action=edit#Early_life"),
]


def names(place: Place) -> dict[str, int]:
    with closing(place.wiki.connect()) as db:
        found = db.execute("SELECT page_title, page_id, page_latest FROM page").fetchall()
    by_title = {title: (page_id, latest) for title, page_id, latest in found}
    (hub, hub_rev), (plain, plain_rev) = by_title["Hub"], by_title["Plain"]
    return {"hub": hub, "hub_rev": hub_rev, "plain": plain, "plain_rev": plain_rev}


def shown_title(address: str) -> str:
    """The page that MediaWiki shows at an address, as it tells its own scripts."""
    found = re.search(r'"wgPageName":("(?:[^"\\]|\\.)*")', requests.get(address, timeout=60).text)
    assert found
    return str(json.loads(found[1])).replace("_", " ")


@pytest.mark.parametrize("address", ADDRESSES)
def test_c1_c2_an_address_names_the_page_that_the_wiki_shows(main: Place, address: str) -> None:
    path = address.format(**names(main))
    url = main.wiki.url + (path if path.startswith(("/?", "/index.php")) else f"/wiki{path}")
    arrived = main.client.get_page(url).url
    title = find_title(main.client, main.site, url, arrived=arrived)
    assert resolve(main.client, title, follow=False).title == shown_title(url)


# --- two wikis on one host --------------------------------------------------------------------

# PHP's server serves both from one folder: which one is asked is in the path.
TWO = ROUTER.replace(
    "<?php\n",
    """<?php
if ( preg_match( '#^/de(/|$)#', $_SERVER['REQUEST_URI'] ) ) {
    define( 'MW_CONFIG_FILE', %r );
    preg_match( '#^/de/(api|load)\\.php#', $_SERVER['REQUEST_URI'], $m );
    $script = $m[1] ?? 'index';
    $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "/de/$script.php";
    $_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . "/$script.php";
    chdir( $_SERVER['DOCUMENT_ROOT'] );
    require $_SERVER['SCRIPT_FILENAME'];
    return true;
}
""",
).replace("preg_match( '#^/(wiki|index\\.php)(/|$)#', (string)$path )", "$path !== '/api.php'")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """An English wiki with articles at the root of a host, and a German one below ``/de/``."""
    folder = tmp_path_factory.mktemp("two")
    pages = {"Quartz": "", "Stone": "[[Quartz]]"}
    paths = "$wgScriptPath = '/de'; $wgArticlePath = '/de/$1'; $wgCachePrefix = 'de';\n"
    german = MediaWiki.install(
        folder / "de", language="de", name="German", settings=paths, pages=pages | {"Stein": ""}
    )
    german.import_pages({"Stein 2": "[[Quartz]]"})
    english = MediaWiki.install(
        folder / "en", name="English", settings="$wgArticlePath = '/$1';\n", pages=pages
    )
    router = TWO % str(german.folder / "LocalSettings.php")
    (english.folder / "router.php").write_text(router, encoding="utf-8")
    with english:
        yield english


ENGLISH, GERMAN = {"Stone"}, {"Stone", "Stein 2"}


def listed(folder: Path, *arguments: str) -> set[str]:
    output = folder / "rows.csv"
    run(folder / "base", "export", *arguments, "--output", str(output))
    with output.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert shown_title(row["url"]) == row["title"]
    return {row["title"] for row in rows}


def test_a1_each_of_two_wikis_on_a_host_answers_for_itself(two: MediaWiki, tmp_path: Path) -> None:
    assert listed(tmp_path, f"{two.url}/de/Quartz") == GERMAN
    assert listed(tmp_path, f"{two.url}/Quartz") == ENGLISH
    assert listed(tmp_path, "Quartz", "--wiki", f"{two.url}/") == ENGLISH
    assert listed(tmp_path, "Quartz", "--wiki", f"{two.url}/de/") == GERMAN
    assert listed(tmp_path, f"{two.url}/de/index.php?title=Quartz") == GERMAN
    assert listed(tmp_path, f"{two.url}/index.php?title=Quartz") == ENGLISH
    assert listed(tmp_path, f"{two.url}/de/index.php/Quartz") == GERMAN


def test_a2_an_api_php_is_its_wiki(two: MediaWiki, tmp_path: Path) -> None:
    assert listed(tmp_path, "Quartz", "--wiki", two.url) == ENGLISH
    assert listed(tmp_path, "Quartz", "--wiki", f"{two.url}/de/api.php") == GERMAN
    assert listed(tmp_path, "Quartz", "--wiki", f"{two.url}/api.php") == ENGLISH
    said = run(
        *(tmp_path / "base", "export", f"{two.url}/de/Quartz", "--wiki", f"{two.url}/api.php"),
        *("--output", str(tmp_path / "none.csv")),
        status=3,
    ).stderr.decode()
    assert "is not a page of this wiki, English" in said


@pytest.mark.parametrize(
    "path",
    [
        *("/Quartz", "/index.php/Quartz", "/index.php?curid={id}", "/%51uartz"),
        *("/Quartz?action=edit", "/index.php?title=Quartz&redirect=no#S"),
    ],
)
@pytest.mark.parametrize("below", ["", "/de"])
def test_b1_c1_addresses_where_articles_are_at_the_root(
    two: MediaWiki, tmp_path: Path, path: str, below: str
) -> None:
    with closing(Client(f"{two.url}{below}/api.php")) as client:
        site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
        page_id = resolve(client, "Quartz").page_id
        address = f"{two.url}{below}{path.format(id=page_id)}"
        assert find_title(client, site, address) == "Quartz"
    assert listed(tmp_path, address) == (GERMAN if below else ENGLISH)
