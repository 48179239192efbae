# SPDX-License-Identifier: MIT
"""A wiki with real titles in which as many pages link to one as is wanted."""

import lzma
import random
import sqlite3

from wikilinks_gui.resources import resource_path
from wikilinks_gui.samplewiki.database import INDEXES, SCHEMA

HUB = "Climate change"
REDIRECTS = {
    "Global warming": HUB,
    "Climate crisis": HUB,
    "Effects of global warming": HUB,
    "Anthropogenic climate change": HUB,
    "Climate emergency": HUB,
    "Global climate change": HUB,
    "Climatic change": HUB,
    "Climate breakdown": HUB,
    "Global Warming": "Global warming",
    "Global warming (physics)": "Global warming",
    "Runaway climate change": "Climate crisis",
}
"""Titles, and where each leads."""

_SHARE = 0.45
"""Of the links are direct; the largest redirect has the same share of what is left, and so on."""


def real_wiki(rows: int) -> sqlite3.Connection:
    """Make a wiki in which :data:`HUB` has so many rows; the titles are those of the sample wiki.

    A page is in several rows where it links through several redirects. A part of the pages stands
    in the namespaces that links come from: talk, user, project, template, category.
    """
    chooser = random.Random(4)
    with sqlite3.connect(":memory:") as sample:
        sample.deserialize(
            lzma.decompress(resource_path("samplewiki/sample.sqlite.xz").read_bytes())
        )
        titles = [title for (title,) in sample.execute("SELECT page_title FROM page")]
    sample.close()
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(SCHEMA)
    names = {name: name.replace(" ", "_") for name in (HUB, *REDIRECTS)}
    titles = sorted(set(titles) - set(names.values()))
    chooser.shuffle(titles)
    pages = [(number, 0, names[name], name != HUB) for number, name in enumerate(names, 1)]
    namespaces = [0] * 62 + [1] * 16 + [2] * 9 + [3] * 3 + [4] * 6 + [10] * 3 + [14]
    pages += [
        (number, chooser.choice(namespaces), title, False)
        for number, title in enumerate(titles, len(pages) + 1)
    ]
    db.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", pages)
    links = {(0, names[REDIRECTS[name]], 0, at) for at, name in enumerate(REDIRECTS, 2)}
    redirects = [(at, 0, names[target], "", "") for at, target in enumerate(REDIRECTS.values(), 2)]
    db.executemany("INSERT INTO redirect VALUES (?, ?, ?, ?, ?)", redirects)
    linked = pages[len(names) : len(names) + max(20, rows * 3 // 5)]
    shows = []
    while len(links) < rows:
        number, namespace, _title, _redirect = chooser.choice(linked)
        target = next((name for name in names if chooser.random() < _SHARE), HUB)
        links.add((0, names[target], namespace, number))
        if namespace == 0 and target == HUB and chooser.random() < 0.05:
            shows.append((0, names[HUB], namespace, number))
    db.executemany("INSERT INTO pagelinks VALUES (?, ?, ?, ?)", sorted(links))
    db.executemany("INSERT OR IGNORE INTO templatelinks VALUES (?, ?, ?, ?)", shows)
    db.executescript(INDEXES)
    db.commit()
    return db
