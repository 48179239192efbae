# SPDX-License-Identifier: MIT
"""The command line: export, resolve, settings."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tqdm import tqdm

from wikilinks_gui.app import SAMPLE, Connector, Wiki
from wikilinks_gui.arguments import make_parser
from wikilinks_gui.errors import (
    CancelledError,
    ExportError,
    TitleError,
    WikiError,
    WikilinksError,
)
from wikilinks_gui.explore import explore, options_of
from wikilinks_gui.export import FORMATS, ExportOptions, check_target, write_export
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

MAXLAG = 5
"""Seconds; nobody waits for an export, so it stands back while a wiki's databases lag."""


def main(arguments: list[str]) -> int:
    """Run one command and give its exit status."""
    parser = make_parser()
    args = parser.parse_args(arguments)
    if args.command != "settings" and not (args.wiki or args.demo or "//" in args.title):
        parser.error("which wiki? Give --wiki URL, or --demo for the sample wiki")
    command = {"export": _export, "resolve": _resolve, "settings": _settings}[args.command]
    try:
        return command(args)
    except (KeyboardInterrupt, CancelledError):
        _say("Interrupted. What came is kept; --resume goes on.")
        return 130
    except BrokenPipeError:
        # Nobody reads any more. Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except WikilinksError as error:
        _say(str(error))
        if isinstance(error, TitleError) and error.redirect:
            _say("--no-follow takes the redirect itself.")
        return 3 if isinstance(error, TitleError) else 4 if isinstance(error, WikiError) else 1


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
        _print_json(asdict(resolution))
        check_listable(resolution)
    return 0


def _export(args: argparse.Namespace) -> int:
    for path in (args.output, args.stats):
        if path not in ("-", None):
            check_target(Path(path))
    with _opened(args, maxlag=MAXLAG, stored=args.cached) as (wiki, store):
        request = ListingRequest(
            read_input(args.title, wiki.site),
            method=args.method or default_method(wiki.site),
            follow=not args.no_follow,
            kinds=args.kinds,
            depth=args.depth,
        )
        run = _Run(wiki, store, request, _stored(args, store, wiki, request))
        try:
            run.fetch()
            written = run.write(args)
        finally:
            if args.stats:
                run.write_stats(args.stats)
        sent = wiki.client.traffic.requests
    _say(f"{written:,} rows written to {args.output} ({sent:,} requests).")
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
                f"No complete listing of “{request.title}” is stored. "
                "Leave out --cached to fetch it."
            )
        return found
    if args.resume:
        found = store.latest(wiki.key, request.title, options)
        if found and not (found.complete and found.exported):
            return found
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
        with tqdm(desc="Listing", unit=" rows", initial=stored, disable=None, leave=False) as bar:
            try:
                for batch in batches:
                    self.exploration, self.complete = batch.exploration, batch.complete
                    bar.update(batch.new)
            except WikiError as error:
                if rows := self.store.counts(self.exploration).rows:
                    error.args = (f"{error} {rows:,} rows are kept; --resume goes on.",)
                raise

    def write(self, args: argparse.Namespace) -> int:
        """Write the export; gives the number of rows."""
        ending = Path(args.output).suffix.removeprefix(".").lower()
        with tqdm(desc="Writing", unit=" rows", disable=None, leave=False) as bar:

            def on_progress(rows: int) -> None:
                bar.update(rows - bar.n)

            written = write_export(
                self.store.rows(self.exploration),
                args.output if args.output == "-" else Path(args.output),
                format=args.format or (ending if ending in FORMATS else "csv"),
                site=self.wiki.site,
                redirect_titles=self.store.redirect_titles(self.exploration),
                options=ExportOptions(bom=not args.no_bom, guard=not args.raw),
                on_progress=on_progress,
            )
        self.store.set_exported(self.exploration)
        return written

    def write_stats(self, path: Path) -> None:
        """Write what it took, also of a run that failed; ``requests`` leaves out the set-up's."""
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


def _report_wait(wait: Wait) -> None:
    asked = ", asked by the wiki" if wait.asked else ""
    _say(f"Waiting {wait.seconds:.0f} s{asked}: {wait.reason}")


def _say(text: str) -> None:
    """Write a line to stderr, above a progress bar where there is one."""
    tqdm.write(text, file=sys.stderr)


def _print_json(value: object) -> None:
    """Write JSON to standard output, in UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n")
    sys.stdout.flush()
