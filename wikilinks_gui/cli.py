# SPDX-License-Identifier: MIT
"""The command line: export, resolve, settings."""

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tqdm import tqdm

from wikilinks_gui import words
from wikilinks_gui.arguments import read_arguments
from wikilinks_gui.connector import SAMPLE, Connector, Wiki
from wikilinks_gui.errors import (
    AddressError,
    CancelledError,
    ExportError,
    TitleError,
    WikiError,
    WikilinksError,
    plain,
)
from wikilinks_gui.explore import explore, options_of
from wikilinks_gui.export import ExportOptions, check_target, write_export
from wikilinks_gui.links.listing import default_method
from wikilinks_gui.links.request import ListingRequest
from wikilinks_gui.mediawiki.pace import Wait, is_loopback
from wikilinks_gui.mediawiki.titles import check_listable, read_input, resolve
from wikilinks_gui.samplewiki.server import SampleWiki
from wikilinks_gui.settings import (
    Folders,
    contact_of,
    load_settings,
    save_settings,
)
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store

_HIDDEN = True if sys.stderr is None else None
"""Of a progress bar: where there is no stderr; None: where that is no terminal."""

MAXLAG = 5
"""Seconds; nobody waits for an export, so it stands back while a wiki's databases lag."""


_STATUSES = {
    CancelledError: 130,
    AddressError: 2,
    TitleError: 3,
    WikiError: 4,
    WikilinksError: 1,  # this computer
}


def main(arguments: list[str]) -> int:
    """Run one command and give its exit status."""
    try:
        args = read_arguments(arguments)
        return {"export": _export, "resolve": _resolve, "settings": _settings}[args.command](args)
    except KeyboardInterrupt:
        _say("Interrupted.")
        return 130
    except BrokenPipeError:
        # Nobody reads any more. Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except WikilinksError as error:
        hint = " --no-follow takes the redirect itself." if getattr(error, "redirect", "") else ""
        _say(f"{error}{hint}")
        return next(status for kind, status in _STATUSES.items() if isinstance(error, kind))


def _settings(args: argparse.Namespace) -> int:
    path = Folders.below(args.basedir).settings
    settings = load_settings(path)
    if args.contact is not None:
        settings.contact = args.contact.strip()
    if args.pace is not None:
        host, pace = args.pace
        settings.pace.pop(host, None)
        if pace is not None:
            settings.pace[host] = pace
    if args.contact is not None or args.pace is not None:
        save_settings(path, settings)
    _print_json(asdict(settings))
    return 0


def _resolve(args: argparse.Namespace) -> int:
    with _opened(args) as (wiki, _):
        title = read_input(args.title, wiki.site)
        resolution = resolve(wiki.client, title, follow=not args.no_follow, interactive=True)
        told = asdict(resolution)
        if resolution.status != "invalid":
            told["url"] = resolution.url or wiki.site.article_url(resolution.title)
        _print_json(told)
        check_listable(resolution)
    return 0


def _export(args: argparse.Namespace) -> int:
    for target in (args.output, args.stats):
        if target not in {"-", None}:
            check_target(Path(target))
    with _opened(args, maxlag=MAXLAG, stored=args.cached) as (wiki, store):
        request = ListingRequest(
            read_input(args.title, wiki.site),
            method=args.method or default_method(wiki.site),
            follow=not args.no_follow,
            kinds=args.kinds,
            depth=args.depth,
        )
        if request.method == "backlinks" and request.reaches(2):
            _say("The method backlinks goes through one redirect only, not through chains of them.")
        run = _Run(wiki, store, request, _stored(args, store, wiki, request))
        try:
            run.fetch()
            written = run.write(args)
        except (WikilinksError, KeyboardInterrupt):
            if args.stats:
                with contextlib.suppress(ExportError):  # the first error is the one to tell
                    run.write_stats(args.stats)
            raise
        if args.stats:
            run.write_stats(args.stats)
        sent = wiki.client.traffic.requests
    place = "standard output" if args.output == "-" else args.output
    _say(f"{words.rows(written)} written to {place} ({words.requests(sent)}).")
    return 0


def _stored(
    args: argparse.Namespace, store: Store, wiki: Wiki, request: ListingRequest
) -> Exploration | None:
    """Find the exploration to take up, if one is wanted."""
    options = options_of(request)
    if args.cached:
        found = store.latest(wiki.key, request.title, options, complete=True)
        if found is None:
            raise ExportError(
                f"No complete listing of “{request.title}” with these options is stored. "
                "Leave out --cached to fetch it."
            )
        return found
    if args.resume:
        found = store.latest(wiki.key, request.title, options)
        if found and not (found.complete and found.exported):
            return found
        _say("No unfinished listing is stored: this one begins anew.")
    return None


@dataclass(slots=True)
class _Run:
    """One export: its listing, as far as it is not stored yet, its file, what it took."""

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
        batches = explore(
            self.wiki.client,
            self.wiki.site,
            self.store,
            self.wiki.key,
            self.request,
            resume=self.found,
        )
        stored = self.found.rows if self.found else 0
        with tqdm(
            desc="Listing", unit=" rows", initial=stored, disable=_HIDDEN, leave=False
        ) as bar:
            try:
                for batch in batches:
                    self.exploration, self.complete = batch.exploration, batch.complete
                    for sentence in words.way(batch.resolution) if batch.resolution else ():
                        _say(sentence)
                    bar.update(len(batch.new))
            except KeyboardInterrupt:
                raise CancelledError(f"Interrupted. {self._kept()}".strip()) from None
            except WikiError as error:
                error.args = (f"{error} {self._kept()}".strip(),)
                raise

    def _kept(self) -> str:
        rows = self.store.counts(self.exploration).rows
        return (
            f"{words.rows(rows)} {'is' if rows == 1 else 'are'} kept; --resume goes on."
            if rows
            else ""
        )

    def write(self, args: argparse.Namespace) -> int:
        """Write the export; gives the number of rows."""
        with tqdm(desc="Writing", unit=" rows", disable=_HIDDEN, leave=False, delay=1) as bar:

            def on_progress(rows: int) -> None:
                bar.update(rows - bar.n)

            try:
                written = write_export(
                    self.store.rows(self.exploration),
                    args.output if args.output == "-" else Path(args.output),
                    format=args.format,
                    site=self.wiki.site,
                    redirect_titles=self.store.redirect_titles(self.exploration),
                    options=ExportOptions(bom=not args.no_bom, guard=not args.raw),
                    on_progress=on_progress,
                )
            except ExportError as error:
                error.args = (f"{error} The listing is kept: --cached writes it elsewhere.",)
                raise
        self.store.set_exported(self.exploration)
        return written

    def write_stats(self, path: Path) -> None:
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
        try:
            path.write_text(json.dumps(stats, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise ExportError(f"{path} cannot be written: {error.strerror}.") from error


@contextmanager
def _opened(
    args: argparse.Namespace, *, maxlag: int | None = None, stored: bool = False
) -> Iterator[tuple[Wiki, Store]]:
    """Open the store and the wiki that the arguments name; without a request when ``stored``."""
    folders = Folders.below(args.basedir)
    settings = load_settings(folders.settings)
    contact = contact_of(settings, args.contact)
    with ExitStack() as stack:
        store = stack.enter_context(Store(folders.store))
        connector = Connector(store, settings, contact, maxlag, _report_wait)
        if args.demo:
            sample = None if stored else stack.enter_context(SampleWiki())
            address, key = sample.api_url if sample else "", SAMPLE
        else:
            address, key = args.wiki or args.title, None
        wiki = connector.open_stored(address, key) if stored else connector.open(address, key)
        stack.callback(wiki.client.close)
        if not stored and not contact and not is_loopback(wiki.client.hostname):
            _say(
                f"No contact is set, so {wiki.client.host} is asked at most 10 times a minute. "
                "Tell once who you are: "
                "python -m wikilinks_gui settings --contact you@example.org"
            )
        try:
            yield wiki, store
        finally:
            for warning in wiki.client.warnings:
                _say(f"The wiki warns: {warning}")


def _report_wait(begun: Wait) -> None:
    _say(words.wait(begun))


def _say(text: str) -> None:
    """Write a line to stderr, above a progress bar where there is one."""
    if sys.stderr is not None:
        tqdm.write(plain(text), file=sys.stderr)


def _print_json(value: object) -> None:
    """Write JSON to standard output, in UTF-8 whatever the terminal's encoding."""
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    try:
        if sys.stdout is not None:
            sys.stdout.buffer.write(text.encode())
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(f"Standard output cannot be written: {error.strerror}.") from error
