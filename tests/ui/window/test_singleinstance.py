# SPDX-License-Identifier: MIT
"""One window for one folder: handing over, and who is not waited for."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication

from tests.ui.asking import run, until
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.ui.window import singleinstance as onewindow
from wikilinks_gui.ui.window.singleinstance import Asked, OneWindow

CLAIMS = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from wikilinks_gui.ui.window.singleinstance import Asked, OneWindow
app = QCoreApplication([])
one = OneWindow(Path(sys.argv[1]))
assert not one.is_handed_over(Asked())
one.listen(lambda asked: print(asked.title, flush=True))
print("listens", flush=True)
app.exec()
"""
"""A program that has the window for a folder."""

HANDS_OVER = """
import sys
from pathlib import Path
from wikilinks_gui.ui.window.singleinstance import Asked, OneWindow
sys.exit(not OneWindow(Path(sys.argv[1])).is_handed_over(Asked(*sys.argv[2:])))
"""
"""A second start."""

ASKED = Asked("sample", "Daugpiļs \u2028", "me@example.org")


def hand_over(folder: Path, asked: Asked = ASKED) -> bool:
    with closing(OneWindow(folder)) as one:
        return one.is_handed_over(asked)


async def start_second(folder: Path) -> bool:
    """Start a program while this one goes on; returns whether it handed over."""
    command = [sys.executable, "-c", HANDS_OVER, str(folder), *astuple(ASKED)]
    done = await in_thread(lambda: subprocess.run(command, timeout=20), "second")
    return done.returncode == 0


@pytest.fixture
def first(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", CLAIMS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        assert process.stdout.readline() == "listens\n"
        yield process
        process.kill()


def test_w30_a_second_start_hands_over_and_the_first_is_asked(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def scenario() -> None:
        with closing(OneWindow(tmp_path)) as one:
            assert not one.is_handed_over(Asked())
            asked: list[Asked] = []
            one.listen(asked.append)
            for number in range(1, 4):
                assert await start_second(tmp_path)
                assert asked == [ASKED] * number
            assert not hand_over(tmp_path / "other")
        assert not hand_over(tmp_path), "the first has ended"
        assert not (tmp_path / "window.socket").exists()

    run(qapp, scenario())


def test_w30_a_second_start_waits_until_the_first_listens(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def scenario() -> None:
        with closing(OneWindow(tmp_path)) as one:
            assert not one.is_handed_over(Asked())
            second = asyncio.ensure_future(start_second(tmp_path))
            await in_thread(lambda: time.sleep(0.5), "while the second looks for the first")
            one.listen(lambda asked: None)
            assert await second

    run(qapp, scenario())


def test_w30_a_program_that_was_killed_blocks_nobody(
    first: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert hand_over(tmp_path)
    first.kill()
    first.wait()
    began = time.monotonic()
    with closing(OneWindow(tmp_path)) as one:
        assert not one.is_handed_over(ASKED)
        assert time.monotonic() - began < onewindow.PATIENCE
        assert one.listen(lambda asked: None)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal")
def test_w30_a_program_that_does_not_answer_is_not_waited_for(
    first: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onewindow, "PATIENCE", 0.3)
    first.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    with closing(OneWindow(tmp_path)) as one:
        assert not one.is_handed_over(ASKED)
        assert time.monotonic() - began < 2
        assert not one.listen(lambda asked: None), "the other one has the folder"
    first.send_signal(signal.SIGCONT)
    assert hand_over(tmp_path)


@pytest.mark.parametrize(
    "line",
    [b"\n", b"[]\n", b'{"wiki": 3}\n', b'{"more": ""}\n', b"[" * 9000 + b"\n", b"x" * 200_000],
)
def test_nonsense_is_not_taken(qapp: QApplication, tmp_path: Path, line: bytes) -> None:
    async def scenario() -> None:
        with closing(OneWindow(tmp_path)) as one:
            assert not one.is_handed_over(Asked())
            asked: list[Asked] = []
            one.listen(asked.append)
            socket = QLocalSocket()
            socket.connectToServer((tmp_path / "window.socket").read_text())
            socket.write(line)
            await until(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
            assert not socket.bytesAvailable()
            assert not asked
            assert await start_second(tmp_path)

    run(qapp, scenario())


def test_a_folder_that_cannot_be_written_needs_no_claim(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not hand_over(tmp_path / "file")


def test_w30_without_the_network_library_there_is_a_window_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onewindow, "PATIENCE", 0.1)
    monkeypatch.setitem(sys.modules, "PySide6.QtNetwork", None)
    with closing(OneWindow(tmp_path)) as one:
        assert not one.is_handed_over(ASKED)
        one.listen(lambda asked: None)
        assert not hand_over(tmp_path)
