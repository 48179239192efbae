# SPDX-License-Identifier: MIT
"""What a person types or pastes, resolved by a real wiki."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.wiki.command import run
from tests.wiki.conftest import Place
from tests.wiki.pages import HARD_NAMES
from wikilinks_gui.errors import InvalidTitleError, OtherWikiError, SpecialPageError, TitleError
from wikilinks_gui.mediawiki.listable import check_listable
from wikilinks_gui.mediawiki.titleinput import read_input
from wikilinks_gui.mediawiki.titles import Redirect, Resolution, resolve


def resolved(place: Place, typed: str, *, follow: bool = True) -> Resolution:
    """Resolve what was typed; ``WIKI`` in it stands for the wiki's address."""
    title = read_input(typed.replace("WIKI", place.wiki.url), place.site)
    return resolve(place.client, title, follow=follow)


def page_id(place: Place, name: str) -> int:
    """The page that was made by a name; the wiki may have made its first letter a capital.

    MediaWiki 1.39 makes it upper case (``ﬁ`` is ``FI``), 1.43 title case (``Fi``).
    """
    letters = (name[0], name[0].upper(), name[0].title())
    keys = [(0, (letter + name[1:]).replace(" ", "_")) for letter in letters]
    return next(place.tables.ids[key] for key in keys if key in place.tables.ids)


def hops(resolution: Resolution) -> list[tuple[str, str, str]]:
    """Each redirect that was followed: from, to, section."""
    return [(hop.source, hop.target, hop.section) for hop in resolution.redirects]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Hub", "Hub"),
        ("hub", "Hub"),
        ("  Hub \n", "Hub"),
        ("Plain\nto section", "Plain to section"),
        ("Plain\r\n to\tsection", "Plain to section"),
        ("plain_to  section_", "Plain to section"),
        ("\N{LEFT-TO-RIGHT MARK}Hub\N{NO-BREAK SPACE}", "Hub"),
        ("Hub#Early life", "Hub"),
        (":Category:Things", "Category:Things"),
        ("user:someone", "User:Someone"),
        ("User: Someone", "User:Someone"),
        ("Rock &amp; roll", "Rock & roll"),
        ("[[Hub]]", "Hub"),
        (" [[Hub|its text]]\n", "Hub"),
        ("[[ Hub#Early life|text]]", "Hub"),
        ("[[:Category:Things|]]", "Category:Things"),
        ("[[User:Someone|a|b]]", "User:Someone"),
        ("{{Box}}", "Template:Box"),
        ("{{box|x=1|[[Hub]]}}", "Template:Box"),
        ("{{Template:Box}}", "Template:Box"),
        ("{{subst:Box}}", "Template:Box"),
        ("{{:Hub}}", "Hub"),
        ("{{User:Someone}}", "User:Someone"),
        ("WIKI/wiki/Hub", "Hub"),
        ("WIKI/wiki/Hub#Early_life", "Hub"),
        ("WIKI/wiki/User:Someone?action=history", "User:Someone"),
        ("WIKI/wiki/Plain%20to%20section", "Plain to section"),
        ("WIKI/index.php?title=Hub&action=edit#top", "Hub"),
        ("WIKI/index.php?action=history&title=Plain_to_section", "Plain to section"),
        ("WIKI/index.php?title=Rock_%26_roll", "Rock & roll"),
        ("WIKI/wiki/Rock_&_roll", "Rock & roll"),
        ("WIKI/wiki/100%25_true", "100% true"),
        ("WIKI/wiki/Who%3F", "Who?"),
        ("WIKI/wiki/x.png", "X.png"),
        ("WIKI/wiki/%F0%A0%AE%B7%E9%87%8E%E5%AE%B6", "𠮷野家"),
    ],
)
def test_page(main: Place, typed: str, title: str) -> None:
    """All that stands for a page that exists comes to that page."""
    resolution = resolved(main, typed)
    target = main.tables.target(title)
    assert resolution.status == "page"
    assert (resolution.title, resolution.namespace) == (title, target[0])
    assert resolution.page_id == main.tables.ids[target] != 0
    check_listable(resolution)


def test_hard_titles(main: Place) -> None:
    """Every hard title comes to its own page, typed, as a link, and as an address."""
    wrong = []
    for name in HARD_NAMES:
        ways = [name, f"[[{name}]]", f"[[:{name}|text]]", f"{{{{:{name}}}}}"]
        ways += [main.site.article_url(name), f"{main.site.article_url(name)}?action=edit#top"]
        ways += [f"{main.wiki.url}/index.php?title={quote(name, safe='')}"]
        for title in {read_input(way, main.site) for way in ways}:
            resolution = resolve(main.client, title)
            if resolution.page_id != page_id(main, name):
                wrong.append((name, title, resolution))
    assert not wrong


def test_normalized(main: Place) -> None:
    """What the wiki changed is reported as it says it."""
    assert resolved(main, "plain_to section").normalized == (
        ("plain_to section", "Plain to section"),
    )
    assert resolved(main, "E\N{COMBINING ACUTE ACCENT}x").normalized == (
        ("E\N{COMBINING ACUTE ACCENT}x", "Éx"),
    )
    assert resolved(main, "Hub").normalized == ()


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("True redirect", [("True redirect", "Hub", "")]),
        ("to section", [("To section", "Hub", "Early life")]),
        ("To section 0", [("To section 0", "Hub", "0")]),
        (
            "Double to section",
            [("Double to section", "To section", "Deeper"), ("To section", "Hub", "Early life")],
        ),
        (
            "Help:To user",
            [("Help:To user", "User:Redirector", ""), ("User:Redirector", "Hub", "")],
        ),
        (
            "Fourfold",
            [
                ("Fourfold", "Triple", ""),
                ("Triple", "Double", ""),
                ("Double", "True redirect", ""),
                ("True redirect", "Hub", ""),
            ],
        ),
    ],
)
def test_redirects(main: Place, typed: str, way: list[tuple[str, str, str]]) -> None:
    """A redirect leads to its end, with each hop and its section; unless it is not followed."""
    followed = resolved(main, typed)
    assert (followed.status, followed.title) == ("page", "Hub")
    assert hops(followed) == way
    itself = resolved(main, typed, follow=False)
    assert (itself.status, itself.title, itself.redirects) == ("page", way[0][0], ())


@pytest.mark.parametrize(
    ("typed", "ring"),
    [
        ("Ring A", {"Ring A", "Ring B"}),
        ("ring 2", {"Ring 1", "Ring 2", "Ring 3"}),
        ("Into the ring", {"Into the ring", "Ring 1", "Ring 2", "Ring 3"}),
        ("Self redirect", {"Self redirect"}),
        ("Self redirect to section", {"Self redirect to section"}),
    ],
)
def test_rings(main: Place, typed: str, ring: set[str]) -> None:
    """A ring ends at the page that was typed, says so, and can be listed."""
    resolution = resolved(main, typed)
    title = typed[0].upper() + typed[1:]
    assert (resolution.status, resolution.title) == ("loop", title)
    assert resolution.page_id == main.tables.ids[main.tables.target(title)]
    assert {hop.source for hop in resolution.redirects} == ring
    check_listable(resolution)


@pytest.mark.parametrize(
    ("typed", "section"),
    [
        ("wikipedia:Earth", None),
        ("Wikipedia:Earth#Core", None),
        ("[[wikipedia:Earth|there]]", None),
        ("To another wiki", ""),
        ("To another wiki's section", "Core"),
    ],
)
def test_other_wiki(main: Place, typed: str, section: str | None) -> None:
    """What is on another wiki is said to be there, with its address, and cannot be listed."""
    resolution = resolved(main, typed)
    assert resolution.status == "interwiki"
    assert resolution.interwiki == "wikipedia"
    assert resolution.url == "https://en.wikipedia.org/wiki/Earth"
    if section is not None:
        assert resolution.redirects == (Redirect(typed, resolution.title, section, "wikipedia"),)
        assert resolved(main, typed, follow=False).status == "page"
    with pytest.raises(OtherWikiError) as caught:
        check_listable(resolution)
    assert caught.value.url == resolution.url


@pytest.mark.parametrize("address", ["https://example.org/wiki/Hub", "//example.org/?title=Hub"])
def test_address_on_another_wiki(main: Place, address: str) -> None:
    """The address of a page of another wiki is not taken for a page of this one."""
    with pytest.raises(OtherWikiError):
        resolved(main, address)


@pytest.mark.parametrize(
    ("typed", "title", "status"),
    [
        ("missing page", "Missing page", "missing"),
        ("To missing", "Missing redirected", "missing"),
        ("File:Missing.png", "File:Missing.png", "missing"),
        ("{{Not there}}", "Template:Not there", "missing"),
        ("MediaWiki:Nonsense", "MediaWiki:Nonsense", "missing"),
        ("MediaWiki:Aboutsite", "MediaWiki:Aboutsite", "known"),
        ("WIKI/wiki/Missing_page", "Missing page", "missing"),
        ("WIKI/index.php?title=Missing_page&action=edit&redlink=1", "Missing page", "missing"),
    ],
)
def test_missing(main: Place, typed: str, title: str, status: str) -> None:
    """A red link, and what is shown although there is no page, can be listed."""
    resolution = resolved(main, typed)
    assert (resolution.status, resolution.title, resolution.page_id) == (status, title, 0)
    check_listable(resolution)


@pytest.mark.parametrize("typed", ["Special:RecentChanges", "special:search/Hub", "Media:X.png"])
def test_special(main: Place, typed: str) -> None:
    """Special pages are told apart: wikis keep no links to them."""
    resolution = resolved(main, typed)
    assert resolution.status == "special"
    with pytest.raises(SpecialPageError):
        check_listable(resolution)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("A[b", "invalid characters"),
        ("A<b>", "invalid characters"),
        ("Hub|Plain", "invalid characters"),
        ("Hub|", "invalid characters"),
        ("|", "invalid characters"),
        ("[[Hub]] and [[Plain]]", "invalid characters"),
        ("{{Box", "invalid characters"),
        ("%41", "invalid characters"),
        ("A" * 256, "255 bytes"),
        ("漢" * 86, "255 bytes"),
        ("Talk:", "empty"),
        ("Talk:User:X", "cannot exist"),
        ("..", "relative path"),
        ("a/../b", "relative path"),
        ("~~~", "tilde"),
    ],
)
def test_invalid(main: Place, typed: str, reason: str) -> None:
    """What cannot be a title comes with the wiki's reason; a bar never makes two titles of one."""
    resolution = resolved(main, typed)
    assert resolution.status == "invalid"
    assert reason in resolution.reason
    with pytest.raises(InvalidTitleError, match=reason):
        check_listable(resolution)


@pytest.mark.parametrize(
    "typed",
    ["", " \n", "[[]]", "[[|x]]", "{{}}", "#top", "WIKI/wiki/", "WIKI/", "WIKI/index.php?curid="],
)
def test_nothing(main: Place, typed: str) -> None:
    """No title at all, and an address that names no page, cannot be listed either."""
    with pytest.raises(TitleError):
        check_listable(resolved(main, typed))


@pytest.mark.parametrize(
    ("wiki", "typed", "title", "converted"),
    [
        ("zh", "歷史", "历史", ("歷史", "历史")),
        ("zh", "WIKI/wiki/%E6%AD%B7%E5%8F%B2", "历史", ("歷史", "历史")),
        ("zh", "WIKI/zh-tw/%E6%AD%B7%E5%8F%B2#x", "历史", ("歷史", "历史")),
        ("zh", "中國歷史", "历史", None),  # exists as it is, and is a redirect
        ("zh", "{{導航}}", "Template:导航", ("Template:導航", "Template:导航")),
        ("zh", "模板:導航", "Template:导航", ("Template:導航", "Template:导航")),
        ("zh", "使用者:甲", "User:甲", None),
        ("sr", "Beograd", "Београд", ("Beograd", "Београд")),
        ("sr", "Prestonica", "Београд", ("Prestonica", "Престоница")),
        ("sr", "Template:Варош", "Шаблон:Град", None),
        ("sr", "{{Варош}}", "Шаблон:Град", None),
        ("sr", "korisnik:Ана", "Корисник:Ана", None),
        ("sr", "Посебно:Шта води довде/Београд", "Београд", None),
        ("sr", "WIKI/wiki/Special:WhatLinksHere/Beograd", "Београд", ("Beograd", "Београд")),
        (
            "sr",
            "WIKI/index.php?title=Special:ШтаВодиОвде&target=Template:Варош",
            "Шаблон:Град",
            None,
        ),
    ],
)
def test_converted(
    wiki: str,
    typed: str,
    title: str,
    converted: tuple[str, str] | None,
    request: pytest.FixtureRequest,
) -> None:
    """The wiki's own scripts and namespace names; what was converted is reported."""
    place = request.getfixturevalue(wiki)
    resolution = resolved(place, typed)
    assert (resolution.status, resolution.title) == ("page", title)
    assert resolution.page_id == place.tables.ids[place.tables.target(title)]
    assert resolution.converted == ((converted,) if converted else ())


def test_first_letter_is_kept(lowercase: Place) -> None:
    """Where first letters count, nothing is capitalised; namespaces have their own rules."""
    assert resolved(lowercase, "apple").title == "apple"
    assert resolved(lowercase, "Apple").title == "Apple"
    assert resolved(lowercase, "iPhone").title == "apple"
    assert resolved(lowercase, "IPhone").title == "Apple"
    assert resolved(lowercase, "{{box}}").title == "Template:box"
    assert resolved(lowercase, "user:someone").title == "User:Someone"
    assert resolved(lowercase, "Pear").status == "missing"


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Triple", 0),
        ("Ring A", 0),
        ("Missing page", 0),
        ("Hub|Plain", 3),
        ("Special:RecentChanges", 3),
        ("To another wiki", 3),
        ('=HYPERLINK("http://example.org/","x")', 0),
    ],
)
def test_resolve_command(main: Place, title: str, status: int, tmp_path: Path) -> None:
    """The command line says the same as JSON; what cannot be listed also in its exit status."""
    done = run(tmp_path / "base", "resolve", title, "--wiki", main.wiki.url, status=status)
    told = json.loads(done.stdout)
    expected = resolved(main, title)
    assert (told["status"], told["title"]) == (expected.status, expected.title)
    assert [(hop["source"], hop["target"], hop["section"]) for hop in told["redirects"]] == hops(
        expected
    )
    assert told["reason"] == expected.reason
    assert bool(done.stderr) == bool(status)


def test_export_command_refuses(main: Place, tmp_path: Path) -> None:
    """Exit status 3 where a title cannot be listed, and which wiki it is on; 2 for wrong usage."""
    output = tmp_path / "rows.csv"
    to = ("--wiki", main.wiki.url, "--output", str(output))
    said = run(tmp_path / "base", "export", "wikipedia:Earth", *to, status=3).stderr.decode()
    assert "https://en.wikipedia.org/wiki/Earth" in said
    said = run(tmp_path / "base", "export", "A[b", *to, status=3).stderr.decode()
    assert "invalid characters" in said
    run(tmp_path / "base", "export", "Hub", *to, "--depth", "-1", status=2)
    assert not output.exists()
