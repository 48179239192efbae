# SPDX-License-Identifier: MIT
"""Stopping what draws and writes the graph."""

from threading import Event

from wikilinks_gui.errors import CancelledError
from wikilinks_gui.translation import _


def check_stop(stop: Event | None) -> None:
    """Raise :class:`CancelledError` where ``stop`` is set."""
    if stop is not None and stop.is_set():
        raise CancelledError(_("The export was stopped."))
