# SPDX-License-Identifier: MIT
"""One client lists what links to a page, in a process of its own.

python -m tests.benchmarks.clients NAME API_URL TITLE FOLDER writes FOLDER/rows.jsonl, a title and
the title of the redirect it came through (null where the client does not say) a line, and prints
the peak memory of the process in KiB. Nothing of the other clients is imported.
"""

import csv
import json
import os
import runpy
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

Pair = tuple[str, str | None]


def wikilinks_gui(method: str, api_url: str, title: str, folder: Path) -> Iterator[Pair]:
    """Run the program's command line, which exports to a file."""
    output = folder / "export.csv"
    command = ["export", title, "--wiki", api_url, "--method", method, "--raw"]
    sys.argv = ["wikilinks_gui", *command, "--output", str(output), "--basedir", str(folder)]
    try:
        runpy.run_module("wikilinks_gui", run_name="__main__", alter_sys=True)
    except SystemExit as exit_:
        if exit_.code:
            raise
    with output.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["title"], row["via"]


def pywikibot_backlinks(api_url: str, title: str, folder: Path) -> Iterator[Pair]:
    """Ask as pywikibot's scripts do, without its pauses; it says only which page links."""
    os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
    os.chdir(folder)  # without a configuration its cache goes where one is
    import pywikibot

    settings = pywikibot.config
    settings.minthrottle = settings.maxthrottle = settings.put_throttle = 0
    site = pywikibot.Site(url=api_url)
    for page in pywikibot.Page(site, title).backlinks(follow_redirects=True):
        yield page.title(), None


def mwclient_backlinks(api_url: str, title: str, folder: Path) -> Iterator[Pair]:
    """Ask with mwclient's generator; it says only which page links."""
    import mwclient

    parts = urlsplit(api_url)
    path = parts.path.removesuffix("api.php")
    site = mwclient.Site(parts.netloc, path=path, scheme=parts.scheme)
    for page in site.pages[title].backlinks(redirect=True):
        yield page.name, None


CLIENTS: dict[str, Callable[[str, str, Path], Iterator[Pair]]] = {
    "wikilinks_gui (linkshere)": partial(wikilinks_gui, "linkshere"),
    "wikilinks_gui (backlinks)": partial(wikilinks_gui, "backlinks"),
    "pywikibot backlinks": pywikibot_backlinks,
    "mwclient backlinks": mwclient_backlinks,
}


def peak_memory() -> int:
    """Return the most memory this process has held, in KiB (Linux; 0 elsewhere).

    Not ``ru_maxrss``: that also counts the process which started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def main(name: str, api_url: str, title: str, folder: str) -> None:
    """Run one client and write what it gave, in its order."""
    with (Path(folder) / "rows.jsonl").open("w", encoding="utf-8") as file:
        for pair in CLIENTS[name](api_url, title, Path(folder)):
            file.write(json.dumps(pair) + "\n")
    print(peak_memory())


if __name__ == "__main__":
    main(*sys.argv[1:])
