# SPDX-License-Identifier: MIT

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import requests

from tests.wiki.linktables import read_links
from tests.wiki.mediawiki import MediaWiki
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import called_pages, carriers
from wikilinks_gui.wikitext.exact import exact
from wikilinks_gui.wikitext.origin import Answer, judge
from wikilinks_gui.wikitext.parsoid import read_html
from wikilinks_gui.wikitext.rules import WikitextRules, rules_of
from wikilinks_gui.wikitext.use import Wanted

EXTENSIONS = ("ParserFunctions", "Cite", "ImageMap", "Poem", "SyntaxHighlight_GeSHi")
SETTINGS = (
    "".join(f"wfLoadExtension( '{name}' );\n" for name in EXTENSIONS)
    + "$wgNamespacesWithSubpages[NS_MAIN] = $wgNamespacesWithSubpages[NS_TEMPLATE] = true;\n"
)


@dataclass
class OriginWiki:
    """A wiki that is served, with its link tables."""

    wiki: MediaWiki
    texts: Mapping[str, str]  # by title
    rules: WikitextRules = field(init=False)
    rows: dict[str, dict[str, Kind]] = field(init=False)  # kinds by linked, then linking page
    transcluded: dict[str, set[str]] = field(init=False)  # by transcluding page

    def __post_init__(self) -> None:
        client = Client(self.wiki.api_url)
        self.site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
        self.rules = rules_of(self.site)
        client.close()
        self.rows, self.transcluded = {}, {}
        db = self.wiki.connect()
        self.titles = {
            number: self.title(namespace, name)
            for number, namespace, name in db.execute(
                "SELECT page_id, page_namespace, page_title FROM page"
            )
        }
        for namespace, name, _, source in read_links(db, "pagelinks"):
            self._add(self.title(namespace, name), source, Kind.LINK)
        for namespace, name, _, source in read_links(db, "templatelinks"):
            target = self.title(namespace, name)
            self._add(target, source, Kind.TRANSCLUSION)
            self.transcluded.setdefault(self.titles[source], set()).add(target)
        for name, source in db.execute("SELECT il_to, il_from FROM imagelinks"):
            self._add(self.title(6, name), source, Kind.FILE)
        db.close()

    def title(self, namespace: int, name: str) -> str:
        prefix = self.rules.namespace(namespace).name
        return f"{prefix}:{name}".removeprefix(":").replace("_", " ")

    def _add(self, target: str, source: int, kind: Kind) -> None:
        rows = self.rows.setdefault(target, {})
        title = self.titles[source]
        rows[title] = rows.get(title, Kind(0)) | kind

    def html(self, title: str) -> str:
        address = f"{self.wiki.url}/rest.php/v1/page/{quote(title, safe='')}/html"
        reply = requests.get(address, params={"redirect": "no"}, timeout=60)
        reply.raise_for_status()
        return reply.text

    def _called(self, titles: set[str]) -> set[str]:
        """Return the templates that pages call, and those that these call in turn."""
        found: set[str] = set()
        todo = [self.texts[title] for title in titles]
        while todo:
            new = called_pages(todo.pop(), self.rules) - found
            found |= new
            todo += [self.texts[title] for title in new if title in self.texts]
        return found

    def answers(
        self, target: str, *, doubtful_only: bool = False
    ) -> Iterator[tuple[str, Answer, Answer]]:
        """Yield each row of a page: what links, by wikitext alone, and exactly.

        ``doubtful_only``: like the program, do not ask for what wikitext is sure of.
        """
        rows = self.rows[target]
        kinds = Kind(0)
        for kind in rows.values():
            kinds |= kind
        wanted = Wanted(target, kinds)
        used = set().union(*self.transcluded.values())
        candidates = {*rows, target} & used & self.texts.keys()
        called = self._called({*rows} & self.texts.keys()) | candidates
        texts = {title: self.texts[title] for title in called & self.texts.keys()}
        found = carriers(texts, wanted, self.rules, candidates)
        for title, kind in rows.items():
            if title not in self.texts:
                continue
            here = Wanted(target, kind)
            transcluded = self.transcluded.get(title, set()) & candidates
            text = self.texts[title]
            by_text = judge(title, text, here, transcluded, found, self.rules)
            if by_text.is_sure and doubtful_only:
                yield title, by_text, by_text
                continue
            reading = read_html(self.html(title), self.rules)
            yield title, by_text, exact(title, text, here, reading, transcluded, found, self.rules)
