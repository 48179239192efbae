# SPDX-License-Identifier: MIT
"""Working with a list: opening redirects, sorting, filtering, checking, tabs."""

import re
from collections.abc import Callable, Iterable

from tests.e2e.conftest import COMPLETE, Owls, Start
from tests.e2e.desktop import wait_until
from tests.e2e.program import Program
from tests.e2e.rows import Line, check_painted, links, listing, open_all, shown, top, wait_shown
from tests.e2e.widgets import Cell
from tests.samplewiki import SampleWiki
from tests.wiki.conftest import Place
from tests.wiki.truth import Tables


def row(window: Program, title: str) -> Cell:
    """The row of a page, which must be in view."""
    return links(window).row(re.compile(f"^{re.escape(title)}, "))


def plain(cell: Cell) -> str:
    """What is said of a row, but for its origin: short lists are checked as soon as they end."""
    return cell.name.replace(", in the text,", ",")


def click_arrow(cell: Cell) -> None:
    """Click at the arrow of a row at the top, between the box and the title."""
    x, y, _, height = cell.rect
    cell.desktop.click(x + round(height * 1.15), y + height // 2)


def below(lines: list[Line], *opened: str) -> list[Line]:
    """What is shown while these redirects are open."""
    return [line for line in lines if not line.via or line.via in opened]


def passing(lines: list[Line], text: str) -> list[Line]:
    """What a text leaves in, with the redirects that it comes through."""
    return with_redirects(lines, [line for line in lines if text in line.title])


def with_redirects(lines: list[Line], wanted: Iterable[Line]) -> list[Line]:
    """What passes a filter, with the redirects that it comes through: they open by themselves."""
    found = set(wanted)
    while more := {line for line in lines if line.title in {f.via for f in found}} - found:
        found |= more
    return list(found)


def test_redirects_open_and_close(start: Start, owls: Owls) -> None:
    """By the mouse, by Right, Left, plus, minus and star; what is said of each row is true."""
    lines = listing(owls.tables, "Owl")
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(lines))
    click_arrow(row(window, "Barn owl"))
    wait_shown(window, below(lines, "Barn owl"))
    assert row(window, "Barn owl").name.endswith("level 1, open, 3 links through it")
    tyto = plain(row(window, "Tyto"))
    assert tyto == "Tyto, double redirect, level 2, closed, 1 link through it"
    click_arrow(row(window, "Barn owl"))
    wait_shown(window, top(lines))

    row(window, "Barn owl").click()
    for keys, opened in (
        (["Right"], ["Barn owl"]),
        (["Left"], []),
        (["plus"], ["Barn owl"]),
        (["minus"], []),
        (["asterisk"], ["Barn owl", "Tyto"]),
        (["Right", "Left"], ["Barn owl"]),  # into it, where Tyto is closed
        (["Left", "Left"], []),  # out of it, which is closed too
        (["KP_Add"], ["Barn owl"]),
    ):
        window.press(*keys)
        wait_shown(window, below(lines, *opened))


def test_false_redirects_are_told_apart(start: Start, mediawiki: Place) -> None:
    lines = listing(mediawiki.tables, "Hub")
    false = {line.title for line in lines if line.leads_elsewhere}
    assert {"False redirect", "False redirect to section"} <= false
    window = start("Hub", "--wiki", mediawiki.wiki.url)
    window.wait_for_log(COMPLETE)
    open_all(window)
    wait_shown(window, lines)
    window.field("Filter titles").type("False redirect")
    wait_shown(window, passing(lines, "False redirect"))
    cell = row(window, "False redirect")
    cell.click()
    kind = "redirect to Elsewhere, also links here"
    assert plain(cell) == f"False redirect, {kind}, level 1"
    window.label(f"{kind} · Links here: directly")  # below the tree


def test_sorting_and_filtering(start: Start, sample: SampleWiki, bundled: Tables) -> None:
    everything = listing(bundled, "Daugpiļs")
    lines = top(everything)
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    header = links(window).header("Page")
    for place, descending in ((1, False), (3, True)):  # apart, for it not to be a double click
        x, y, width, height = header.rect
        window.desktop.click(x + place * width // 4, y + height // 2)
        titles = sorted((line.title for line in lines), key=str.casefold, reverse=descending)
        wait_until(in_order(window, titles), f"sorted by title, descending: {descending}")

    field = window.field("Filter titles")
    field.type("nūvods")
    wait_shown(window, passing(everything, "nūvods"))
    count = sum("nūvods" in line.title for line in everything)
    window.label(re.compile(f"^{count} of {len(everything)} links"))
    window.press("ctrl+a")
    window.type("no such page")
    window.label("Nothing passes the filter")
    window.button("Clear the filter").click()
    wait_shown(window, lines)
    assert field.text == ""

    window.press("ctrl+shift+f")  # the field, wherever the focus is
    window.type("^L.*s$")
    window.button(re.compile("^Where the text must match")).click()
    window.menu_item("Regular expression").click()
    found = [line for line in everything if re.search("^L.*s$", line.title, re.IGNORECASE)]
    wait_shown(window, with_redirects(everything, found))
    window.press("ctrl+shift+r")
    wait_shown(window, lines)

    window.button(re.compile("^Namespaces to show")).click()
    window.menu_item(re.compile("^Template")).click()
    window.menu_item(re.compile("^Category")).click()
    window.press("Escape")
    few = [line for line in everything if line.namespace in {"Template", "Category"}]
    wait_shown(window, with_redirects(everything, few))
    window.button(re.compile("^Namespaces to show")).click()
    window.menu_item("All but these").click()
    window.press("Escape")
    others = [line for line in everything if line not in few]
    wait_shown(window, with_redirects(everything, others))
    window.press("ctrl+shift+r")
    window.check_box("4 redirects").click()  # a count is a filter
    redirects = [line for line in everything if line.kinds == "redirect"]
    wait_shown(window, with_redirects(everything, redirects))


def test_w27_the_screen_shows_the_rows_that_there_are(
    start: Start, sample: SampleWiki, bundled: Tables
) -> None:
    rows = len(top(listing(bundled, "Daugpiļs")))
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    window.resize(1000, 700)  # less than the rows need
    open_all(window)
    wait_until(lambda: links(window).rows > rows)
    check_painted(window)
    while links(window).rows > rows:
        before = links(window).rows
        window.press("minus", "Down")
        wait_until(lambda before=before: links(window).rows < before)  # type: ignore[misc]
    check_painted(window)
    window.field("Filter titles").click()
    for letter in "nū":
        window.type(letter)
        wait_until(lambda: 0 < links(window).rows < rows)
        check_painted(window)


def in_order(window: Program, titles: list[str]) -> Callable[[], bool]:
    return lambda: [line.title for line in shown(links(window))] == titles


def test_check_marks_stay(start: Start, sample: SampleWiki) -> None:
    """By Space and by the mouse; they are there after a restart, and when listed anew."""
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    row(window, "Dynaburgs").click()
    window.press("space", "Down", "Down", "Down", "Down", "space")
    marked = {"Dynaburgs", links(window).cell(5).name.split(",")[0]}
    wait_until(lambda: checked(window) == marked, "two are checked")
    window.press("Up", "space", "space")  # and another, no more
    assert checked(window) == marked
    assert window.terminate() == 0

    again = start()
    again.wait_for_log(COMPLETE)
    wait_until(lambda: checked(again) == marked, "they are checked again")
    again.press("F5")
    again.wait_for_log("began")
    again.wait_for_log(COMPLETE)
    wait_until(lambda: checked(again) == marked, "and still in a new list of the page")


def checked(window: Program) -> set[str]:
    return {
        cells[0].split(",")[0] for cells in links(window).texts() if cells[0].endswith(", marked")
    }


def test_tabs(start: Start, sample: SampleWiki, bundled: Tables) -> None:
    """A row is explored in a new tab, by keys and by the menu; back, forward; all is restored."""
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    window.resize(1100, 900)  # so that the rows are in view
    row(window, "Daugova").click()
    window.press("Return")  # here
    window.wait_for_log("began: Daugova$")
    window.wait_for_log(COMPLETE)
    window.press("alt+Left")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, "Daugpiļs")))
    window.button("Forward").click()
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, "Daugova")))

    window.press("ctrl+t")
    window.button("Try the sample wiki")
    window.type("[[Reiga]]")
    window.press("Return")
    window.wait_for_log("began: Reiga$")
    window.wait_for_log(COMPLETE)
    cell = row(window, "Daugpiļs")
    cell.click()
    cell.click(button=3)
    window.menu_item("Explore in a new tab").click()
    window.wait_for_log("began: Daugpiļs$")
    window.wait_for_log(COMPLETE)
    assert [tab.name for tab in window.find_all("tab")] == ["Daugova", "Reiga", "Daugpiļs"]
    window.find("tab", "Daugpiļs").click()
    wait_shown(window, top(listing(bundled, "Daugpiļs")))
    window.find("tab", "Reiga").click()
    wait_until(lambda: window.field("Title").text == "Reiga")
    window.press("ctrl+w")
    window.wait_gone("tab", "Reiga")
    window.resize(1000, 700)
    assert window.terminate() == 0

    again = start()
    again.wait_for_log(COMPLETE)
    wait_until(lambda: again.window().rect[2:] == (1000, 700), "as large as before")
    assert [tab.name for tab in again.find_all("tab")] == ["Daugova", "Daugpiļs"]
    again.find("tab", "Daugova").click()
    wait_shown(again, top(listing(bundled, "Daugova")))
    again.find("tab", "Daugpiļs").click()
    wait_shown(again, top(listing(bundled, "Daugpiļs")))
    again.find("tab", "Daugova").click()
    wait_shown(again, top(listing(bundled, "Daugova")))
