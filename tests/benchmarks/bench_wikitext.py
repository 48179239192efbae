# SPDX-License-Identifier: MIT
"""Time of reading wikitext: 50 pages of 15 kB as they are in wikis, and hostile ones.

python -m tests.benchmarks.bench_wikitext
"""

import random
import time
from collections.abc import Callable
from functools import partial

from tests.unit.wikitext.rules import ENGLISH
from tests.unit.wikitext.test_hostile import HOSTILE, every_use
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import carriers
from wikilinks_gui.wikitext.context import context_of
from wikilinks_gui.wikitext.origin import judge
from wikilinks_gui.wikitext.parsoid import read_html
from wikilinks_gui.wikitext.scanner import own_uses
from wikilinks_gui.wikitext.use import Wanted

PAGES, LETTERS = 50, 15_000
WORDS = "the of mineral found in many rocks and it is also used as a gem since long ago".split()  # noqa: SIM905


def page(seed: int, target: str) -> str:
    """Write a page like an article: prose, links, references, templates, a table, headings."""
    choose = random.Random(seed)
    pieces = [
        "{{Infobox mineral\n| name = Page\n| image = A.jpg\n| formula = SiO<sub>2</sub>\n}}\n"
    ]
    length = 0
    while length < LETTERS:
        kind = choose.random()
        words = " ".join(choose.choices(WORDS, k=6))
        if kind < 0.35:
            piece = f"{words} [[{choose.choice(WORDS)} {choose.randrange(500)}|{words[:8]}]] "
        elif kind < 0.45:
            piece = f"<ref>{{{{cite web|title={words}|url=http://example.org/|date=2020}}}}</ref> "
        elif kind < 0.5:
            piece = f"\n\n== {words} ==\n"
        elif kind < 0.55:
            piece = f"\n* [[{words}]] {{{{lang|fr|{words}}}}}\n"
        else:
            piece = f"{words}. "
        pieces.append(piece)
        length += len(piece)
    if target:
        pieces.insert(choose.randrange(len(pieces)), f" [[{target}]] ")
    return "".join(pieces)


def timed(name: str, work: Callable[[], object]) -> None:
    """Print the best of five runs, in milliseconds."""
    best = min(_once(work) for _ in range(5))
    print(f"{name:55} {best * 1000:8.1f} ms")


def _once(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    wanted = Wanted("Rock crystal", Kind.LINK)
    boxes = carriers({"Template:Box": "[[Rock crystal]]"}, wanted, ENGLISH)
    naming = [page(seed, "Rock crystal") for seed in range(PAGES)]
    others = [page(seed, "") for seed in range(PAGES)]

    def judge_all(texts: list[str]) -> None:
        for text in texts:
            judge("Page", text, wanted, {"Template:Box"}, boxes, ENGLISH)

    timed(f"judge {PAGES} pages that do not name the target", lambda: judge_all(others))
    timed(f"judge {PAGES} pages that name the target", lambda: judge_all(naming))
    timed(f"all uses of {PAGES} pages", lambda: [own_uses(text, ENGLISH, "P") for text in naming])
    uses = own_uses(naming[0], ENGLISH, "P")
    timed(f"context of {len(uses)} uses", lambda: [context_of(naming[0], use) for use in uses])
    link = '<a rel="mw:WikiLink" href="./Target" title="Target" id="mwAB">some words</a> and text '
    box = (
        '<div about="#mwt{0}" typeof="mw:Transclusion" data-mw=\'{{"parts":[{{"template":'
        '{{"target":{{"wt":"Box","href":"./Template:Box"}},"params":{{}},"i":0}}}}]}}\'>{1}</div>'
    )
    html = "".join(box.format(number, link * 40) for number in range(300))
    timed(f"Parsoid's HTML of {len(html) / 1e6:.1f} MB", lambda: read_html(html, ENGLISH))
    for name, hostile in HOSTILE.items():
        small, large = hostile(25_000), hostile(100_000)
        one = _once(partial(every_use, small))
        four = _once(partial(every_use, large))
        print(f"hostile: {name:46} {four * 1000:8.1f} ms, {four / one:5.1f} times")


if __name__ == "__main__":
    main()
