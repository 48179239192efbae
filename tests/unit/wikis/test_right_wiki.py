# SPDX-License-Identifier: MIT
"""An address is answered by its own wiki, or by none; what a wiki claims is not believed."""

import csv
import json
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.farm import FakeWiki, farm
from wikilinks_gui.cli.main import main
from wikilinks_gui.mediawiki.address import is_address, presentable, web_address
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.settings import Settings
from wikilinks_gui.store.store import Store
from wikilinks_gui.wikis.connector import Connector


class Program:
    """Runs commands with a folder of their own and reads what they write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def export(self, *arguments: str, status: int = 0) -> list[str]:
        """List what links to a page; return the titles."""
        output = self.folder / "out.csv"
        output.unlink(missing_ok=True)
        stats = ("--stats", str(self.folder / "stats.json"))
        base = ("--basedir", str(self.folder / "base"))
        done = main(["export", *arguments, "--output", str(output), *stats, *base])
        assert done == status
        return [row["title"] for row in self.rows()] if status == 0 else []

    def rows(self) -> list[dict[str, str]]:
        with (self.folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def setup_requests(self) -> int:
        stats: dict[str, Any] = json.loads((self.folder / "stats.json").read_text())
        return int(stats["setup_requests"])

    def opened(self, address: str) -> tuple[str, str]:
        """Open a wiki as the window does; return its name and the server of its pages."""
        with Store(self.folder / "base" / "data" / "explorations.sqlite") as store:
            wiki = Connector(store, Settings(), "me@example.org").open(address)
            wiki.client.close()
            return wiki.site.name, wiki.site.server

    def kept(self) -> bytes:
        """Return all that is stored."""
        files = [path for path in (self.folder / "base").rglob("*") if path.is_file()]
        return b"".join(path.read_bytes() for path in files)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def dead_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


ENGLISH = ("English", "", "/$1")
GERMAN = ("German", "/de", "/de/$1")


def test_a1_the_wiki_at_the_root_is_not_the_one_below_that_is_known(program: Program) -> None:
    with farm(FakeWiki(*ENGLISH), FakeWiki(*GERMAN)) as host:
        assert program.export(f"{host.url}/de/Quartz") == ["German: Quartz"]
        assert program.export("Quartz", "--wiki", f"{host.url}/") == ["English: Quartz"]
        assert program.export("Quartz", "--wiki", host.url) == ["English: Quartz"]
        assert program.export(f"{host.url}/Quartz") == ["English: Quartz"]


@pytest.mark.parametrize("articles", ["/$1", "/wiki/$1", "/index.php/$1", "/index.php?title=$1"])
def test_a1_the_wiki_below_is_not_the_one_at_the_root_that_is_known(
    program: Program, articles: str
) -> None:
    below = articles.replace("/wiki", "").replace("/index.php", "")
    german = FakeWiki("German", "/wiki/de", f"/wiki/de{below}")
    with farm(FakeWiki("English", "", articles), german) as host:
        assert program.export("Quartz", "--wiki", host.url) == ["English: Quartz"]
        assert program.opened(f"{host.url}/wiki/de/")[0] == "German"
        page = f"{host.url}/wiki/de/index.php?title=Quartz"
        assert program.export(page) == ["German: Quartz"]
        if "?" not in below:
            assert program.export(f"{host.url}{german.articles[:-2]}Talc") == ["German: Talc"]


@pytest.mark.parametrize("first", ["/", "/de/"])
def test_a2_an_api_php_is_that_wiki(program: Program, first: str) -> None:
    with farm(FakeWiki(*ENGLISH), FakeWiki(*GERMAN)) as host:
        program.opened(host.url + first)
        program.opened(f"{host.url}/Quartz")
        german = ("--wiki", f"{host.url}/de/api.php")
        assert program.export("Quartz", *german) == ["German: Quartz"]
        assert program.export("Quartz", "--wiki", f"{host.url}/api.php") == ["English: Quartz"]
        assert program.export("Quartz", *german) == ["German: Quartz"]
        assert program.setup_requests == 0  # and what is known is not asked again


def test_a1_without_a_request_only_what_is_proved_is_taken(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki(*ENGLISH), FakeWiki(*GERMAN)) as host:
        page = f"{host.url}/de/Quartz"
        assert program.export(page) == ["German: Quartz"]
        for address in (page, f"{host.url}/de/index.php?title=Quartz"):
            assert program.export(address, "--cached") == ["German: Quartz"]
        assert program.export("Quartz", "--wiki", page, "--cached") == ["German: Quartz"]
        capsys.readouterr()
        for address in (f"{host.url}/?pw=hunter2", f"{host.url}/Quartz?pw=hunter2"):
            program.export("Quartz", "--wiki", address, "--cached", status=1)
            said = capsys.readouterr().err
            assert said.endswith(f"give the address of its API: {host.url}/de/api.php\n")
            assert "hunter2" not in said


def test_a2_the_address_of_another_wikis_page_is_not_a_title(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki(*ENGLISH), FakeWiki(*GERMAN)) as host:
        program.export(f"{host.url}/de/Quartz", "--wiki", f"{host.url}/api.php", status=3)
        assert f"{host.url}/de/Quartz is not a page of this wiki" in capsys.readouterr().err
        program.export(f"{host.url}/de/api.php", "--wiki", f"{host.url}/api.php", status=3)


def test_b1_the_script_path_goes_before_titles(program: Program) -> None:
    with farm(FakeWiki("W", "/mediawiki", "/$1")) as host:
        page = f"{host.url}/mediawiki/index.php"
        for address in (f"{page}/Quartz", f"{page}?title=Quartz", f"{host.url}/Quartz"):
            assert program.export(address) == ["W: Quartz"]


@pytest.mark.parametrize(
    "query",
    [
        *("curid=3", "oldid=50", "diff=50", "diff=prev&oldid=50", "title=Old_name&oldid=50"),
        *("title=Special:Permalink/50", "title=Special:Diff/49/50", "title=Special:Diff/50/cur"),
        *("curid=3&title=Other", "oldid=50&diff=next", "title=Quartz&oldid=999", "curid=3#top"),
        *("curid=99&oldid=50", "curid=3&oldid=99"),
    ],
)
@pytest.mark.parametrize("articles", ["/$1", "/wiki/$1"])
def test_c1_a_page_is_found_by_its_number(program: Program, query: str, articles: str) -> None:
    with farm(FakeWiki("W", "", articles)) as host:
        for start in ("/index.php?", "/?"):
            assert program.export(f"{host.url}{start}{query}") == ["W: Quartz"]
        assert program.export(f"{host.url}/index.php?{query}", "--wiki", host.url) == ["W: Quartz"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("curid=99", "W has no page with the number 99."),
        ("oldid=98", "W has no revision with the number 98."),
        ("curid=99&title=Quartz", "W has no page with the number 99."),
        ("curid=99&oldid=98", "W has no page with the number 99."),
        ("title=Special:Permalink/98", "W has no revision with the number 98"),
        ("curid=", "Type the title of a page."),
        ("oldid=x", "Type the title of a page."),
    ],
)
def test_c1_a_number_that_no_page_has_is_told(
    program: Program, query: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki("W")) as host:
        program.export(f"{host.url}/index.php?{query}", status=3)
        assert words in capsys.readouterr().err


def test_c2_a_title_is_read_where_the_address_leads(program: Program) -> None:
    with farm(FakeWiki("W", "/w")) as new, farm() as old:
        old.moved = {
            "/wiki/Quartz": f"{new.url}/wiki/Quartz",
            "/w/index.php": f"{new.url}/w/index.php?title=Quartz",
            "/view": f"{new.url}/w/index.php?curid=3",
        }
        for path in ("/wiki/Quartz", "/w/index.php?title=Quartz", "/view"):
            for _run in range(2):
                assert program.export(old.url + path) == ["W: Quartz"]


def test_c2_a_title_is_read_where_the_address_leads_on_the_same_host(program: Program) -> None:
    with farm(FakeWiki("W", "/w", "/$1")) as host:
        host.moved = {"/old/Quartz": "/Quartz"}
        for _run in range(2):
            assert program.export(f"{host.url}/old/Quartz") == ["W: Quartz"]


@pytest.mark.parametrize("articles", ["/wiki/$1", "/$1"])
def test_c2_a_title_in_the_query_is_read_at_the_root(program: Program, articles: str) -> None:
    with farm(FakeWiki("W", "", articles)) as host:
        assert program.export(f"{host.url}/?title=Quartz") == ["W: Quartz"]
        assert program.export(f"{host.url}/wiki/?title=Quartz") == (
            ["W: Quartz"] if articles == "/wiki/$1" else ["W: wiki/"]  # which is a title there
        )


def test_d1_the_api_is_looked_for_beside_the_page(program: Program) -> None:
    german = FakeWiki("German", "/de", "/de/wiki/$1", edit_uri=None)
    with farm(FakeWiki("English", edit_uri=None), german) as host:
        assert program.export(f"{host.url}/de/wiki/Quartz") == ["German: Quartz"]
        assert program.export(f"{host.url}/wiki/Quartz") == ["English: Quartz"]


@pytest.mark.parametrize("start", ["/de", "/de/", "/de/wiki", "/de/wiki/", "/de/wiki/Foo"])
def test_d1_the_start_of_a_wiki_will_do(program: Program, start: str) -> None:
    german = FakeWiki("German", "/de", "/de/wiki/$1", edit_uri=None)
    with farm(FakeWiki("English", edit_uri=None), german) as host:
        host.moved = {"/de": "/de/", "/de/wiki": "/de/wiki/"}  # as web servers do
        assert program.export("Quartz", "--wiki", host.url + start) == ["German: Quartz"]
        assert program.export("Quartz", "--wiki", host.url) == ["English: Quartz"]


@pytest.mark.parametrize("scripts", ["/de/w", "/de/wiki"])
def test_d1_the_api_is_looked_for_in_the_usual_folders(program: Program, scripts: str) -> None:
    german = FakeWiki("German", scripts, "/de/wiki/$1", edit_uri=None)
    with farm(FakeWiki("English", edit_uri=None), german) as host:
        assert program.export(f"{host.url}/de/wiki/Quartz") == ["German: Quartz"]


def test_d1_a_guess_that_does_not_know_the_page_is_refused(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    german = FakeWiki("German", "/hidden", "/de/wiki/$1", edit_uri=None)
    with farm(FakeWiki("English", edit_uri=None), german) as host:
        program.export(f"{host.url}/de/wiki/Quartz", status=4)
        assert "No MediaWiki was found at" in capsys.readouterr().err
        assert b"English" not in program.kept()


def test_d1_a_guess_that_is_refused_is_not_the_last(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki("W", "/w")) as host:
        host.refused = {"/wiki/Quartz", "/wiki/api.php"}  # as firewalls do
        assert program.export(f"{host.url}/wiki/Quartz") == ["W: Quartz"]
        host.refused |= {"/wiki/Talc", "/w/api.php"}
        capsys.readouterr()
        program.folder = program.folder / "new"
        program.folder.mkdir()
        program.export(f"{host.url}/wiki/Talc", status=4)
        assert "refuses to answer (HTTP status 403)" in capsys.readouterr().err


@pytest.mark.parametrize("edit_uri", [None, ""])
def test_d1_a_page_below_another_wiki_is_not_a_title_there(
    program: Program, edit_uri: str | None
) -> None:
    german = FakeWiki("German", "/de", "/de/$1", edit_uri=edit_uri)
    with farm(FakeWiki("English", "", "/$1", edit_uri=edit_uri), german) as host:
        english = ("--wiki", f"{host.url}/api.php")
        program.export(f"{host.url}/de/Quartz", *english, status=3)
        assert program.export(f"{host.url}/fr/Quartz", *english) == ["English: fr/Quartz"]
        assert program.export(f"{host.url}/de/Quartz") == ["German: Quartz"]


def test_d2_old_scripts_work(program: Program) -> None:
    with farm(FakeWiki("W", "/w", "/w/index.php5/$1", ending="php5")) as host:
        wiki = ("--wiki", f"{host.url}/w/api.php5")
        assert program.export("Quartz", *wiki) == ["W: Quartz"]
        assert program.export(f"{host.url}/w/index.php5/Quartz") == ["W: Quartz"]
        assert program.export(f"{host.url}/w/index.php5?title=Quartz") == ["W: Quartz"]
        assert program.rows()[0]["url"] == f"{host.url}/w/index.php5/W:_Quartz"


def test_d2_old_scripts_are_found_by_guessing(program: Program) -> None:
    wiki = FakeWiki("W", "/w", "/w/index.php5/$1", ending="php5", edit_uri=None)
    with farm(wiki) as host:
        assert program.export(f"{host.url}/w/index.php5/Quartz") == ["W: Quartz"]


@pytest.mark.parametrize("absolute", [False, True])
def test_d3_the_host_that_answered_goes_on(
    program: Program, absolute: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    dead = f"http://127.0.0.1:{dead_port()}"
    general: dict[str, str | None] = {"server": dead}
    if absolute:
        general["articlepath"] = f"{dead}/wiki/$1"
    wiki = FakeWiki("W", "/w", edit_uri=f"{dead}/w/api.php?action=rsd", general=general)
    with farm(wiki) as host:
        assert program.export(f"{host.url}/wiki/Quartz") == ["W: Quartz"]
        assert program.rows()[0]["url"] == f"{host.url}/wiki/W:_Quartz"
        said = capsys.readouterr().err
        assert f"W gives its address as {dead}" in said
        assert "Waiting" not in said


def test_d3_another_name_of_this_computer_is_no_other_host(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    general: dict[str, str | None] = {}
    with farm(FakeWiki("W", "/w", general=general)) as host:
        general["server"] = host.url.replace("127.0.0.1", "localhost")
        assert program.export(f"{host.url}/wiki/Quartz") == ["W: Quartz"]
        assert program.rows()[0]["url"] == f"{host.url}/wiki/W:_Quartz"
        assert "gives its address" not in capsys.readouterr().err


def test_d3_a_page_of_a_wiki_that_names_a_wrong_host_is_its_own(program: Program) -> None:
    dead = f"http://127.0.0.1:{dead_port()}"
    wiki = FakeWiki("W", "/w", edit_uri=f"{dead}/w/api.php", general={"server": dead})
    with farm(wiki, FakeWiki("German", "/de", "/wiki/de/$1")) as host:
        api = f"{host.url}/w/api.php"
        assert program.export(f"{host.url}/wiki/Quartz", "--wiki", api) == ["W: Quartz"]
        program.export(f"{host.url}/wiki/de/Quartz", "--wiki", api, status=3)


def test_d3_a_wiki_that_takes_another_for_itself_answers_itself(program: Program) -> None:
    with farm(FakeWiki("Other", "/w")) as other, farm(FakeWiki("W", "/w")) as host:
        host.wikis[0].edit_uri = f"{other.url}/w/api.php"
        host.wikis[0].general = {"server": other.url}
        assert program.export(f"{host.url}/wiki/Quartz") == ["W: Quartz"]
        assert program.rows()[0]["url"] == f"{host.url}/wiki/W:_Quartz"
        assert program.export(f"{other.url}/wiki/Quartz") == ["Other: Quartz"]


def test_d3_the_host_that_failed_is_named(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    dead = f"127.0.0.1:{dead_port()}"
    with farm(FakeWiki("W", "/hidden", edit_uri=f"http://{dead}/w/api.php")) as host:
        program.export(f"{host.url}/wiki/Quartz", status=4)
        assert f"{dead} cannot be reached" in capsys.readouterr().err


def test_d3_an_absolute_article_path_is_joined_once(program: Program) -> None:
    with farm(wiki := FakeWiki("W", "/w")) as host:
        wiki.general = {"articlepath": f"{host.url}/wiki/$1"}
        assert program.export(f"{host.url}/wiki/Quartz") == ["W: Quartz"]
        assert program.rows()[0]["url"] == f"{host.url}/wiki/W:_Quartz"


def test_e6_a_wiki_that_hides_its_version_is_asked_what_it_can(program: Program) -> None:
    wiki = FakeWiki("W", general={"generator": None})
    with farm(wiki) as host:
        assert program.export("Quartz", "--wiki", f"{host.url}/api.php") == ["W: Quartz"]
        assert program.setup_requests == 2
        assert all("list" not in asked for asked in wiki.asked)
        assert program.export("Quartz", "--wiki", f"{host.url}/api.php") == ["W: Quartz"]
        assert program.setup_requests == 0


def test_e6_what_a_wiki_cannot_is_found_out_too(program: Program) -> None:
    wiki = FakeWiki("W", general={"generator": None}, has_linkshere=False)
    with farm(wiki) as host, Store(program.folder / "explorations.sqlite") as store:
        opened = Connector(store, Settings(), "me@example.org").open(f"{host.url}/api.php")
        opened.client.close()
        assert opened.site.version == (0, 0)
        assert [asked["action"] for asked in wiki.asked] == ["query", "paraminfo", "paraminfo"]


@pytest.mark.parametrize("articles", ["/wiki/$1", "/index.php?title=$1"])
def test_e6_an_article_path_that_is_not_told_is_found_out(program: Program, articles: str) -> None:
    with farm(FakeWiki("W", "", articles, general={"articlepath": None})) as host:
        assert program.export(f"{host.url}{articles.replace('$1', 'Quartz')}") == ["W: Quartz"]
        assert program.rows()[0]["url"] == host.url + articles.replace("$1", "W:_Quartz")


def test_e6_a_wiki_that_tells_next_to_nothing_is_a_wiki(program: Program) -> None:
    names = ("generator", "articlepath", "server", "scriptpath", "script", "sitename")
    with farm(FakeWiki("W", "/w", general=dict.fromkeys(names))) as host:
        assert program.export(f"{host.url}/wiki/Quartz") == ["W: Quartz"]
        assert program.rows()[0]["url"] == f"{host.url}/wiki/W:_Quartz"


# --- hostile wikis ----------------------------------------------------------------------------

HOSTILE = [
    *("file:///C:/Windows/System32/x.exe", "ms-msdt:/id", "javascript:alert(1)//", "data:,x"),
    *("https://wiki.example@evil.example/", "//evil.example", "http://[::1", "https://a b/"),
    *("\\\\evil.example\\x", "http://evil.example:99999", "\n//evil.example", "?x"),
]


@pytest.mark.parametrize("server", HOSTILE)
def test_s1_a_server_that_is_no_address_or_anothers_is_not_believed(
    program: Program, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki("Evil", general={"server": server, "articlepath": ""})) as host:
        assert program.export("Quartz", "--wiki", f"{host.url}/api.php") == ["Evil: Quartz"]
        own = f"{host.url}/wiki/Evil:_Quartz"
        scripts = f"{host.url}/index.php?title=Evil:_Quartz"
        assert program.rows()[0]["url"] in {own, scripts}
        assert ("Evil gives its address as" in capsys.readouterr().err) == (server != "?x")


@pytest.mark.parametrize("name", ["articlepath", "script", "scriptpath", "variantarticlepath"])
@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example/$1", "@evil.example/$1", ".evil.example/$1", ":1/$1", "javascript:$1"),
        *("https://evil.example/$1", "http://u:p@127.0.0.1/$1", "/a\nb/$1", "\\\\evil/$1", "$1"),
    ],
)
def test_s1_no_path_leads_elsewhere(program: Program, name: str, path: str) -> None:
    with farm(FakeWiki("Evil", general={name: path})) as host:
        program.export("Quartz", "--wiki", f"{host.url}/api.php")
        assert program.rows()[0]["url"].startswith(f"{host.url}/")
        query = {"general": {"server": host.url, name: path}, "namespaces": {}}
        site = SiteInfo.from_query(f"{host.url}/api.php", query)
        for address in (site.article_url("A"), site.action_url("A", "edit")):
            assert address.startswith(f"{host.url}/")
            assert web_address(address) == address


@pytest.mark.parametrize("ending", ["graphml", "gexf", "dot"])
def test_s1_files_of_the_graph_have_only_addresses_of_the_wiki(tmp_path: Path, ending: str) -> None:
    with farm(FakeWiki("Evil", general={"server": "javascript:alert(1)//"})) as host:
        output = tmp_path / f"graph.{ending}"
        wiki = ("--wiki", f"{host.url}/api.php", "--basedir", str(tmp_path / "base"))
        assert main(["graph", "Quartz", "--output", str(output), *wiki]) == 0
        written = output.read_text()
        assert f"{host.url}/wiki/Evil:_Quartz" in written
        assert "javascript:" not in written


def test_s1_resolve_prints_no_address_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki("Evil", general={"server": "file:///x"})) as host:
        wiki = ("--wiki", f"{host.url}/api.php", "--basedir", str(tmp_path / "base"))
        assert main(["resolve", "Quartz", *wiki]) == 0
        assert json.loads(capsys.readouterr().out)["url"] == f"{host.url}/wiki/Quartz"


@pytest.mark.parametrize("page", ["", "/", "/wiki/Quartz", "/index.php?title=Quartz"])
def test_s2_a_wiki_that_claims_another_does_not_answer_for_it(program: Program, page: str) -> None:
    with farm(FakeWiki("Good")) as good, farm(FakeWiki("Evil")) as evil:
        evil.wikis[0].general = {"server": good.url}
        evil.wikis[0].edit_uri = None
        assert program.export("Quartz", "--wiki", evil.url) == ["Evil: Quartz"]
        assert program.rows()[0]["url"].startswith(evil.url)
        asked = len(evil.wikis[0].asked)
        assert program.export("Quartz", "--wiki", good.url + page) == ["Good: Quartz"]
        assert len(evil.wikis[0].asked) == asked


def test_s2_a_wiki_that_claims_scripts_of_another_does_not_answer_for_it(program: Program) -> None:
    claims: dict[str, str | None] = {
        "scriptpath": "",
        "script": "/index.php",
        "articlepath": "/wiki/$1",
    }
    evil = FakeWiki("Evil", "/~evil", "/~evil/$1", general=claims)
    with farm(FakeWiki("Good"), evil) as host:
        assert program.export("Quartz", "--wiki", f"{host.url}/~evil/api.php") == ["Evil: Quartz"]
        for address in ("/index.php?title=Quartz", "/wiki/Quartz"):
            assert program.export(host.url + address) == ["Good: Quartz"]


# --- secrets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["user:hunter2@{}", "http://user:hunter2@{}/wiki/Quartz"])
def test_s9_a_user_part_is_refused_and_not_repeated(
    program: Program, typed: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki("W")) as host:
        address = typed.format(host.url.removeprefix("http://"))
        program.export("Quartz", "--wiki", address, status=2)
        said = capfd.readouterr()
        assert "user name" in said.err
        assert "hunter2" not in said.out + said.err
        assert b"hunter2" not in program.kept()
        assert not host.wikis[0].asked


def test_s9_a_user_part_and_a_query_of_a_pasted_page_go_nowhere(
    program: Program, capfd: pytest.CaptureFixture[str]
) -> None:
    with farm(FakeWiki("W")) as host:
        place = host.url.removeprefix("http://")
        page = f"http://user:hunter2@{place}/wiki/Quartz?token=hunter3&action=edit#hunter4"
        for typed in (page, page.removeprefix("http://")):
            assert program.export(typed, "--wiki", host.url) == ["W: Quartz"]
        assert program.export(f"{host.url}/wiki/Quartz?pw=hunter5") == ["W: Quartz"]
        query = "index.php?pw=hunter6&title=Quartz"
        assert program.export("Quartz", "--wiki", f"{host.url}/{query}") == ["W: Quartz"]
        program.export(
            "http://user:hunter7@other.example/x?y=hunter8", "--wiki", host.url, status=3
        )
        said = capfd.readouterr()
        assert "hunter" not in said.out + said.err
        assert b"hunter" not in program.kept()
        assert "hunter" not in repr(host.fetched) + repr(host.wikis[0].asked)


@pytest.mark.parametrize(
    "typed",
    [
        *("http://user:hunter2@w.example:99999/", "http://user:hunter2@w.example:x/wiki/A"),
        *("http://user:hunter2@w.ex ample/", "http://user: hunter2@w.example/", "user:hunter2@"),
        *("ftp://user:hunter2@w.example/", "http://user:hunter2@[::1", "http://w x/?p=hunter2"),
        *("user:hunter2@w.example:99999", "file:user:hunter2@x", "http://u:p@[::1?hunter2"),
        *("http://user:hun@ter2@w.example:x/", "javascript:hunter2@x", "http:/user:hunter2@x"),
        *("http://u:/hunter2@w example/", "http://u:#hunter2@w example/", "http:u:hunter2@w"),
    ],
)
def test_s18_a_password_is_not_repeated_where_an_address_is_refused(
    program: Program, typed: str, capfd: pytest.CaptureFixture[str]
) -> None:
    program.export("Quartz", "--wiki", typed, status=2)
    said = capfd.readouterr().err
    assert "is not an address" in said or "user name" in said
    assert "hunter2" not in said
    if is_address(typed):
        with pytest.raises(SystemExit):
            program.export(typed)
    assert "hunter2" not in capfd.readouterr().err
    assert "hunter2" not in presentable(typed) or not is_address(typed)
