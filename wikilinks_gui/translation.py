# SPDX-License-Identifier: MIT
"""The language in which the program speaks.

Catalogues are looked for once: ``gettext.gettext`` looks on the disk at each call (measured: 0.2
ms, which a table would pay for each cell that it paints).
"""

import gettext

from wikilinks_gui.resources import resource_path

_catalogue = gettext.translation("wikilinks_gui", str(resource_path("translations")), fallback=True)
_ = _catalogue.gettext
ngettext = _catalogue.ngettext
