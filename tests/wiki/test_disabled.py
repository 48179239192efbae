# SPDX-License-Identifier: MIT
"""Wikis that have disabled modules of the API: the whole list all the same, or none that is."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.wiki.command import run
from tests.wiki.conftest import Place, serve
from tests.wiki.mediawiki import MediaWiki
from tests.wiki.test_listings import check, listed
from tests.wiki.truth import Target, facts_of
from wikilinks_gui.errors import ModuleUnavailableError
from wikilinks_gui.listing.linksbetween import LinksBetweenPages
from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import ALL_KINDS, METHODS, ListingRequest, Method
from wikilinks_gui.table.row import Kind

TARGETS: set[Target] = {
    *((0, name) for name in ("Hub", "Elsewhere", "Self", "Ring_1", "Ring_A", "Missing_redirected")),
    *((10, name) for name in ("Box", "Box_redirect", "Far", "Lonely", "Not_there_at_all")),
    *((6, name) for name in ("Picture.png", "Missing.png", "Other_missing.png")),
}


@pytest.mark.parametrize(
    "modules",
    [
        ("linkshere",),
        ("redirects",),
        ("transcludedin",),
        ("fileusage",),
        ("linkshere", "redirects", "transcludedin", "fileusage", "paraminfo"),
    ],
    ids="+".join,
)
def test_g1_a_disabled_property_loses_no_row(main: Place, modules: tuple[str, ...]) -> None:
    """The lists give the same rows, through any number of redirects, with the kinds wanted."""
    with main.wiki.disabling(*modules):
        for kinds in (ALL_KINDS, Kind.LINK, Kind.TRANSCLUSION):
            check(main, TARGETS, ListingRequest("", follow=False, kinds=kinds))
        for depth in (0, 1, 2):
            check(main, TARGETS, ListingRequest("", follow=False, depth=depth))


def test_g1_what_is_not_wanted_may_be_disabled(main: Place) -> None:
    """No request is lost by it: only links are asked for, and only by the properties."""
    with main.wiki.disabling("transcludedin", "fileusage", "backlinks"):
        check(main, TARGETS, ListingRequest("", follow=False, kinds=Kind.LINK))
    with main.wiki.disabling("imageusage"):
        request = ListingRequest("", "backlinks", follow=False)
        check(main, {target for target in TARGETS if target[0] != 6}, request)


@pytest.mark.parametrize(
    ("method", "modules"),
    [
        ("backlinks", ("backlinks",)),
        ("backlinks", ("embeddedin", "paraminfo")),
        ("linkshere", ("linkshere", "backlinks")),
        ("linkshere", ("fileusage", "embeddedin")),
    ],
)
def test_g1_nothing_that_is_short_is_complete(
    main: Place, method: Method, modules: tuple[str, ...], tmp_path: Path
) -> None:
    """Exit status 4, the name of the module, no file, and nothing in the store to be exported."""
    output = tmp_path / "rows.csv"
    export = (
        "export",
        "Hub",
        "--wiki",
        main.wiki.api_url,
        "--method",
        method,
        "--output",
        str(output),
    )
    with main.wiki.disabling(*modules):
        said = run(tmp_path / "base", *export, status=4).stderr.decode()
    assert modules[-1] in said or modules[0] in said
    assert not output.exists()
    run(tmp_path / "base", *export, "--cached", status=1)


@pytest.mark.parametrize("method", METHODS)
def test_g1_disabled_amid_a_listing(small_replies: Place, method: Method) -> None:
    """What came stays, and nothing that follows is taken for the end."""
    pages = list_links(
        small_replies.client,
        small_replies.site,
        ListingRequest("Hub", method),
    )
    assert next(pages).state is not None
    modules = ("linkshere", "transcludedin") if method == "linkshere" else ("backlinks",)
    with small_replies.wiki.disabling(*modules), pytest.raises(ModuleUnavailableError):
        list(pages)


def test_g1_resumed_by_the_lists(main: Place) -> None:
    """A listing that the lists took over goes on with them, also when the module is back."""
    request = ListingRequest("Hub")
    with main.wiki.disabling("linkshere"):
        listing = listed(main, request)
    whole = facts_of(row for page in listing for row in page.rows)
    assert whole == main.tables.expected((0, "Hub"))
    rows = []
    for page in listing[:-1]:
        rows += page.rows
        rest = list_links(main.client, main.site, request, json.loads(json.dumps(page.state)))
        assert facts_of([*rows, *(row for later in rest for row in later.rows)]) == whole


def test_g1_links_among_pages(main: Place) -> None:
    """No cluster is made of links that the wiki does not tell."""
    links = LinksBetweenPages()
    links.want(row for page in listed(main, ListingRequest("Hub")) for row in page.rows)
    with main.wiki.disabling("links"), pytest.raises(ModuleUnavailableError, match="links"):
        list(links.fetch(main.client, main.site))
    assert links.share < 0.1


@pytest.fixture(scope="module")
def lookalike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki with articles whose names begin like a namespace, made before there was one."""
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("lookalike"),
        pages={
            "Quartz": "A mineral.",
            "Feldspar": "Another.",
            "Help:X": "#REDIRECT [[Feldspar]]\n[[Quartz]]",
            "Stand-in": "#REDIRECT [[Quartz]]\n{{Help:Y}}",
            "Help:Y": "[[Quartz]]",
            "Through the article": "[[Stand-in]]",
            "Uses the article": "{{:Stand-in}}",
        },
    )
    with closing(wiki.connect()) as db, db:
        # so that it is an article whose title is written like that of the page of Help
        db.execute("UPDATE page SET page_title = 'Help:X' WHERE page_title = 'Stand-in'")
        for table, title in (("pagelinks", "pl_title"), ("templatelinks", "tl_title")):
            columns = {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}
            for name in ("linktarget", table):
                own = "lt_title" if name == "linktarget" else title
                if name == "linktarget" or own in columns:
                    db.execute(f"UPDATE {name} SET {own} = 'Help:X' WHERE {own} = 'Stand-in'")
    with serve(wiki) as place:
        yield place


@pytest.mark.parametrize("method", METHODS)
def test_h2_an_article_named_like_a_page_of_a_namespace(lookalike: Place, method: Method) -> None:
    """Each is what it is by its page id: one redirects here, the other elsewhere."""
    tables = lookalike.tables
    assert {(0, "Help:X"), (12, "X")} <= set(tables.ids)
    check(lookalike, [(0, "Quartz")], ListingRequest("", method))
    expected = tables.expected((0, "Quartz"))
    assert {(fact.namespace, fact.kinds) for fact in expected if fact.title == "Help:X"} == {
        (0, ("redirect",)),
        (12, ("link",)),
    }
    assert {fact.title for fact in expected if fact.via} == {
        "Through the article",
        "Uses the article",
    }
