# SPDX-License-Identifier: MIT
"""The store: wikis, explorations, rows, check marks and origins in one SQLite file."""

from wikilinks_gui.store.marks import MarkStore
from wikilinks_gui.store.origins import OriginStore
from wikilinks_gui.store.rows import RowStore
from wikilinks_gui.store.wikis import WikiStore


class Store(WikiStore, RowStore, MarkStore, OriginStore):
    """The file ``path``, opened or created with its folder.

    It belongs to the thread that made it (:meth:`rows` alone may be read in any). Several stores,
    also of several programs, may have the same file open; each write waits up to
    ``busy_timeout`` seconds for its turn. Any method may raise a :class:`StoreError`; what was
    stored before is then still there.
    """
