# SPDX-License-Identifier: MIT
"""The templates that have to do with rows, in sets: few for many rows, but may be thousands."""

from collections.abc import Collection, Iterable

import numpy as np

from wikilinks_gui.table.columns import Column, Numbers


class TemplateSets:
    """Sets of titles of templates, each once; they have numbers, and so have the templates.

    Number 0 is the set of none.
    """

    def __init__(self) -> None:
        self.titles: dict[str, int] = {}  # numbers of templates
        self._sets: list[tuple[str, ...]] = [()]
        self._numbers: dict[tuple[str, ...], int] = {(): 0}
        self._of_pairs = Column(np.int32)  # a set for each of its templates
        self._templates = Column(np.int32)  # these

    def __len__(self) -> int:
        return len(self._sets)

    def __getitem__(self, number: int) -> tuple[str, ...]:
        return self._sets[number]

    def add(self, sets: Iterable[tuple[str, ...]]) -> list[int]:
        """Add sets that are new; return the numbers of all."""
        return [self._add(titles) for titles in sets]

    def _add(self, titles: tuple[str, ...]) -> int:
        number = self._numbers.setdefault(titles, len(self))
        if number == len(self):
            known = self.titles
            templates = [known.setdefault(title, len(known)) for title in dict.fromkeys(titles)]
            self._of_pairs.extend([number] * len(templates))
            self._templates.extend(templates)
            self._sets.append(titles)
        return number

    @property
    def pairs(self) -> tuple[Numbers, Numbers]:
        """Each set with each of its templates, by numbers, in two arrays."""
        return self._of_pairs.array, self._templates.array

    def having(self, titles: Collection[str]) -> Numbers:
        """Return the sets that have one of some templates at least."""
        sets, templates = self.pairs
        known = [self.titles[title] for title in titles if title in self.titles]
        return sets[np.isin(templates, known)]

    def count(self, rows: Numbers) -> dict[str, int]:
        """Return how many rows each template has, most first, by how many each set has."""
        sets, templates = self.pairs
        found = np.bincount(templates, rows[sets], len(self.titles)).astype(np.int64)
        names, most = list(self.titles), np.argsort(-found, kind="stable")
        most = most[found[most] > 0]
        return dict(zip(map(names.__getitem__, most.tolist()), found[most].tolist(), strict=True))

    def ranks(self) -> Numbers:
        """Return the place of each set in the order of their titles, int32."""
        ranks = np.zeros(len(self), np.int32)
        ranks[sorted(range(len(ranks)), key=self._sets.__getitem__)] = np.arange(len(ranks))
        return ranks
