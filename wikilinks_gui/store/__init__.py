# SPDX-License-Identifier: MIT
"""What is kept on this computer: wikis, explorations and their rows, in one SQLite file."""

from wikilinks_gui.store.records import Counts, Exploration, JsonObject, StoredWiki
from wikilinks_gui.store.store import Store

__all__ = ["Counts", "Exploration", "JsonObject", "Store", "StoredWiki"]
