# SPDX-License-Identifier: MIT
"""The language in which the program speaks.

Catalogues are looked for once: ``gettext.gettext`` looks on the disk at each call (measured: 0.2
ms, which a table would pay for each cell that it paints).
"""

import gettext
import unicodedata

from wikilinks_gui.resources import resource_path

_FOLDER = str(resource_path("translations"))
gettext.bindtextdomain("wikilinks_gui", _FOLDER)
gettext.textdomain("wikilinks_gui")  # argparse translates its own texts by this

_catalogue = gettext.translation("wikilinks_gui", _FOLDER, fallback=True)
_ = _catalogue.gettext
ngettext = _catalogue.ngettext

_OPENS, _CLOSES = "\u2068", "\u2069"


def isolated(title: str) -> str:
    """Keep a title that has letters from right to left from changing the order of what is around.

    For titles that are put into sentences and lists; U+2068 and U+2069 (Unicode's UAX #9).
    """
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in title):
        return f"{_OPENS}{title}{_CLOSES}"
    return title


def closed(cut: str) -> str:
    """Add the marks that a text's isolated titles lost when it was cut."""
    missing = cut.count(_OPENS) - cut.count(_CLOSES)
    return _OPENS * -missing + cut + _CLOSES * missing
