# SPDX-License-Identifier: MIT
"""The language in which the program speaks.

Catalogues are looked for once: ``gettext.gettext`` looks on the disk at each call (measured: 0.2
ms, which a table would pay for each cell that it paints).
"""

import gettext
import unicodedata

from wikilinks_gui.resources import resource_path

_catalogue = gettext.translation("wikilinks_gui", str(resource_path("translations")), fallback=True)
_ = _catalogue.gettext
ngettext = _catalogue.ngettext


def isolated(title: str) -> str:
    """Keep a title that has letters from right to left from changing the order of what is around.

    For titles that are put into sentences and lists; U+2068 and U+2069 (Unicode's UAX #9).
    """
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in title):
        return f"\u2068{title}\u2069"
    return title
