# SPDX-License-Identifier: MIT
"""The program as a person meets it: a window on a display, a mouse, a keyboard, a screen reader.

How to write such a test
========================

``start`` starts the program as a process of its own and returns it (:class:`.program.Program`)::

    def test_a_listing(start: Start) -> None:
        window = start("--demo")                          # python -m wikilinks_gui --demo --debug …
        window.field("Title").type("Daugpiļs")            # clicks into the field, then types
        window.press("Return")
        rows = window.wait_for_log(r"listing: complete, ([\\d,]+) rows").group(1)
        assert rows in window.text_of("status")
        table = window.table("Links")
        table.row("Daugava").click()                      # a row that can be seen
        window.press("shift+F10")
        window.menu_item("Copy title").click()
        window.screenshot("listing.png")                  # into the test's tmp_path

What a test asks for is waited for: ``button``, ``field`` … return as soon as exactly one such
widget shows on the screen and fail, with all that shows, when that is not so after ten seconds.
Where the state of a widget is to change, ``wait_until(lambda: field.text == "Daugava")``. Nothing
sleeps for a time. ``wait_for_log`` goes on behind the line it found last.

Names and roles are those that the program tells a screen reader (AT-SPI):

* ``name`` is the accessible name, or what a button or label says; a mnemonic's ``&`` is left out.
  A string must be equal, a compiled pattern is searched for.
* A label with an accessible name tells only that, not what it says. So find a label that changes
  by its ``objectName``: ``window.text_of("status")``, ``window.label(object_name="status")``.
* A combo box is named by its current choice. Find it by ``object_name`` too.
* What does not show is not there: other tabs, menus that are not open, rows that are scrolled away.
* ``window.dialog("Export")`` and any other node find what is inside it: ``dialog.button("OK")``.
* Tables and lists are never walked through, however many rows they have: ``table.row(text)``
  looks at the rows on the screen, ``table.cell(row, column)`` at any one.

Lists are compared whole: ``wait_shown(window, listing(tables, title))`` of :mod:`.rows` wants every
row that the wiki's own tables have for a page, each below its redirect, and no other. ``conftest``
has wikis to be listed: the sample wiki, which can be made to fail, a small one, a real MediaWiki.

The mouse and the keyboard are the display's (xdotool, XTEST), so a click on a widget that another
one hides hits the other. Every character can be typed, in every script.

After the test the program is asked to end by SIGTERM if it still runs; it must end with status 0
and may not have logged a traceback. What fails tells the program's log, and keeps a picture.

The display, the window manager and the buses are started once a run (1.5 s) and ended by process
id, also when pytest is killed. Nothing of the machine's own session is read or touched. To look
on, give a display of your own: ``E2E_DISPLAY=:1 pytest tests/e2e`` (without screenshots).
"""
