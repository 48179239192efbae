# SPDX-License-Identifier: MIT
"""A page of a list that was read, from what the wiki tells to what is stored of it."""

from dataclasses import dataclass, field

from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.row import Row
from wikilinks_gui.wikitext.origin import Answer


@dataclass(slots=True)
class ReadPage:
    """A page, its rows, and the answer for each of them."""

    rows: list[Row]
    revision: int
    touched: str
    templates: set[str]
    answers: list[Answer]
    earlier: dict[int, OriginRecord] = field(default_factory=dict)  # that still hold, by ``via``

    @property
    def page_id(self) -> int:
        """The page's."""
        return self.rows[0].page_id

    @property
    def is_sure(self) -> bool:
        """Whether all that is known of it is certain."""
        return all(
            answer.is_sure or row.via in self.earlier
            for row, answer in zip(self.rows, self.answers, strict=True)
        )

    @property
    def doubts(self) -> frozenset[str]:
        """Spellings about which to ask the wiki."""
        answers = zip(self.rows, self.answers, strict=True)
        new = (answer.doubts for row, answer in answers if row.via not in self.earlier)
        return frozenset[str]().union(*new)

    def records(self) -> list[OriginRecord]:
        """Return what is to be stored."""
        return [
            self.earlier.get(row.via)
            or OriginRecord(
                row.via,
                row.page_id,
                self.revision,
                int(answer.origin),
                answer.is_sure,
                answer.templates,
                tuple(use.start for use in answer.uses),
                self.touched,
            )
            for row, answer in zip(self.rows, self.answers, strict=True)
        ]
