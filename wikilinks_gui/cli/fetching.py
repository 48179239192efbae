# SPDX-License-Identifier: MIT
"""What commands that list a page into a file share: the listing, its file, what it took."""

import argparse
import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wikilinks_gui import words
from wikilinks_gui.cli.listingarguments import target_of
from wikilinks_gui.cli.opening import opened
from wikilinks_gui.cli.terminal import progress, say
from wikilinks_gui.errors import (
    CancelledError,
    ExportError,
    ListDamagedError,
    StoreDamagedError,
    WikiError,
    WikilinksError,
)
from wikilinks_gui.export.writing import check_target, open_target
from wikilinks_gui.listing.methodchoice import default_method
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.listing.storing import list_and_store, options_of
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.safefile import noted, remove_unfinished
from wikilinks_gui.settings import Folders
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.wikis.connector import Wiki

MAXLAG = 5
"""Seconds of replication lag at which a command waits, as nobody is kept waiting by it."""


@dataclass(slots=True)
class Run:
    """One run of a command: its listing, and the requests and time that it took."""

    wiki: Wiki
    store: Store
    request: ListingRequest
    found: Exploration | None
    exploration: int = 0  # its id, once there is one
    complete: bool = False
    began: float = field(default_factory=time.monotonic)

    def fetch(self) -> None:
        """Fetch what is not stored, with a progress bar on a terminal."""
        if self.found:
            self.exploration, self.complete = self.found.id, self.found.complete
        if self.complete:
            return
        batches = list_and_store(
            self.wiki.client,
            self.wiki.site,
            self.store,
            self.wiki.key,
            self.request,
            resume=self.found,
        )
        with progress(_("Listing"), initial=self.found.rows if self.found else 0) as bar:
            try:
                for batch in batches:
                    self.exploration, self.complete = batch.exploration, batch.complete
                    for sentence in _resolution_notes(batch.resolution) if batch.resolution else ():
                        say(sentence)
                    bar.update(len(batch.new))
            except KeyboardInterrupt:
                raise CancelledError(self._with_rows_kept(_("Interrupted."))) from None
            except WikiError as error:
                error.args = (self._with_rows_kept(str(error)),)
                raise

    def _with_rows_kept(self, problem: str) -> str:
        """Add to what went wrong how many rows are kept."""
        rows = self.store.counts(self.exploration).rows
        if not rows:
            return problem
        return ngettext(
            "{problem} {count} row is kept; --resume continues the listing.",
            "{problem} {count} rows are kept; --resume continues the listing.",
            rows,
        ).format(problem=problem, count=words.number(rows))

    def write_stats(self, output: str) -> None:
        """Write what the listing took, also one that failed; the set-up is counted by itself."""
        counts = self.store.counts(self.exploration)
        traffic = self.wiki.client.traffic
        stats = {
            "requests": traffic.requests,
            "setup_requests": self.wiki.setup_requests,
            "retries": traffic.retries,
            "rows": counts.rows,
            "distinct_pages": counts.distinct_pages,
            "redirects": counts.redirects,
            "bytes": traffic.bytes,
            "seconds": round(time.monotonic() - self.began, 3),
            "complete": self.complete,
        }
        with open_target(target_of(output)) as file:
            file.write(json.dumps(stats, indent=2).encode() + b"\n")


def list_and_write(args: argparse.Namespace, write: Callable[[Run], str]) -> int:
    """List a page, or take what is stored of it, and write it; return the exit status.

    ``write`` returns what was written, in words, such as "5 rows".
    """
    for target in (args.output, args.stats):
        if target not in {"-", None}:
            check_target(Path(target))
            remove_unfinished(Path(target).parent)
    with opened(args, maxlag=MAXLAG, stored=args.cached) as (wiki, store, title):
        request = ListingRequest(
            title,
            method=args.method or default_method(wiki.site),
            follow=not args.no_follow,
            kinds=args.kinds,
            depth=args.depth,
        )
        if request.method == "backlinks" and request.reaches(2):
            say(
                _(
                    "The method backlinks follows one redirect only: links through a redirect to a"
                    " redirect are missing."
                )
            )
        folder = Path() if args.output == "-" else Path(args.output).parent
        option = "--cached" if args.cached else "--resume" if args.resume else ""
        advice = _("{problem} Leave out {option} to fetch it again.") if option else "{problem}"
        with _advised(ListDamagedError, advice.format(problem="{problem}", option=option)):
            run = Run(wiki, store, request, _stored(args, store, wiki, request))
            try:
                run.fetch()
                kept = _("{problem} The listing is kept: --cached needs no request.")
                notes = Folders.below(args.basedir).notes
                with noted(notes, folder), _advised(ExportError, kept):
                    written = write(run)
                store.set_exported(run.exploration)
            except StoreDamagedError:
                raise  # it cannot be counted
            except (WikilinksError, KeyboardInterrupt):
                if args.stats:
                    with contextlib.suppress(ExportError):  # the first error is the one to report
                        run.write_stats(args.stats)
                raise
        if args.stats:
            run.write_stats(args.stats)
        sent = wiki.client.traffic.requests
    place = _("standard output") if args.output == "-" else args.output
    say(
        _("{written} written to {place} ({requests}).").format(
            written=written, place=place, requests=words.requests(sent)
        )
    )
    return 0


@contextlib.contextmanager
def _advised(kind: type[WikilinksError], advice: str) -> Iterator[None]:
    """Add to an error, the ``{problem}`` of the advice, what to do."""
    try:
        yield
    except kind as error:
        error.args = (advice.format(problem=error),)
        raise


def _stored(
    args: argparse.Namespace, store: Store, wiki: Wiki, request: ListingRequest
) -> Exploration | None:
    """Find the exploration that ``--resume`` or ``--cached`` asks for."""
    options = options_of(request)
    if args.cached:
        found = store.latest(wiki.key, request.title, options, complete=True)
        if found is None:
            raise ExportError(
                _(
                    "No complete listing of “{title}” with these options is stored. "
                    "Leave out --cached to fetch it."
                ).format(title=request.title)
            )
        return found
    if args.resume:
        found = store.latest(wiki.key, request.title, options)
        if found and not (found.complete and found.exported):
            return found
        say(_("There is no incomplete listing to resume: starting from the beginning."))
    return None


def _resolution_notes(resolution: Resolution) -> Iterator[str]:
    """Yield where the wiki led, if that is not simply the page that was asked for."""
    title = resolution.title
    if resolution.status == "loop":
        sentence = _("“{title}” is part of a redirect loop: what links to it is listed.")
        yield sentence.format(title=title)
    elif resolution.redirects:
        last = resolution.redirects[-1]
        sentence = (
            _("“{source}” redirects to “{title}” § {section}.")
            if last.section
            else _("“{source}” redirects to “{title}”.")
        )
        source = resolution.redirects[0].source
        yield sentence.format(source=source, title=title, section=last.section)
    if resolution.status == "missing":
        sentence = _("“{title}” does not exist; links to it are listed all the same.")
        yield sentence.format(title=title)
