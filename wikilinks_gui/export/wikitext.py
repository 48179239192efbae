# SPDX-License-Identifier: MIT
"""Titles and sections as links in wikitext, and text that is none."""

import html
import re
import unicodedata

from wikilinks_gui.errors import ExportError, plain
from wikilinks_gui.translation import _

# What MediaWiki takes out of a title, changes in it or refuses (MediaWikiTitleCodec, Parser): the
# signs of links, templates and tags, line breaks, marks of direction, other blanks than the space …
_CHARACTERS = re.compile(
    r"[\x00-\x1f\x7f#<>\[\]{}|_\ufffd\xa0\u1680\u180e\u2000-\u200a\u200e\u200f\u2028-\u202f\u205f"
    r"\u3000]"
)

# … blanks at an end or side by side, escapes, signatures and relative paths.
_SEQUENCES = re.compile(
    r"^[ :]| $|  |%[0-9A-Fa-f]{2}|&(?:[A-Za-z0-9\x80-\U0010ffff]+|#[0-9]+|#x[0-9A-Fa-f]+);|~~~"
    r"|(?:^|/)\.{1,2}(?:/|$)"
)

_NOT_IN_SECTION = re.compile(r"[\x00-\x1f#%&<>\[\]{}|…]|''|~~~|__")
"""What may mean something in a section's name or in the text of a link."""

_LONGEST = 255
"""Bytes that a title may have."""


def link_to(title: str, *, colon: bool = True) -> str:
    """Return a link that a wiki reads as ``title``.

    With a ``colon`` it is nothing but a link, for files, categories and subpages too. Raises
    ExportError for a title that no wiki reads from a link: it cannot be that of a page.
    """
    if (
        not title
        or _CHARACTERS.search(title)
        or _SEQUENCES.search(title)
        or len(title.encode(errors="replace")) > _LONGEST
        or not (title.isascii() or unicodedata.is_normalized("NFC", title))
    ):
        raise ExportError(
            _(
                "“{title}” cannot be a link: a wiki would read another title or none. "
                "Choose another format than wikitext."
            ).format(title=plain(title))
        )
    return f"[[{':' if colon else ''}{title}]]"


def section_of(title: str, anchor: str, heading: str) -> str:
    """Return a link to a section of a page, or its heading alone where that is not simple."""
    if not anchor or _NOT_IN_SECTION.search(anchor + heading):
        return text_of(heading)
    return f"{link_to(title)[:-2]}#{anchor}|{heading}]]"


def text_of(text: str) -> str:
    """Return what a wiki shows as ``text``, whatever is in it."""
    return f"<nowiki>{html.escape(text, quote=False)}</nowiki>" if text else ""
