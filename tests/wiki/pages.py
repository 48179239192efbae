# SPDX-License-Identifier: MIT
"""The pages of the wikis: wikitext by title, made for everything that a listing can get wrong."""

import struct
import zlib
from pathlib import Path

HUB = "Hub"
HARD_HUB = "Hard titles"

REDIRECTS = {
    HUB: "The page most of the others lead to. [[Plain]]",
    "Plain": "[[Hub]]",
    "Plain to section": "[[Hub#Early life|its early life]]",
    "Talk:Hub": "[[Hub]]",
    "User:Someone": "[[Hub]] [[True redirect]]",
    "Category:Things": "[[Hub]]",
    "In a category": "[[Category:Things]] [[:Category:Things]]",
    "True redirect": "#REDIRECT [[Hub]]",
    "Lower redirect": "#redirect [[hub]]",
    "To section": "#REDIRECT [[Hub#Early life]]",
    "To hard section": "#REDIRECT [[Hub#Ünï & \"quotes\", 'more'; 100% = /? + (x)]]",
    "To section 0": "#REDIRECT [[Hub#0]]",
    "Redirect with more": "#REDIRECT [[Hub]]\n[[Elsewhere]] [[Hub#Other]] {{:Hub}}",
    "False redirect": "#REDIRECT [[Elsewhere]]\n[[Hub]]",
    "False redirect to section": "#REDIRECT [[Elsewhere#There]]\n[[Hub]] [[True redirect]]",
    "To another wiki": "#REDIRECT [[wikipedia:Earth]]\n[[Hub]]",
    "To another wiki's section": "#REDIRECT [[wikipedia:Earth#Core]]",
    "User:Redirector": "#REDIRECT [[Hub]]",
    "Talk:Redirect": "#REDIRECT [[Hub#Talk]]",
    "Template:Redirect": "#REDIRECT [[Hub]]",
    "Help:To user": "#REDIRECT [[User:Redirector]]",
    "Double": "#REDIRECT [[True redirect]]",
    "Double to section": "#REDIRECT [[To section#Deeper]]",
    "Triple": "#REDIRECT [[Double]]",
    "Fourfold": "#REDIRECT [[Triple]]",
    "Elsewhere": "[[Plain]]",
    "Through true": "[[True redirect]]",
    "Through section": "[[To section]] [[To section 0]] [[To hard section]]",
    "Through false": "[[False redirect]] [[False redirect to section]]",
    "Through more": "[[Redirect with more]]",
    "Through another wiki": "[[To another wiki]] [[To another wiki's section]]",
    "Through user": "[[User:Redirector]] [[Talk:Redirect]] [[Template:Redirect]]",
    "Through help": "[[Help:To user]]",
    "Through double": "[[Double]] [[Double to section]]",
    "Through triple": "[[Triple]]",
    "Through fourfold": "[[Fourfold]]",
    "Directly and through": "[[Hub]] [[True redirect]] [[To section]] [[Double]] [[Triple]]",
    # A redirect that leads to the hub and also links to another redirect to it.
    "Redirect between": "#REDIRECT [[Hub]]\n[[True redirect]]",
    # The hub by two roads: a redirect to a redirect that also links the hub itself.
    "Double with link": "#REDIRECT [[To section]]\n[[Hub]]",
    "Through double with link": "[[Double with link]]",
    "Ring A": "#REDIRECT [[Ring B]]",
    "Ring B": "#REDIRECT [[Ring A]]",
    "Ring 1": "#REDIRECT [[Ring 2]]",
    "Ring 2": "#REDIRECT [[Ring 3#Sec]]",
    "Ring 3": "#REDIRECT [[Ring 1]]",
    "Into the ring": "#REDIRECT [[Ring 1]]",
    "Through rings": "[[Ring A]] [[Ring B]] [[Ring 1]] [[Ring 2]] [[Ring 3]] [[Into the ring]]",
    "Self redirect": "#REDIRECT [[Self redirect]]",
    "Self redirect to section": "#REDIRECT [[Self redirect to section#Here]]",
    "Through self": "[[Self redirect]] [[Self redirect to section]]",
    "Self": "[[Self#Sec]] [[Self]]",
    "Redirect to self": "#REDIRECT [[Self#Sec]]",
    "Red links": "[[Missing page]] [[Missing redirected]] [[Talk:Missing page]]",
    "More red links": "[[Missing page]]",
    "To missing": "#REDIRECT [[Missing redirected]]",
    "Double to missing": "#REDIRECT [[To missing]]",
    "Through missing": "[[To missing]] [[Double to missing]]",
    "Alone": "Nothing links here, and nothing is linked.",
}
"""Redirects of every kind, and what links to them."""

TRANSCLUSIONS = {
    "Template:Box": "a box [[Hub]] <noinclude>[[Template:Box/doc]]</noinclude>",
    "Template:Box/doc": "[[Template:Box]]",
    "Template:Box redirect": "#REDIRECT [[Template:Box]]",
    "Template:Box double": "#REDIRECT [[Template:Box redirect]]",
    "Template:Outer": "{{Box}}",
    "Template:Loop": "{{Loop}}",
    "Transcludes box": "{{Box}}",
    "Transcludes box by redirect": "{{Box redirect}}",
    "Transcludes box by double": "{{Box double}}",
    "Transcludes box both ways": "{{Box}} {{Box redirect}}",
    "Transcludes outer": "{{Outer}}",
    "Transcludes and links": "{{Box}} [[Template:Box]]",
    "Transcludes and links redirect": "{{Box redirect}} [[Template:Box redirect]]",
    "Transcludes, links elsewhere": "{{Box}} [[Template:Box redirect]]",
    "Transcludes hub": "{{:Hub}}",
    "Transcludes redirect to hub": "{{:True redirect}}",
    "Transcludes loop": "{{Loop}}",
    "Transcludes missing": "{{Not there}} {{:Missing page}}",
    "Transcludes user": "{{User:Someone}}",
    # Through so many redirects that MediaWiki gives up: the template itself is recorded nowhere.
    "Template:Far": "far",
    "Template:Far 1": "#REDIRECT [[Template:Far]]",
    "Template:Far 2": "#REDIRECT [[Template:Far 1]]",
    "Template:Far 3": "#REDIRECT [[Template:Far 2]]",
    "Template:Far 4": "#REDIRECT [[Template:Far 3]]",
    "Transcludes far": "{{Far 3}}",
    "Transcludes farther": "{{Far 4}}",
    "Template:Lonely": "alone",
    "Template:Lonely redirect": "#REDIRECT [[Template:Lonely]]",
    "Template:Lonely double": "#REDIRECT [[Template:Lonely redirect]]",
    "Transcludes lonely by double": "{{Lonely double}}",
    "Template:To missing": "#REDIRECT [[Template:Not there at all]]",
    "Transcludes to missing": "{{To missing}}",
    "Redirect that transcludes": "#REDIRECT [[Template:Box]]\n{{Box}}",
}

FILES = {
    "File:Only a page.png": "A page without its file. [[Hub]]",
    "File:Redirect.png": "#REDIRECT [[File:Picture.png]]",
    "File:Double redirect.png": "#REDIRECT [[File:Redirect.png]]",
    "File:To missing.png": "#REDIRECT [[File:Missing.png]]",
    "File:To other missing.png": "#REDIRECT [[File:Other missing.png]]",
    "Uses redirect to missing": "[[File:To other missing.png]]",
    "Page to file": "#REDIRECT [[:File:Picture.png]]",
    "Uses picture": "[[File:Picture.png|thumb|A picture]]",
    "Links picture": "[[:File:Picture.png]]",
    "Uses and links picture": "[[File:Picture.png]] [[:File:Picture.png]]",
    "Media link": "[[Media:Picture.png]]",
    "Gallery": "<gallery>\nPicture.png|one\nFile:Missing.png|two\n</gallery>",
    "Uses redirect": "[[File:Redirect.png]]",
    "Uses double redirect": "[[File:Double redirect.png]]",
    "Links file redirect": "[[:File:Redirect.png]] [[Page to file]]",
    "Uses missing": "[[File:Missing.png]] [[File:To missing.png]]",
    "Links missing file": "[[:File:Missing.png]]",
    "Uses only a page": "[[File:Only a page.png]] [[:File:Only a page.png]]",
    "Transcludes file page": "{{File:Picture.png}} {{File:Only a page.png}}",
    # An article by the name of a file that is a redirect, and uses what that file leads to.
    "Redirect.png": "#REDIRECT [[Hub]]\n[[File:Picture.png]]",
    "Links article": "[[Redirect.png]]",
    "File in template": "{{Pictured}}",
    "Template:Pictured": "[[File:Picture.png]]",
}

HARD_NAMES = [
    *("=1+1", "=SUM(A1:A9)", '=HYPERLINK("http://example.org/","x")', "+1", "-1+1", "@SUM(1)"),
    *("-", "=", "+", "@", "'", '"', ",", ";", "&", "?", "%", "/", "~", "!", "*", "(", ")", "$"),
    *("...", "\\", "^", "`", "0", "00", "007", "1e5", "TRUE", "NULL", "None", "NaN"),
    *("'=quoted", "''", '"quoted"', '""', 'a "b" c', "a,b;c", "a, b", "Rock & roll", "AT&T"),
    *("&amp", "Who?", "A?b=c&d=e", "100% true", "100%", "% 41", "/slash", "a/b/c", "a//b", "~~"),
    *("A+b", "A - b", "User@example.org", "Wow!", "5 * 5", "(Paren)", "$100", "$1", "A: b"),
    *("12:30", "A.b", ".hidden", "x.png", "C:\\dir", "^top", "`tick`", "O'Neil", "−1", "–", "…"),
    *("שלום עולם", "مرحبا بالعالم", "אב/c", "abc שלום 123", "日本語", "漢字 かな", "𠮷野家"),
    *("x̣̂ y̌", "अनुच्छेद", "ไทย", "می‌خواهم", "👩‍👩‍👧‍👦", "😀", "🏳️‍🌈", "Ελληνικά", "Straße", "Ǆ"),
    *("İstanbul", "İ", "Ñandú", "Việt Nam", "Кириллица", "ﬁ", "Å", "½", "Ⅷ"),
    *("A" * 255, "漢" * 85, "😀" * 63 + "abc", "=" + "é" * 127),
]
"""Titles that are hard to write in a URL, a CSV file, a wikitext list or a log."""


def hard_pages() -> dict[str, str]:
    """Pages with hard titles that link to :data:`HARD_HUB`, redirect to it, and are linked."""
    pages = {HARD_HUB: "".join(f"* [[:{name}]]\n" for name in HARD_NAMES)}
    pages |= {name: f"[[{HARD_HUB}]] [[Hub]] {name}" for name in HARD_NAMES}
    for name in ("=R(1)", "+R", "@R, \"quoted\"; & 'all' of it?", "-R/100%", "ר", "重定向", "R😀"):
        pages[name] = f"#REDIRECT [[{HARD_HUB}#{name}]]"
        pages[f"Through {name}"] = f"[[:{name}]]"
        pages[f"User:{name}"] = f"[[:{name}]] [[{HARD_HUB}]]"
    return pages


MAIN = REDIRECTS | TRANSCLUSIONS | FILES | hard_pages()

ZH = {
    "历史": "[[中国]]",
    "中国": "[[历史]] {{导航}}",
    "中國歷史": "#REDIRECT [[历史#中国]]",
    "简体": "[[歷史]] [[中國]]",
    "繁體": "[[历史]] [[中國歷史]]",
    "模板:导航": "[[历史]] [[用户:甲]]",
    "Template:導航重定向": "#REDIRECT [[Template:导航]]",
    "用模板": "{{導航重定向}}",
    "用繁體模板": "{{導航}}",
    "用户:甲": "[[历史]] [[File:图.png]]",
    "User:乙": "#REDIRECT [[历史]]",
    "讨论:历史": "[[用户:乙]] [[User talk:甲]]",
    "文件:图.png": "[[历史]]",
    "Category:类": "[[历史]]",
    "红": "[[没有]] [[沒有]]",
}

SR = {
    "Београд": "[[Србија]]",
    "Србија": "[[Beograd]] {{Град}}",
    "Шаблон:Град": "[[Београд]] [[Корисник:Ана]] [[Датотека:Слика.png]]",
    "Template:Варош": "#Преусмери [[Шаблон:Град]]",
    "Варошица": "{{Варош}} {{Grad}}",
    "Корисник:Ана": "[[Београд]]",
    "User:Петар": "#Преусмери [[Београд#Историја]]",
    "Престоница": "#REDIRECT [[Београд]]",
    "Ко шта": "[[Prestonica]] [[Korisnik:Петар]] [[User:Петар]] [[Nema je]] [[Нема је]]",
    "Разговор:Београд": "[[Престоница]] [[Талк:Београд]]",
    "Категорија:Градови": "[[Београд]] [[:Категорија:Градови]]",
    "Датотека:Слика.png": "[[Београд]]",
}

LOWERCASE = {
    "apple": "[[pear]]",
    "Apple": "[[apple]]",
    "pear": "[[apple]] [[Apple]]",
    "iPhone": "#REDIRECT [[apple]]",
    "IPhone": "#REDIRECT [[Apple#top]]",
    "through": "[[iPhone]] [[IPhone]]",
    "éclair": "[[apple]]",
    "template:box": "[[apple]]",
    "template:Box": "#REDIRECT [[template:box]]",
    "uses box": "{{box}}",
    "uses Box": "{{Box}}",
    "user:someone": "[[apple]] [[missing]] [[Missing]]",
}


def write_picture(folder: Path) -> None:
    """Write ``Picture.png``, one grey pixel, into ``folder``."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    folder.mkdir(exist_ok=True)
    (folder / "Picture.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )
