# SPDX-License-Identifier: MIT
"""Links in their sentences, made of the texts that were read when their origins were checked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wikilinks_gui.mediawiki.siteinfo import TEMPLATE_NAMESPACE, SiteInfo
from wikilinks_gui.store.records import Exploration, OriginRecord
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import ORIGIN_NAMES, LinkFacts, Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.wikitext.context import Context, context_of, source_of
from wikilinks_gui.wikitext.rules import WikitextRules, rules_of
from wikilinks_gui.wikitext.scanner import own_uses, read_page, transcluded_uses
from wikilinks_gui.wikitext.sections import Section, section_at, sections
from wikilinks_gui.wikitext.use import Use


@dataclass(frozen=True, slots=True)
class LinkContext:
    """A link where it stands; ``source`` is its wikitext, to be found in an editor."""

    use: Use
    context: Context
    section: Section
    source: str

    @property
    def label(self) -> str:
        """What a reader sees of it."""
        return self.context.text[self.context.start : self.context.end]


FromTemplates = tuple[tuple[str, LinkContext], ...]
"""Links in the texts of templates, each with the template's title."""


@dataclass(frozen=True, slots=True)
class RowContext:
    """Where the link of a row comes from, and where it stands."""

    record: OriginRecord
    links: tuple[LinkContext, ...]  # in the text of the row's page, in order
    from_templates: FromTemplates = ()  # as far as they were asked for

    def facts(self) -> LinkFacts:
        """Return what an export tells of it."""
        record, first = self.record, self.links[0] if self.links else None
        return LinkFacts(
            ORIGIN_NAMES.get(Origin(record.origin), ""),
            not record.is_sure,
            record.templates,
            len(record.uses),
            first.label if first else "",
            first.section.heading if first else "",
            first.context.text if first else "",
            first.section.anchor if first else "",
            first.context.start if first else 0,
        )


def row_contexts(
    store: Store, site: SiteInfo, exploration: Exploration, rows: Iterable[Row]
) -> dict[tuple[int, int], RowContext]:
    """Return what is stored of some rows, by their ``via`` and page id.

    Of a text that was read again since, and has changed, no links are given. Raises StoreErrors.
    """
    rules, titles = rules_of(site), {row.page_id: row.title for row in rows}
    by_via: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_via[row.via].append(row.page_id)
    records = [
        record
        for via, page_ids in by_via.items()
        for record in store.origins_of(exploration.id, via, page_ids)
    ]
    texts = store.texts(exploration.wiki, {record.page_id for record in records if record.uses})
    names = {0: exploration.target} | store.redirect_titles(exploration.id)
    found = {}
    for record in records:
        text = texts.get(record.page_id)
        links: tuple[LinkContext, ...] = ()
        if text and text.text and text.revision == record.revision:
            title, target = titles[record.page_id], names.get(record.via, "")
            links = tuple(_links(text.text, rules, title, target, record.uses))
        found[record.via, record.page_id] = RowContext(record, links)
    return found


def facts_of(
    store: Store, site: SiteInfo, exploration: Exploration, rows: Sequence[Row]
) -> list[LinkFacts]:
    """Return for each of some rows what an export tells of it. Raises StoreErrors."""
    found = row_contexts(store, site, exploration, rows)
    origins = (found.get((row.via, row.page_id)) for row in rows)
    return [origin.facts() if origin else LinkFacts() for origin in origins]


def _links(
    text: str, rules: WikitextRules, title: str, target: str, places: Sequence[int]
) -> Iterator[LinkContext]:
    wanted = set(places)
    uses, found = read_page(text, rules, title, target).uses, sections(text, rules)
    if not wanted <= {use.start for use in uses}:  # the wiki's rendering told what they mean
        uses = own_uses(text, rules, title)
    for use in uses:
        if use.start in wanted:
            wanted.remove(use.start)
            yield link_context(text, use, found)


def link_context(text: str, use: Use, found: Sequence[Section]) -> LinkContext:
    """Return a use in a text with its sentence; ``found`` are the text's sections."""
    section = section_at(found, use.start)
    return LinkContext(use, context_of(text, use), section, source_of(text, use))


def links_in_templates(
    store: Store, site: SiteInfo, exploration: Exploration, record: OriginRecord
) -> FromTemplates:
    """Return where the templates of a row link to what it links to, each with its title.

    Raises StoreErrors.
    """
    rules, links = rules_of(site), []
    target = ({0: exploration.target} | store.redirect_titles(exploration.id)).get(record.via)
    places = _places_in_templates(store, exploration, record) if site.converts else set()
    for title, text in store.template_texts(exploration.id, record.templates).items():
        found = sections(text, rules)
        links += [
            (title, link_context(text, use, found))
            for use in transcluded_uses(text, rules)
            if use.target == target or (title, use.start) in places
        ]
    return tuple(links)


def _places_in_templates(
    store: Store, exploration: Exploration, record: OriginRecord
) -> set[tuple[str, int]]:
    """Return where links stand, by title, in templates that are rows: in any script."""
    titles = {
        row.page_id: row.title
        for row in store.rows_in_namespace(exploration.id, TEMPLATE_NAMESPACE)
        if row.title in record.templates
    }
    records = store.origins_of(exploration.id, record.via, titles)
    return {(titles[each.page_id], start) for each in records for start in each.uses}
