# SPDX-License-Identifier: MIT
"""Why the links to some pages cannot be listed: the messages for invalid titles and the like."""

from wikilinks_gui.errors import InvalidTitleError, OtherWikiError, SpecialPageError
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.translation import _


def check_listable(resolution: Resolution) -> None:
    """Raise the TitleError that says why the links to a page cannot be listed, if they cannot."""
    redirect = resolution.redirects[0].source if resolution.redirects else ""
    if resolution.status == "invalid":
        raise InvalidTitleError(
            _("“{title}” cannot be a title: {reason}").format(
                title=resolution.asked, reason=resolution.reason
            )
        )
    if resolution.status == "special":
        said = _("“{title}” is a special page: wikis keep no list of links to it.")
        raise SpecialPageError(said.format(title=resolution.title), redirect=redirect)
    if resolution.status == "interwiki":
        said = (
            _("“{title}” is on another wiki ({prefix}): {address}")
            if resolution.url
            else _("“{title}” is on another wiki ({prefix}), whose address is not known.")
        ).format(title=resolution.title, prefix=resolution.interwiki, address=resolution.url)
        raise OtherWikiError(said, redirect=redirect, url=resolution.url)
