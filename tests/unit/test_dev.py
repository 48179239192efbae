# SPDX-License-Identifier: MIT
"""packaging/dev.py, as far as it goes without a network."""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from wikilinks_gui.system import prerequisites

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "dev.py"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stands in for apt with shell scripts")


@pytest.fixture
def dev() -> types.ModuleType:
    """The script as a module, fresh for each test."""
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole search path."""
    folder = tmp_path / "commands"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


# --- usage ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["walk"], 2), (["--help"], 0)])
def test_usage(
    dev: Any, arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(arguments) == status
    shown = capsys.readouterr()
    assert "dev.py run -- ARGS" in (shown.err if status else shown.out)
    assert (shown.out if status else shown.err) == ""


def test_an_older_python_is_told_so(
    dev: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(SystemExit) as stopped:
        dev.main(["test"])
    assert stopped.value.code == 1
    assert "Python 3.11 or newer is needed" in capsys.readouterr().err


# --- system packages --------------------------------------------------------------------------


def test_without_apt_no_package_is_missing(dev: Any, commands: Path) -> None:
    assert dev.missing_packages(dev.MEDIAWIKI) == []


def test_missing_packages_and_a_web_server_that_does_not_start(dev: Any, commands: Path) -> None:
    script(commands / "apt-get", "exit 1")
    installed = "installed php-cli, php-cgi-cli\ninstalled liba0t64, liba0 (= 2), liba-abi\n"
    (commands / "list").write_text(f"{installed}config-files php-xml, \n")
    script(commands / "dpkg-query", f'while read -r line; do echo "$line"; done < {commands}/list')
    wanted = ("php-cli", "php-xml", "php-intl", "liba0", "liba0t64")
    assert dev.missing_packages(wanted) == ["php-xml", "php-intl"]
    assert dev.missing_packages(("mediawiki",)) == ["mediawiki", "mini-httpd"]
    assert dev.missing_packages(()) == []


def test_apt_is_updated_first_and_asks_nothing(
    dev: Any, commands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    script(commands / "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> "{tmp_path}/log"')
    assert dev.apt_install(["one", "two"]) == ""
    options = "noninteractive -o DPkg::Lock::Timeout=120"
    assert (tmp_path / "log").read_text().splitlines() == [
        f"{options} update",
        f"{options} install -y --no-install-recommends one two",
    ]


def test_what_apt_says_is_shown_when_it_fails(
    dev: Any, commands: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    script(commands / "apt-get", 'echo "no such package: $5"; exit 100')
    dev.install_system_packages(())
    command = dev.apt_install(["one"])
    assert command == "apt-get update && apt-get install -y --no-install-recommends one"
    assert "no such package" in capsys.readouterr().err


def test_without_root_the_command_is_printed_and_the_work_goes_on(
    dev: Any, commands: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    script(commands / "apt-get", "exit 99")
    script(commands / "dpkg-query", "exit 1")
    dev.install_system_packages(("mediawiki",))
    assert (
        "sudo apt-get update && "
        "sudo apt-get install -y --no-install-recommends mediawiki mini-httpd"
    ) in capsys.readouterr().err


def test_without_root_a_missing_venv_package_stops(
    dev: Any, commands: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    script(commands / "apt-get", "exit 99")
    with pytest.raises(SystemExit) as stopped:
        dev.make_environment()
    assert stopped.value.code == 1
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert f"install -y --no-install-recommends {package}" in capsys.readouterr().err


def test_packages_are_found_by_a_python_that_has_nothing_installed() -> None:
    code = f"import runpy; print(*runpy.run_path({str(SCRIPT)!r})['packages_of']('run'))"
    command = [sys.executable, "-I", "-S", "-c", code]
    reply = subprocess.run(command, capture_output=True, text=True, check=True)
    assert reply.stdout.split() == list(prerequisites.DEBIAN_PACKAGES)


def test_only_tests_need_a_display_and_a_wiki(dev: Any) -> None:
    assert dev.packages_of("build") == ()
    assert {*dev.DISPLAY, *dev.MEDIAWIKI} <= {*dev.packages_of("test")}


# --- the virtual environment ------------------------------------------------------------------

PYPROJECT = """
[dependency-groups]
test = ["pytest>=8.3"]
lint = ["ruff", {include-group = "types"}]
types = ["mypy"]
"""


@pytest.fixture
def checkout(dev: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """An empty checkout whose environment is sound; returns the commands that set-up runs."""
    ran: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        ran.append(command)
        return 0

    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "STATE", tmp_path / ".venv" / "dev-state.json")
    monkeypatch.setattr(dev, "is_sound", lambda state: True)
    monkeypatch.setattr(dev, "call", call)
    return ran


def test_set_up_installs_what_is_lacking_and_nothing_twice(
    dev: Any, checkout: list[list[str]], tmp_path: Path
) -> None:
    dev.set_up(())
    assert checkout.pop()[-2:] == ["--editable", str(tmp_path)]
    dev.set_up(())
    assert checkout == []
    dev.set_up(("test", "lint"))
    assert checkout.pop()[-4:] == [str(tmp_path), "pytest>=8.3", "ruff", "mypy"]
    dev.set_up(("lint",))
    dev.set_up(())
    assert checkout == []


def test_set_up_again_when_pyproject_changes(
    dev: Any, checkout: list[list[str]], tmp_path: Path
) -> None:
    dev.set_up(("test",))
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace("8.3", "8.4"))
    dev.set_up(("test",))
    assert [command[-1] for command in checkout] == ["pytest>=8.3", "pytest>=8.4"]


def test_a_failed_set_up_is_not_remembered(
    dev: Any, checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "call", lambda command, **_: 1)
    with pytest.raises(SystemExit):
        dev.set_up(("test",))
    assert dev.read_state() == {}


@pytest.mark.parametrize("text", ["", "{", "[]", "\ufffe"])
def test_a_damaged_state_counts_as_none(dev: Any, tmp_path: Path, text: str) -> None:
    dev.STATE = tmp_path / "state"
    dev.STATE.write_text(text, encoding="utf-8")
    assert dev.read_state() == {}


# --- run, as a process ------------------------------------------------------------------------

PROGRAM = """
import json, os, sys, time
try:
    print(json.dumps([sys.argv[1:], os.getcwd(), sys.stdin.read()]), flush=True)
    time.sleep(60 if sys.argv[1] == "wait" else 0)
except KeyboardInterrupt:
    sys.exit(130)
sys.exit(int(sys.argv[1]))
"""


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A checkout at a path with a space, set up, whose program only tells what it was given."""
    root = tmp_path / "a checkout"
    venv = root / ".venv"
    (root / "packaging").mkdir(parents=True)
    shutil.copy(SCRIPT, root / "packaging")
    (root / "pyproject.toml").write_text(PYPROJECT)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    (library,) = venv.glob("lib/*/site-packages")
    for name, text in {"pip": "", "wikilinks_gui": PROGRAM}.items():
        (library / name).mkdir()
        (library / name / "__init__.py").write_text("")
        (library / name / "__main__.py").write_text(text)
    digest = hashlib.sha256(PYPROJECT.encode()).hexdigest()
    state = {"place": str(venv), "pyproject": digest, "groups": []}
    (venv / "dev-state.json").write_text(json.dumps(state))
    return root


def test_run_passes_arguments_folder_input_and_exit_status(ready: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ready / "packaging" / "dev.py", "run", "--", "7", "a b", "--", "*"],
        input="typed",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": ""},
        check=False,
    )
    assert json.loads(done.stdout) == [["7", "a b", "--", "*"], str(tmp_path), "typed"]
    assert done.returncode == 7
    assert done.stderr == ""


def test_an_interrupt_reaches_the_program(ready: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, ready / "packaging" / "dev.py", "run", "wait"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={"PATH": ""},
    ) as child:
        assert child.stdout
        assert child.stderr
        assert "wait" in child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 130
        assert child.stderr.read() == ""


def test_an_interrupted_check_ends_by_itself_before_dev_does(ready: Path, tmp_path: Path) -> None:
    (library,) = (ready / ".venv").glob("lib/*/site-packages")
    (library / "ruff").mkdir()
    slow = """
import time
try:
    print("started", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(0.5)
    print("tidied up", flush=True)
"""
    (library / "ruff" / "__main__.py").write_text(slow)
    state = json.loads((ready / ".venv" / "dev-state.json").read_text())
    state["groups"] = ["lint", "test"]
    (ready / ".venv" / "dev-state.json").write_text(json.dumps(state))
    with subprocess.Popen(
        [sys.executable, ready / "packaging" / "dev.py", "test"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={"PATH": ""},
        start_new_session=True,
    ) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == "started\n"
        os.killpg(child.pid, signal.SIGINT)
        assert child.wait(20) == 130
        assert child.stdout.read() == "tidied up\n"
        assert child.stderr.read() == "dev.py: ruff check …\n"


def test_a_moved_checkout_is_not_sound(ready: Path, tmp_path: Path, dev: Any) -> None:
    def sound(root: Path) -> bool:
        dev.VENV = root / ".venv"
        dev.PYTHON = dev.VENV / "bin" / "python"
        dev.STATE = dev.VENV / "dev-state.json"
        return bool(dev.is_sound(dev.read_state()))

    assert sound(ready)
    moved = ready.rename(tmp_path / "moved")
    assert not sound(moved)
    assert not sound(tmp_path / "nowhere")


@pytest.mark.parametrize("broken", ["bin/python", "lib"])
def test_a_broken_environment_is_not_sound(ready: Path, dev: Any, broken: str) -> None:
    dev.VENV = ready / ".venv"
    dev.PYTHON = dev.VENV / "bin" / "python"
    path = dev.VENV / broken
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    assert not dev.is_sound({})
