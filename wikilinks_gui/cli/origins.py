# SPDX-License-Identifier: MIT
"""Where the links of an export come from: checked, and rows chosen by it."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence

from wikilinks_gui import words
from wikilinks_gui.cli.arguments import UsageError
from wikilinks_gui.cli.fetching import Run
from wikilinks_gui.cli.terminal import progress, say
from wikilinks_gui.errors import CancelledError, WikiError
from wikilinks_gui.listing.budget import requests_needed
from wikilinks_gui.listing.linkcontexts import facts_of
from wikilinks_gui.listing.origins import check_origins
from wikilinks_gui.mediawiki.siteinfo import TEMPLATE_NAMESPACE
from wikilinks_gui.store.records import Exploration, OriginRecord
from wikilinks_gui.table.origin import ORIGIN_GROUPS, ORIGIN_NAMES, LinkFacts, Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.translation import _, ngettext


def add_origin(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; :func:`check_arguments` checks them."""
    parser.add_argument(
        "--origin",
        action="store_true",
        help=_(
            "add columns: whether each link stands in the text of its page or comes through a"
            " template, and its sentence. Takes a request for each 50 pages, a few for templates,"
            " and one for each page in doubt"
        ),
    )
    parser.add_argument(
        "--origin-only",
        type=_origins,
        metavar="ORIGIN[,ORIGIN]",
        help=_(
            "with --origin: write only some rows: text (also of links that come through a template"
            " as well), template (only), both, in-doubt, not-found, unknown (not checked)"
        ),
    )


def _origins(text: str) -> frozenset[str]:
    known = [name.replace(" ", "-") for name in ORIGIN_GROUPS]
    names = frozenset(name.strip() for name in text.split(","))
    if wrong := sorted(names.difference(known)):
        raise argparse.ArgumentTypeError(
            _("“{typed}” is not one of the origins: {origins}").format(
                typed=wrong[0], origins=", ".join(known)
            )
        )
    return frozenset(name.replace("-", " ") for name in names)


def check_arguments(args: argparse.Namespace) -> None:
    """Raise UsageError for arguments that do not go together."""
    if args.origin_only and not args.origin:
        raise UsageError(_("--origin-only needs --origin"))


class Origins:
    """Where the links of a listing come from."""

    def __init__(self, run: Run) -> None:
        exploration = run.store.exploration(run.exploration)
        assert exploration  # noqa: S101 - it was listed just now
        self._run = run
        self._exploration: Exploration = exploration

    def check(self) -> None:
        """Check the rows that were not checked yet, with a progress bar on a terminal.

        So are those in doubt: a check that was interrupted may not have asked for them.
        Raises WikiErrors, StoreErrors and CancelledError; what came before is kept.
        """
        run = self._run
        origins = run.store.origins(run.exploration)
        known = {(each.via, each.page_id) for each in origins if each.is_sure}
        rows = [
            row for row in run.store.rows(run.exploration) if (row.via, row.page_id) not in known
        ]
        left = {(row.via, row.page_id) for row in rows}
        if rows:
            self._say_cost(rows)
        with progress(_("Checking"), total=len(rows)) as bar:
            try:
                for batch in check_origins(
                    run.wiki.client, run.wiki.site, run.store, self._exploration, rows
                ):
                    before = len(left)
                    left -= {(each.via, each.page_id) for each in batch.records}
                    bar.update(before - len(left))
            except KeyboardInterrupt:
                checked = len(rows) - len(left)
                raise CancelledError(_with_rows_kept(_("Interrupted."), checked)) from None
            except WikiError as error:
                error.args = (_with_rows_kept(str(error), len(rows) - len(left)),)
                raise

    def _say_cost(self, rows: Sequence[Row]) -> None:
        """Write how many requests the check of some rows takes."""
        run, pages = self._run, len({row.page_id for row in rows})
        templates = run.store.rows_in_namespace(run.exploration, TEMPLATE_NAMESPACE)
        needed = requests_needed(
            run.wiki.site, pages, len({template.page_id for template in templates})
        )
        sentence = _("Checking {pages}: {requests}, and one more for each page in doubt.")
        say(sentence.format(pages=words.pages(pages), requests=words.at_most(needed)))

    def say_doubt(self) -> None:
        """Write how many rows were not checked, and how many pages are in doubt: a guess."""
        store, number = self._run.store, self._run.exploration
        origins = list(store.origins(number))
        if rows := store.counts(number).rows - len(origins):
            sentence = ngettext(
                "{count} row is not checked: where its link comes from is not known."
                " Leave out --cached to check it.",
                "{count} rows are not checked: where their links come from is not known."
                " Leave out --cached to check them.",
                rows,
            )
            say(sentence.format(count=words.number(rows)))
        if pages := len({each.page_id for each in origins if not each.is_sure}):
            guess = _("The wikitext alone suggests where their links come from.")
            say(f"{words.stay_in_doubt(pages)} {guess}")

    def facts(self, rows: Sequence[Row]) -> list[LinkFacts]:
        """Return what is known of some rows."""
        return facts_of(self._run.store, self._run.wiki.site, self._exploration, rows)

    def chosen(self, wanted: frozenset[str]) -> Callable[[Iterable[Row]], Iterator[Row]]:
        """Return what chooses the rows of some of :data:`ORIGIN_GROUPS`.

        What is both is in the text, too; what is in doubt is also what it is likely to be.
        """
        has_unknown = "unknown" in wanted
        differing = {
            (each.via, each.page_id)
            for each in self._run.store.origins(self._run.exploration)
            if wanted.isdisjoint(_groups(each)) == has_unknown
        }
        return lambda rows: (
            row for row in rows if ((row.via, row.page_id) in differing) != has_unknown
        )


def _groups(record: OriginRecord) -> set[str]:
    origin = Origin(record.origin)
    groups = {ORIGIN_NAMES.get(origin, "")} | ({"text"} if origin == Origin.BOTH else set())
    return groups if record.is_sure else groups | {"in doubt"}


def _with_rows_kept(problem: str, rows: int) -> str:
    """Add to what went wrong how many rows are checked."""
    return ngettext(
        "{problem} {count} row is checked; --resume continues.",
        "{problem} {count} rows are checked; --resume continues.",
        rows,
    ).format(problem=problem, count=words.number(rows))
