# SPDX-License-Identifier: MIT
"""Spellings that only the wiki knows: other scripts of its language, odd letters, prefixes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.wiki.conftest import Place, serve
from tests.wiki.linktables import read_links
from tests.wiki.mediawiki import MediaWiki, version
from wikilinks_gui.listing.budget import requests_for_doubts, requests_needed
from wikilinks_gui.listing.linkcontexts import links_in_templates, row_contexts
from wikilinks_gui.listing.origins import check_origins
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.listing.storing import list_and_store
from wikilinks_gui.mediawiki.siteinfo import TEMPLATE_NAMESPACE
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import ORIGIN_NAMES, Origin
from wikilinks_gui.table.row import Row

Told = tuple[str, tuple[str, ...]]
"""The origin of a link, with its templates or with the links in the text."""


@contextmanager
def _serve(
    factory: pytest.TempPathFactory, language: str, pages: dict[str, str], settings: str = ""
) -> Iterator[Place]:
    settings += "wfLoadExtension( 'ParserFunctions' );\n"
    folder = factory.mktemp(language)
    wiki = MediaWiki.install(folder, language=language, settings=settings, pages=pages)
    with serve(wiki) as place:
        yield place


def _told(
    place: Place, folder: Path, title: str, rendered: int = 0
) -> tuple[dict[tuple[str, str], Told], list[str]]:
    """Return what is told of each row, by title and redirect, and which spellings were asked.

    All are sure after so many pages were ``rendered``.
    """
    rows: list[Row] = []
    with Store(folder / "store.sqlite") as store:
        for batch in list_and_store(place.client, place.site, store, "w", ListingRequest(title)):
            rows += batch.new
        exploration = store.exploration(batch.exploration)
        assert exploration
        recording, before = place.wiki.record(), place.client.traffic.requests
        list(check_origins(place.client, place.site, store, exploration, rows))
        asked = recording.requests
        assert place.client.traffic.requests - before - len(asked) == rendered
        pages = len({row.page_id for row in rows})
        templates = len({row.page_id for row in rows if row.namespace == TEMPLATE_NAMESPACE})
        beside = requests_for_doubts(place.site, rendered) - rendered
        assert len(asked) <= requests_needed(place.site, pages, templates) + beside
        names = {0: ""} | store.redirect_titles(exploration.id)
        found = row_contexts(store, place.site, exploration, rows)
        assert all(each.record.is_sure for each in found.values())
    told = {
        (row.title, names[row.via]): (
            ORIGIN_NAMES[Origin(origin.record.origin)],
            origin.record.templates or tuple(link.source for link in origin.links),
        )
        for row in rows
        for origin in [found[row.via, row.page_id]]
    }
    return told, [
        each["titles"]
        for each in asked
        if "titles" in each and "revisions" not in each.get("prop", "")
    ]


def _linking(place: Place, title: str) -> set[str]:
    """Return the pages that link to one by the wiki's own table."""
    db = place.wiki.connect()
    titles = dict(db.execute("SELECT page_id, page_title FROM page"))
    found = {link[3] for link in read_links(db, "pagelinks") if link[1] == title}
    db.close()
    return {titles[page_id].replace("_", " ") for page_id in found}


SERBIAN = {
    "Нови Сад": "Град.",
    "Град Н": "#REDIRECT [[Нови Сад]]",
    "Шаблон:Кутија": "* [[Novi Sad|grad]]",
    "Cyrillic": "У граду [[Нови Сад]].",
    "Latin": "U gradu [[Novi Sad]]u.",
    "Lower": "U gradu [[novi Sad|tamo]].",
    "Mixed": "[[Novi Сад]] и [[Нови Sad]]",
    "Letter": "[[Нови Сaд]]",  # with a Latin "a", as typed by mistake
    "Several": "[[Нови Сад]], [[Novi Sad#Ime|ime]] i [[Novi Pazar]]",
    "Redirect": "[[Grad N]] i [[Novi Sad]]",
    "Boxed": "Text. {{Kutija}}",
    "Both": "[[Novi Sad]] {{Кутија}}",
}
SERBIAN_ORIGINS: dict[tuple[str, str], Told] = {
    ("Град Н", ""): ("text", ("[[Нови Сад]]",)),
    ("Шаблон:Кутија", ""): ("text", ("[[Novi Sad|grad]]",)),
    ("Cyrillic", ""): ("text", ("[[Нови Сад]]",)),
    ("Latin", ""): ("text", ("[[Novi Sad]]u",)),
    ("Lower", ""): ("text", ("[[novi Sad|tamo]]",)),
    ("Mixed", ""): ("text", ("[[Novi Сад]]", "[[Нови Sad]]")),
    ("Letter", ""): ("text", ("[[Нови Сaд]]",)),
    ("Several", ""): ("text", ("[[Нови Сад]]", "[[Novi Sad#Ime|ime]]")),
    ("Redirect", ""): ("text", ("[[Novi Sad]]",)),
    ("Redirect", "Град Н"): ("text", ("[[Grad N]]",)),
    ("Boxed", ""): ("template", ("Шаблон:Кутија",)),
    ("Both", ""): ("both", ("Шаблон:Кутија",)),
}


def test_serbian_is_written_in_two_scripts(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    with _serve(tmp_path_factory, "sr", SERBIAN) as place:
        told, asked = _told(place, tmp_path, "Нови Сад")
        through = {title for title, via in told if not via}
        assert through == _linking(place, "Нови_Сад") - {"Кутија"} | {"Шаблон:Кутија"}
    with Store(tmp_path / "store.sqlite") as store:
        exploration = store.exploration(1)
        assert exploration
        boxed = next(each for each in store.origins(1) if each.templates and not each.uses)
        ((title, link),) = links_in_templates(store, place.site, exploration, boxed)
    assert (title, link.source) == ("Шаблон:Кутија", "[[Novi Sad|grad]]")
    assert told == SERBIAN_ORIGINS
    scripts, spellings = asked
    assert set(scripts.split("|")) == {"Нови Сад", "Град Н"}
    assert set(spellings.split("|")) == {
        *("Novi Sad", "Novi Сад", "Нови Sad", "Нови Сaд", "Grad N"),
    }


MANY = {"Нови Сад": "Град."} | {f"Page {number:03}": "[[Novi Sad]]" for number in range(130)}
MANY |= {"Шаблон:Кутија": "[[Novi Sad]]"}
MANY |= {"Page 060": "[[Нови Sad]]", "Page 110": "[[Novi Сад]]", "Page 120": "[[Novi Сaд]]"}


def test_a_spelling_is_asked_once(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    """With others in one request, when all pages are read."""
    with _serve(tmp_path_factory, "sr", MANY) as place:
        told, asked = _told(place, tmp_path, "Нови Сад")
    assert told == {
        (title, ""): ("text", (text,)) for title, text in MANY.items() if text != "Град."
    }
    assert asked == ["Нови Сад", "Novi Sad|Нови Sad|Novi Сад|Novi Сaд"]


def test_the_capital_of_i_in_turkish(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    pages = {"İzmir": "x", "Izmir": "x", "Lower": "[[izmir]]", "Plain": "[[Izmir]]"}
    with _serve(tmp_path_factory, "tr", pages) as place:
        told, asked = _told(place, tmp_path, "İzmir")
    assert (told, asked) == ({("Lower", ""): ("text", ("[[izmir]]",))}, [])


CHINESE = {
    "赛马": "x",
    "賽馬": "#REDIRECT [[赛马]]",
    "头发": "x",
    "克罗地亚": "x",
    "Simplified": "[[赛马]]",
    "Traditional": "[[賽馬]]",
    "Mixed": "[[赛馬]]",
    "Each": "[[赛马]]、[[賽馬]]",
    "Hair": "[[頭髮]]",
    "Wrong hair": "[[頭發]]和[[头发]]",
    "Country": "[[克羅地亞]]、[[克羅埃西亞]]、[[克羅地亚]]、[[斯洛文尼亚]]",
}


def test_chinese_has_several_words_for_a_thing(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    with _serve(tmp_path_factory, "zh", CHINESE) as place:
        (tmp_path / "a").mkdir()
        told, asked = _told(place, tmp_path / "a", "赛马")
        assert {title for title, via in told if not via} == _linking(place, "赛马")
        assert {title for title, via in told if via} == _linking(place, "賽馬")
        (tmp_path / "b").mkdir()
        hair, _asked = _told(place, tmp_path / "b", "头发")
        (tmp_path / "c").mkdir()
        country, _asked = _told(place, tmp_path / "c", "克罗地亚")
    assert told == {
        ("賽馬", ""): ("text", ("[[赛马]]",)),
        ("Simplified", ""): ("text", ("[[赛马]]",)),
        ("Traditional", "賽馬"): ("text", ("[[賽馬]]",)),
        ("Each", ""): ("text", ("[[赛马]]",)),
        ("Each", "賽馬"): ("text", ("[[賽馬]]",)),
        ("Mixed", ""): ("text", ("[[赛馬]]",)),
        ("Mixed", "賽馬"): ("text", ("[[赛馬]]",)),
    }
    assert len(asked) == 2
    assert hair == {
        ("Hair", ""): ("text", ("[[頭髮]]",)),
        ("Wrong hair", ""): ("text", ("[[頭發]]", "[[头发]]")),
    }
    assert country == {
        ("Country", ""): ("text", ("[[克羅地亞]]", "[[克羅埃西亞]]", "[[克羅地亚]]"))
    }


ODD = {
    "Hub": "The hub.",
    "SSx": "In MediaWiki 1.39.",
    "Ssx": "In MediaWiki 1.43.",
    "Sharp": "[[ßx]]",
    "Own prefix": "[[own:Hub]] and [[own:hub|again]]",
    "Other wiki": "[[Hub]], not [[meatball:Hub]] or [[Meatball:hub]]",
    "No prefix": "[[Hub]], not [[nowhere:Hub]]",
}


def test_odd_letters_and_prefixes(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    settings = "$wgLocalInterwikis = [ 'own' ];\n"
    with _serve(tmp_path_factory, "en", ODD, settings) as place:
        db = place.wiki.connect()
        with db:
            db.execute(
                "INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)"
                " VALUES ('own', 'http://127.0.0.1/$1', '', '', 1, 0)"
            )
        db.close()
        place.wiki.update_links()
        (tmp_path / "a").mkdir()
        hub, asked = _told(place, tmp_path / "a", "Hub")
        assert {title for title, _via in hub} == _linking(place, "Hub")
        (tmp_path / "b").mkdir()
        sharp, _asked = _told(place, tmp_path / "b", "SSx" if version() == (1, 39) else "Ssx")
    assert hub == {
        ("Own prefix", ""): ("text", ("[[own:Hub]]", "[[own:hub|again]]")),
        ("Other wiki", ""): ("text", ("[[Hub]]",)),
        ("No prefix", ""): ("text", ("[[Hub]]",)),
    }
    assert [set(each.split("|")) for each in asked] == [
        {"Own:Hub", "Own:hub", "Meatball:Hub", "Meatball:hub", "Nowhere:Hub"}
    ]
    assert sharp == {("Sharp", ""): ("text", ("[[ßx]]",))}


UNNAMED = {
    "Hub": "The hub.",
    "Template:Pass": "{{{1}}}",
    "Alone": "An [[{{ucfirst:hub}}]].",
    "Labels": "[[{{ucfirst:hut}}|a hut]] [[{{ucfirst:hub}}|a hub]]",
    "Two": "[[{{ucfirst:hut}}]] [[{{ucfirst:hub}}]] [[Hub]]",
    "Argument": "{{Pass|x [[{{ucfirst:hub}}#sec|s]]}}",
    "Called": "{{:{{ucfirst:hub}}}}",
}


def test_links_with_a_function_in_their_names_have_places(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    with _serve(tmp_path_factory, "en", UNNAMED) as place:
        told, _asked = _told(place, tmp_path, "Hub", rendered=5)
    assert told == {
        ("Alone", ""): ("text", ("[[{{ucfirst:hub}}]]",)),
        ("Labels", ""): ("text", ("[[{{ucfirst:hub}}|a hub]]",)),
        ("Two", ""): ("text", ("[[{{ucfirst:hub}}]]", "[[Hub]]")),
        ("Argument", ""): ("text", ("Template:Pass",)),
        ("Called", ""): ("text", ("{{:{{ucfirst:hub}}",)),
    }


REDIRECTS = {
    "Hub": "The hub.",
    "Alias": "#REDIRECT [[Hub]]",
    "Double": "#REDIRECT [[Alias]]",
    "Template:Box": "{{:Alias}}",
    "Through": "{{:alias}}",
    "Through double": "{{:Double}}",
    "Condition": "{{#if:x|{{:Alias}}}}",
    "Boxed": "{{Box}}",
    "Own": "{{:Hub}} <nowiki>{{:Alias}}</nowiki>",
}


def test_what_transcludes_a_redirect_transcludes_its_target(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """In any namespace; so the wiki has it in its table."""
    with _serve(tmp_path_factory, "en", REDIRECTS) as place:
        told, _asked = _told(place, tmp_path, "Hub")
    assert told == {
        ("Alias", ""): ("text", ("[[Hub]]",)),
        ("Own", ""): ("text", ("{{:Hub",)),
        ("Double", "Alias"): ("text", ("[[Alias]]",)),
        ("Through", ""): ("template", ("Alias",)),
        ("Through", "Alias"): ("text", ("{{:alias",)),
        ("Through double", ""): ("template", ("Double",)),
        ("Through double", "Alias"): ("template", ("Double",)),
        ("Through double", "Double"): ("text", ("{{:Double",)),
        ("Condition", ""): ("template", ("Alias",)),
        ("Condition", "Alias"): ("text", ("{{:Alias",)),
        ("Template:Box", ""): ("template", ("Alias",)),
        ("Template:Box", "Alias"): ("text", ("{{:Alias",)),
        ("Boxed", ""): ("template", ("Template:Box",)),
        ("Boxed", "Alias"): ("template", ("Template:Box",)),
    }
