# SPDX-License-Identifier: MIT
"""A wiki that cannot be reached, a page's address, and parts of the window, by mouse and keys."""

import socket

from tests.e2e.conftest import COMPLETE, Start
from tests.e2e.desktop import wait_until
from tests.e2e.rows import listing, top, wait_shown
from tests.samplewiki import SampleWiki
from tests.wiki.truth import Tables


def test_w11_a_server_that_hangs_is_named_and_cancelled(start: Start, bundled: Tables) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
        window = start()
        window.button("Start")
        window.type(f"{place}/index.php/Quartz")
        window.press("Return")
        cancel = window.button("Cancel")
        assert place in window.text_of("status")
        assert place in window.combo_box(object_name="WikiChooser").name
        wait_until(lambda: "no answer for" in window.text_of("status"), "its silence is told")
        cancel.click()
        window.button("Start")
        assert place not in window.text_of("status")
        window.button("Try the sample wiki").click()
        window.wait_gone("button", "Start")
        window.field("Title").type("latgol")
        window.click_list_item("Latgola")
        window.wait_for_log(COMPLETE)
        wait_shown(window, top(listing(bundled, "Latgola")))


def test_w28_an_address_without_a_scheme_is_listed(
    start: Start, sample: SampleWiki, bundled: Tables
) -> None:
    window = start()
    window.button("Start")
    window.field("Title").click()
    window.type(sample.page_url("Latgola").removeprefix("http://"))
    window.press("Return")
    window.wait_for_log("began: Latgola$")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, "Latgola")))


def test_w19_keys_go_to_the_parts_of_a_narrow_window(start: Start) -> None:
    window = start("Daugpiļs", "--demo")
    window.wait_for_log(COMPLETE)

    def focus(name: str) -> None:
        wait_until(lambda: (node := window.focused()) and node.name == name, f"{name} has focus")

    window.field("Title").click()
    window.resize(480, 600)  # W32
    for name in ("Filter titles", "Links to the page", "Show the details", "Title"):
        window.press("F6")
        focus(name)
    for name in ("Show the details", "Links to the page"):
        window.press("shift+F6")
        focus(name)
    window.press("ctrl+l", "Tab", "Tab", "Tab")
    focus("Filter titles")
    window.press("F9")
    window.wait_gone("field", "Filter titles")
    window.press("F7")
    focus("Links to the page")
