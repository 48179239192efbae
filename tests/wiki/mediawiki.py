# SPDX-License-Identifier: MIT
"""A real MediaWiki on loopback, installed in a folder and served by PHP's own server.

Debian's package ``mediawiki`` (or the folder named by ``MEDIAWIKI_DIR``) with SQLite. Installing
takes about a second, a request about 20 ms. What reaches ``api.php`` is written to a log, so a
test can count the requests that a listing took and see each of them.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

Params = dict[str, str]

PHP_EXTENSIONS = ("intl", "mbstring", "pdo_sqlite", "xml")

SETTINGS = """
$wgServer = getenv( 'WIKI_SERVER' ) ?: 'http://127.0.0.1';
$wgArticlePath = '/wiki/$1';
$wgJobRunRate = 0;
$wgPHPSessionHandling = 'disable';
$wgMainCacheType = CACHE_ACCEL;
$wgUploadDirectory = __DIR__ . '/images';
$wgUseImageMagick = false;
$wgShowExceptionDetails = true;
// A test wiki need not outlive a crash: without waiting for the disk it is made three times faster.
$wgDBservers = [ [ 'type' => 'sqlite', 'dbname' => $wgDBname, 'dbDirectory' => $wgSQLiteDataDir,
    'load' => 1, 'flags' => DBO_DEFAULT,
    'variables' => [ 'synchronous' => 'OFF', 'journal_mode' => 'MEMORY' ] ] ];
$wgLocalisationCacheConf['storeServer']['variables'] = [ 'synchronous' => 'OFF' ];
$wgJobTypeConf['default'] = [ 'class' => 'JobQueueMemory' ];
$disabled = (string)@file_get_contents( __DIR__ . '/disabled.json' );
foreach ( (array)json_decode( $disabled ) as $name ) {
    $wgAPIPropModules[$name] = $wgAPIListModules[$name] = 'ApiQueryDisabled';
    $wgAPIModules[$name] = 'ApiDisabled';
}
"""

ROUTER = r"""<?php
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( $path === '/api.php' ) {
    $line = json_encode( [ 'time' => microtime( true ), 'params' => $_GET + $_POST ],
        JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE );
    file_put_contents( getenv( 'WIKI_LOG' ), $line . "\n", FILE_APPEND | LOCK_EX );
}
if ( $path === '/' || preg_match( '#^/(wiki|index\.php)(/|$)#', (string)$path ) ) {
    // Left to itself, PHP's server takes a title with a dot in it for a file.
    $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
    $_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
    chdir( $_SERVER['DOCUMENT_ROOT'] );
    require $_SERVER['SCRIPT_FILENAME'];
    return true;
}
return false;
"""

# The server ends with whoever started it, killed or not: that process holds the other end of
# standard input. A signal is lost on a worker that has only just been forked, so it is sent until
# the server is gone. All are waited for, so that nothing is left behind.
WATCHER = """
trap : INT
php "$@" </dev/null &
php=$!
read -r _
while kill -0 "$php" 2>/dev/null; do kill -s INT 0; sleep 0.05; done &
until wait "$php"; [ $? -lt 128 ]; do :; done
wait
"""


@cache
def missing() -> str:
    """Return why no MediaWiki can be run on this machine; empty where one can."""
    if os.name != "posix":
        return "a real MediaWiki is only run on POSIX systems"
    if shutil.which("php") is None:
        return "php is not installed (Debian: apt install mediawiki php-cli php-sqlite3 php-apcu)"
    if not (source() / "maintenance" / "install.php").is_file():
        return f"MediaWiki is not in {source()} (Debian: apt install mediawiki)"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    lacking = sorted(set(PHP_EXTENSIONS) - set(modules.lower().split()))
    return f"php lacks {', '.join(lacking)}" if lacking else ""


def source() -> Path:
    """Where MediaWiki's own files are."""
    return Path(os.environ.get("MEDIAWIKI_DIR", "/usr/share/mediawiki"))


@cache
def version() -> tuple[int, ...]:
    """Return MediaWiki's version, (1, 39) or (1, 43)."""
    defines = (source() / "includes" / "Defines.php").read_text(encoding="utf-8")
    found = re.search(r"'MW_VERSION', '(\d+)\.(\d+)", defines)
    assert found
    return tuple(map(int, found.groups()))


@dataclass(slots=True)
class Recording:
    """The requests that reached ``api.php`` since it began, in order."""

    log: Path
    start: int

    @property
    def requests(self) -> list[Params]:
        """The parameters of each request so far."""
        with self.log.open("rb") as file:
            if self.start:  # a line that was being written then is of a request before
                file.seek(self.start - 1)
                file.readline()
            # the last line may still be being written
            return [json.loads(line)["params"] for line in file if line.endswith(b"\n")]

    def listings(self) -> list[Params]:
        """The requests so far, those for ``siteinfo`` apart."""
        return [request for request in self.requests if "siteinfo" not in request.get("meta", "")]


@dataclass(slots=True)
class MediaWiki:
    """One wiki: install it, fill it, serve it, end it.

    ``with MediaWiki.install(folder) as wiki:`` installs and serves one. Pages and rows that go in
    before it is served are never in any of MediaWiki's caches.
    """

    folder: Path
    port: int = 0
    server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    # --- installing and filling -----------------------------------------------------------------

    @classmethod
    def install(
        cls,
        folder: Path,
        *,
        language: str = "en",
        name: str = "Test wiki",
        settings: str = "",
        pages: Mapping[str, str] | None = None,
    ) -> Self:
        """Install a wiki in ``folder`` (made if need be); ``settings`` are lines of PHP.

        ``pages`` are texts by title, as :meth:`import_pages` takes them. Nothing is served yet.
        """
        folder.mkdir(parents=True, exist_ok=True)
        wiki = cls(folder.resolve())
        wiki.run_php(
            "install.php",
            *("--dbtype", "sqlite", "--dbname", "wiki", "--dbpath", str(wiki.folder / "data")),
            *("--confpath", str(wiki.folder), "--scriptpath", "", "--server", "http://127.0.0.1"),
            *("--pass", "correct horse battery", "--lang", language, name, "Admin"),
            installed=False,
        )
        with (wiki.folder / "LocalSettings.php").open("a", encoding="utf-8") as file:
            file.write(SETTINGS + settings)
        (wiki.folder / "router.php").write_text(ROUTER, encoding="utf-8")
        (wiki.folder / "images").mkdir(exist_ok=True)
        wiki.log.touch()
        if pages:
            wiki.import_pages(pages)
        return wiki

    def import_pages(self, pages: Mapping[str, str]) -> None:
        """Import wikitext by title and bring the link tables up to date.

        Titles carry their namespace's name, local or canonical. The page ids ascend in the order
        of ``pages``. Raises ``ValueError`` where the wiki did not take all of them.
        """
        with contextlib.closing(self.connect()) as tables:
            before = tables.execute("SELECT count(*) FROM page").fetchone()[0]
            dump = self.folder / "import.xml"
            dump.write_text(_dump(pages), encoding="utf-8")
            self.maintenance("importDump.php", "--no-local-users", str(dump))
            after = tables.execute("SELECT count(*) FROM page").fetchone()[0]
        if after - before != len(pages):
            raise ValueError(f"{len(pages)} pages to import, {after - before} of them new")
        self.update_links()

    def edit_pages(self, pages: Mapping[str, str]) -> None:
        """Replace the texts of pages, by title without a slash, and update the link tables."""
        files = [self.folder / f"{title}.txt" for title in pages]
        for file, text in zip(files, pages.values(), strict=True):
            file.write_text(text, encoding="utf-8")
        self.maintenance("importTextFiles.php", "--overwrite", *map(str, files))
        self.update_links()

    def import_files(self, folder: Path) -> None:
        """Upload the pictures in ``folder`` under their own names."""
        self.maintenance("importImages.php", str(folder))

    def update_links(self) -> None:
        """Make MediaWiki read every page again and write its link tables and statistics."""
        self.maintenance("refreshLinks.php")  # jobs are not kept, so there are none to run
        self.maintenance("initSiteStats.php", "--update")

    def maintenance(self, script: str, *arguments: str) -> str:
        """Run one of MediaWiki's maintenance scripts and return what it prints."""
        return self.run_php(script, *arguments, installed=True)

    def connect(self) -> sqlite3.Connection:
        """Open the wiki's own tables, to read them or to insert rows; the caller closes it."""
        return sqlite3.connect(self.folder / "data" / "wiki.sqlite", timeout=30)

    def run_php(self, script: str, *arguments: str, installed: bool) -> str:
        environment = self._environment() if installed else dict(os.environ)
        done = subprocess.run(
            ["php", str(source() / "maintenance" / script), *arguments],
            env=environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            check=False,
        )
        output = done.stdout.decode(errors="replace")
        if done.returncode:
            raise RuntimeError(f"{script} ended with {done.returncode}:\n{output}")
        return output

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "MW_CONFIG_FILE": str(self.folder / "LocalSettings.php"),
            "WIKI_SERVER": self.url,
            "WIKI_LOG": str(self.log),
        }

    @contextlib.contextmanager
    def disabling(self, *modules: str) -> Iterator[None]:
        """Disable modules of the API while the block runs (API:Restricting API usage)."""
        names = self.folder / "disabled.json"
        names.write_text(json.dumps(modules), encoding="utf-8")
        try:
            yield
        finally:
            names.unlink()

    # --- serving --------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """The wiki's address, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The address of ``api.php``."""
        return f"{self.url}/api.php"

    @property
    def log(self) -> Path:
        """One JSON object a line for each request to ``api.php``, in order of arrival."""
        return self.folder / "requests.jsonl"

    def record(self) -> Recording:
        """Begin to look at the requests that come from now on."""
        return Recording(self.log, self.log.stat().st_size)

    def start(self, workers: int = 2) -> None:
        """Serve the wiki on a free port of loopback; returns when it accepts connections."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        options = ("-d", "opcache.enable_cli=1", "-d", "display_errors=0")
        command = (*options, "-S", f"127.0.0.1:{self.port}", "-t", str(source()))
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                ["sh", "-c", WATCHER, "sh", *command, str(self.folder / "router.php")],
                env=self._environment() | {"PHP_CLI_SERVER_WORKERS": str(workers)},
                cwd=source(),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 20
        while not self._accepts():
            if self.server.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the server did not start: see {log.name}")
            time.sleep(0.02)

    def _accepts(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End the server and all of its workers, and wait for them."""
        server, self.server = self.server, None
        if server is None:
            return
        assert server.stdin is not None
        server.stdin.close()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _dump(pages: Mapping[str, str]) -> str:
    """Write pages as MediaWiki's XML dump, one revision each."""
    parts = ['<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11">']
    for title, text in pages.items():
        parts.append(
            f"<page><title>{escape(title)}</title><revision>"
            "<timestamp>2020-01-01T00:00:00Z</timestamp>"
            "<contributor><ip>127.0.0.1</ip></contributor>"
            f'<text xml:space="preserve">{escape(text)}</text></revision></page>'
        )
    return "\n".join([*parts, "</mediawiki>"])
