# SPDX-License-Identifier: MIT
"""A wiki and a listing with everything that is hard to write down."""

from urllib.parse import quote

from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable

HARD = (
    *('Quote "x" \\', "a\\", "\\N \\l {a|b}", "<b>&amp; 'c' ]]>", "-->", "a; b=c, [d]", "#N/A é"),
    *("שלום עולם", "مرحبا (1)", "日本語の長い題", "e\u0301\u0302", "\U0001f600", "\u202eRTL"),
    *("control\x07", "\ufffe", "line\u2028", "%00", "x" * 255, "graph", "0"),
)


class Wiki:
    """A wiki with some namespaces, one of them with a hard name."""

    def namespace_name(self, namespace: int) -> str:
        return {1: "Talk", 2: 'Us"er & <co>', 10: "Template"}.get(namespace, "")

    def article_url(self, title: str) -> str:
        return "https://wiki.test/wiki/" + quote(title.replace(" ", "_"))


ROWS = [
    Row(20, 0, "Redirect", Kind.REDIRECT | Kind.LINK, True, "Top & <end>", 0, 0),
    Row(21, 0, "Second", Kind.REDIRECT | Kind.LINK, True, "", 20, 1),
    Row(1, 0, "Cat", Kind.LINK, False, "", 0, 0),
    Row(1, 0, "Cat", Kind.TRANSCLUSION, False, "", 20, 1),
    Row(1, 0, "Cat", Kind.LINK | Kind.FILE, False, "", 21, 2),
    Row(2, 1, "Talk:Cat", Kind.LINK, True, "", 21, 2),
    Row(3, 10, "Template:Cat", Kind.TRANSCLUSION, False, "", 0, 0),
    *(Row(100 + n, 2, title, Kind.LINK, False, title, 0, 0) for n, title in enumerate(HARD)),
]


def table_of(rows: list[Row]) -> LinkTable:
    table = LinkTable()
    for row in rows:
        table.add([row])
    return table
