# SPDX-License-Identifier: MIT
"""Listings that are cut off and taken up again: the same rows, and nothing fetched twice."""

import json
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.wiki.command import command, environment, run
from tests.wiki.conftest import Place
from tests.wiki.mediawiki import Params, Recording
from tests.wiki.test_export import read_table, records, without_address
from wikilinks_gui.listing.request import METHODS, Method

KILLS = 10
"""Random moments for each method."""

PAGE: dict[Method, int] = {"linkshere": 1, "backlinks": 3}
"""Requests until the first page of rows can be stored, at most."""

WIKIS: dict[Method, str] = {"linkshere": "hub", "backlinks": "small_replies"}
"""Where each method needs some thirty requests."""


@contextmanager
def started(basedir: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program as a process that is not waited for; it is over when the block is left."""
    process = subprocess.Popen(
        command(*arguments, "--basedir", str(basedir)),
        env=environment(),
        cwd=basedir.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with process:
        yield process
        process.kill()


def passed(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for some time; return whether the process still runs."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is None


def wait_for_requests(process: subprocess.Popen[bytes], recording: Recording, count: int) -> None:
    """Wait until so many requests of the listing have reached the wiki, or the process ends."""
    for _ in range(20_000):
        if len(recording.listings()) >= count or not passed(process, 0.003):
            return
    raise AssertionError(f"no {count} requests: {recording.requests}")


def arguments_of(place: Place, method: Method, output: Path) -> tuple[str, ...]:
    """The command that lists and writes the hub."""
    wiki = ("--wiki", place.wiki.api_url, "--method", method)
    return ("export", "hub", *wiki, "--raw", "--output", str(output))


def pages_of(requests: list[Params], method: Method) -> list[list[Params]]:
    """Sort requests by the page of the listing that they were for.

    By ``linkshere`` each is a page; by ``backlinks`` the title is resolved first, and each list is
    followed by the question where its redirects lead.
    """
    found: list[list[Params]] = [[]]
    for request in requests:
        begins = method == "linkshere" or "list" in request
        if begins and any(method == "linkshere" or "list" in known for known in found[-1]):
            found.append([])
        found[-1].append(request)
    return found


def twice(before: list[Params], after: list[Params]) -> list[Params]:
    """The requests of one run that another run sent again."""
    sent = Counter(json.dumps(request, sort_keys=True) for request in before)
    again = Counter(json.dumps(request, sort_keys=True) for request in after)
    return [json.loads(request) for request in (sent & again).elements()]


def check_rows(place: Place, method: Method, output: Path) -> None:
    """Compare the file with the tables."""
    facts = place.tables.expected((0, "Hub"), 1 if method == "backlinks" else None)
    assert without_address(read_table(output.read_bytes())) == records(place, facts)


@dataclass(frozen=True, slots=True)
class Job:
    """A listing by one method, and how many requests it takes when nobody cuts it off."""

    place: Place
    method: Method
    requests: int


@pytest.fixture(scope="module", params=METHODS)
def job(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The hub by each method."""
    method: Method = request.param
    place: Place = request.getfixturevalue(WIKIS[method])
    folder = tmp_path_factory.mktemp("whole")
    recording = place.wiki.record()
    run(folder / "base", *arguments_of(place, method, folder / "rows.csv"))
    check_rows(place, method, folder / "rows.csv")
    assert len(recording.listings()) > 15
    return Job(place, method, len(recording.listings()))


@pytest.mark.parametrize("kill", range(KILLS))
def test_killed(job: Job, kill: int, tmp_path: Path) -> None:
    """Killed at any moment and resumed: the same rows; only the page in flight comes twice."""
    # one moment in each tenth of the requests, from before the first to after the last
    moment = random.uniform(kill, kill + 1) / KILLS * (job.requests + 1)
    delay = random.uniform(0, 0.3 if moment < 1 or moment > job.requests else 0.03)
    # pytest-randomly's seed, which it prints, brings the same moments again
    print(f"killed {delay:.3f} s after request {int(moment)} of {job.requests}")  # noqa: T201
    output = tmp_path / "rows.csv"
    arguments = arguments_of(job.place, job.method, output)
    before = job.place.wiki.record()
    with started(tmp_path / "base", *arguments) as process:
        wait_for_requests(process, before, int(moment))
        passed(process, delay)
        process.kill()
    done = output.exists()
    asked = before.listings()
    after = job.place.wiki.record()
    run(tmp_path / "base", *arguments, "--resume")
    check_rows(job.place, job.method, output)
    if done:
        assert len(asked) == job.requests
        return
    in_flight = pages_of(asked, job.method)[-1]
    assert all(request in in_flight for request in twice(asked, after.listings()))
    # a request that was on its way when its sender was killed may be logged late
    assert len(asked) + len(after.listings()) <= job.requests + max(1, len(in_flight))


def test_killed_again_and_again(job: Job, tmp_path: Path) -> None:
    """Each run gets some pages further; the last one ends with all rows."""
    output = tmp_path / "rows.csv"
    arguments = (*arguments_of(job.place, job.method, output), "--resume")
    whole = job.place.wiki.record()
    runs = 0
    page = PAGE[job.method]
    while not output.exists():
        runs += 1
        assert runs <= job.requests
        recording = job.place.wiki.record()
        with started(tmp_path / "base", *arguments) as process:
            # the request after those of a page says that this page is stored
            wait_for_requests(process, recording, page + 4)
            process.kill()
    check_rows(job.place, job.method, output)
    assert len(whole.listings()) <= job.requests + runs * page
    assert runs > 2


def test_interrupted(job: Job, tmp_path: Path) -> None:
    """Ctrl-C: exit status 130, a line that says how to go on, and the old file as it was."""
    output = tmp_path / "rows.csv"
    output.write_bytes(b"before")
    arguments = arguments_of(job.place, job.method, output)
    before = job.place.wiki.record()
    with started(tmp_path / "base", *arguments) as process:
        # the request after those of a page says that this page is stored
        wait_for_requests(process, before, random.randint(PAGE[job.method] + 1, job.requests // 2))
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130, said
    assert "--resume" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert output.read_bytes() == b"before"
    asked = before.listings()
    after = job.place.wiki.record()
    run(tmp_path / "base", *arguments, "--resume")
    check_rows(job.place, job.method, output)
    in_flight = pages_of(asked, job.method)[-1]
    assert all(request in in_flight for request in twice(asked, after.listings()))


def test_not_resumed_without_being_asked(small_replies: Place, tmp_path: Path) -> None:
    """Without --resume all is fetched anew, and a finished listing is not resumed but done."""
    output = tmp_path / "rows.csv"
    arguments = arguments_of(small_replies, "linkshere", output)
    counts = []
    for options in ((), (), ("--resume",)):
        recording = small_replies.wiki.record()
        run(tmp_path / "base", *arguments, *options)
        counts.append(len(recording.listings()))
        check_rows(small_replies, "linkshere", output)
    assert counts[0] == counts[1] == counts[2]
