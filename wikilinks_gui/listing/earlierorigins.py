# SPDX-License-Identifier: MIT
"""What earlier lists of a page tell for certain: the wiki is not asked about that again."""

from collections import defaultdict
from collections.abc import Collection

from wikilinks_gui.listing.readpages import ReadPage
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store


class EarlierOrigins:
    """Reads them in lists of the same page, kinds and redirects, this one among them."""

    def __init__(self, store: Store, exploration: Exploration) -> None:
        kinds, titles = exploration.options.get("kinds"), store.redirect_titles(exploration.id)
        self._store = store
        self._lists = [
            each.id
            for each in store.explorations(exploration.wiki)
            if each.target == exploration.target
            and each.options.get("kinds") == kinds
            and store.redirect_titles(each.id) == titles
        ]
        self.texts: dict[str, str] = {}  # of the templates of what was taken over, by title

    def recall(self, pages: Collection[ReadPage]) -> None:
        """Take over what was certain of pages in doubt, unless they were touched since."""
        by_via: dict[int, dict[int, ReadPage]] = defaultdict(dict)
        for page in pages:
            for row in page.rows if page.touched and not page.is_sure else ():
                by_via[row.via][page.page_id] = page
        for exploration in self._lists if by_via else ():
            templates: set[str] = set()
            for via, some in by_via.items():
                for record in self._store.origins_of(exploration, via, some):
                    page, state = some[record.page_id], (record.revision, record.touched)
                    if record.is_sure and state == (page.revision, page.touched):
                        page.earlier.setdefault(via, record)
                        templates.update(record.templates)
            self.texts |= self._store.template_texts(exploration, templates)
