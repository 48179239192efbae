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
        sentence = (
            _(
                "“{title}” (through the redirect “{redirect}”) is a special page: wikis keep no "
                "list of links to it."
            )
            if redirect
            else _("“{title}” is a special page: wikis keep no list of links to it.")
        )
        said = sentence.format(title=resolution.title, redirect=redirect)
        raise SpecialPageError(said, redirect=redirect)
    if resolution.status == "interwiki":
        raise OtherWikiError(
            _elsewhere(resolution, redirect), redirect=redirect, url=resolution.url
        )


def _elsewhere(resolution: Resolution, redirect: str) -> str:
    """Return words for a page on another wiki."""
    if not resolution.url:
        sentence = (
            _(
                "“{title}” (through the redirect “{redirect}”) is on another wiki ({prefix}), "
                "whose address is not known."
            )
            if redirect
            else _("“{title}” is on another wiki ({prefix}), whose address is not known.")
        )
    elif redirect:
        sentence = _(
            "“{title}” (through the redirect “{redirect}”) is on another wiki ({prefix}): {address}"
        )
    else:
        sentence = _("“{title}” is on another wiki ({prefix}): {address}")
    return sentence.format(
        title=resolution.title,
        redirect=redirect,
        prefix=resolution.interwiki,
        address=resolution.url,
    )
