# SPDX-License-Identifier: MIT
"""A small wiki on loopback that answers the Action API as MediaWiki 1.39 does.

``with SampleWiki() as wiki:`` serves the bundled pages at ``wiki.api_url``.
"""

from wikilinks_gui.samplewiki.server import SampleWiki

__all__ = ["SampleWiki"]
