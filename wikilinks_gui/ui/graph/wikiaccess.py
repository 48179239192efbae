# SPDX-License-Identifier: MIT
"""How the graph asks the wiki of its list for more, beside the listing."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from wikilinks_gui.errors import CancelledError, WikilinksError
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.wikis.session import OpenWiki

log = logging.getLogger("wikilinks_gui.graph")

Reply = TypeVar("Reply")


@dataclass(frozen=True, slots=True)
class WikiAccess:
    """The wiki of the list that is shown.

    ``waiting`` returns why it is not asked just now, "" when it may be; ``seconds_for`` estimates
    how long a number of requests takes.
    """

    open: Callable[[], Awaitable[OpenWiki]]
    waiting: Callable[[], str]
    seconds_for: Callable[[int], float]

    async def ask(
        self,
        request: Callable[[OpenWiki], Iterator[Reply]],
        take: Callable[[Reply], object],
    ) -> WikilinksError | None:
        """Ask, and hand over one reply after the other; listings of the wiki take turns with them.

        Return the error that ended it, or None where all has come, or it was stopped.
        """
        try:
            opened = await self.open()
            async for reply in opened.worker.each(lambda store: request(opened)):
                take(reply)
        except CancelledError:
            log.info("stopped")
        except WikilinksError as error:
            log.warning("%s", error)
            return error
        return None


def wiki_access(controller: TabController) -> WikiAccess:
    """Return the way to the wiki of a tab."""

    def seconds_for(requests: int) -> float:
        opened = controller.opened
        return opened.wiki.client.seconds_for(requests) if opened else 0.0

    return WikiAccess(controller.open_wiki, lambda: controller.clock.waiting, seconds_for)
