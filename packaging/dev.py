# SPDX-License-Identifier: MIT
"""Set up this checkout and work with it; nothing but Python 3.11 or newer is needed beforehand.

python3 packaging/dev.py run -- ARGS        run the program: python -m wikilinks_gui ARGS
python3 packaging/dev.py test [-- ARGS]     ruff, mypy and pytest ARGS
python3 packaging/dev.py bench [-- ARGS]    measure against other clients on a local MediaWiki
python3 packaging/dev.py build [-- ARGS]    wheel and sdist into dist/: python -m build ARGS

The first time, and whenever pyproject.toml has changed, the virtual environment .venv is set up.
System packages come through apt when this runs as root on Debian or Ubuntu; otherwise the command
that installs them is printed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STATE = VENV / "dev-state.json"

MEDIAWIKI = (
    "lua5.1",  # for MediaWiki's modules
    "mediawiki",
    "php-cli",
    "php-sqlite3",
    "php-mbstring",
    "php-xml",
    "php-intl",
    "php-apcu",
)
# mediawiki wants a web server. apt would take apache2, which starts at once and listens on port 80
# of every address; this one is as good a dependency and is not started.
QUIET_WEB_SERVER = "mini-httpd"
# A display without a screen, what drives the window on it, and fonts for titles in all scripts.
DISPLAY = (
    "at-spi2-core",
    "dbus-daemon",
    "fonts-dejavu-core",
    "fonts-freefont-ttf",
    "fonts-wqy-microhei",
    "jwm",
    "x11-xkb-utils",
    "xdotool",
    "xvfb",
)
# Groups of pyproject.toml's [dependency-groups] that a command uses.
GROUPS: dict[str, tuple[str, ...]] = {
    "run": (),
    "test": ("test", "lint"),
    "bench": ("bench", "test"),
    "build": ("build",),
}


def say(message: str) -> None:
    """Print one line about what is being done; stdout belongs to the program that is run."""
    print(f"dev.py: {message}", file=sys.stderr, flush=True)


def stop(message: str) -> NoReturn:
    """End with a message and status 1."""
    say(message)
    raise SystemExit(1)


def call(command: list[str], **options: Any) -> int:
    """Run a command and return its status; after Ctrl-C, which it gets too, let it end first."""
    with subprocess.Popen(command, **options) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.wait()
            raise


# --- system packages --------------------------------------------------------------------------


def packages_of(command: str) -> tuple[str, ...]:
    """Return Debian's packages that a command uses."""
    sys.path.insert(0, str(ROOT))  # the program lists its own; that module needs Python alone
    from wikilinks_gui.system.prerequisites import DEBIAN_PACKAGES

    if command == "build":
        return ()
    return DEBIAN_PACKAGES if command == "run" else (*DEBIAN_PACKAGES, *DISPLAY, *MEDIAWIKI)


def missing_packages(wanted: tuple[str, ...]) -> list[str]:
    """Return which of ``wanted`` dpkg does not have; none where there is no apt."""
    if not wanted or shutil.which("apt-get") is None:
        return []
    form = "${db:Status-Status} ${Package}, ${Provides}\n"
    reply = subprocess.run(
        ["dpkg-query", "--show", "--showformat", form], capture_output=True, text=True, check=False
    )
    # Newer ones may have another name and provide the old one: libglib2.0-0t64 and libglib2.0-0.
    installed = {
        entry.split()[0]
        for status, _, names in (line.partition(" ") for line in reply.stdout.splitlines())
        if status == "installed"
        for entry in names.split(",")
        if entry.strip()
    }
    missing = [name for name in wanted if name not in installed]
    return [*missing, QUIET_WEB_SERVER] if "mediawiki" in missing else missing


def apt_install(packages: list[str]) -> str:
    """Install ``packages`` when root; return the command to type where that was not possible."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        return f"sudo apt-get update && sudo {shlex.join(command)}"
    say(f"installing through apt: {' '.join(packages)} …")
    options = ["-o", "DPkg::Lock::Timeout=120"]  # a fresh machine may be updating itself
    with tempfile.TemporaryFile() as log:
        for step in (["apt-get", "update"], command):
            status = call(
                [step[0], *options, *step[1:]],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
        if status == 0:
            return ""
        log.seek(0)
        print(log.read().decode(errors="replace"), file=sys.stderr)
    return f"apt-get update && {shlex.join(command)}"


def install_system_packages(wanted: tuple[str, ...]) -> None:
    """See to the system packages; without them, say so and go on."""
    missing = missing_packages(wanted)
    command = apt_install(missing) if missing else ""
    if command:
        say(f"not installed, what needs it is left out: {' '.join(missing)}. To install: {command}")


# --- the virtual environment ------------------------------------------------------------------


def read_state() -> dict[str, Any]:
    """Return what the last set-up left behind; empty when there is none."""
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def is_sound(state: dict[str, Any]) -> bool:
    """Return whether .venv works, is of this Python, has pip and has not been moved."""
    code = (
        "import sys, importlib.util as u; "
        "print(sys.version, sys.base_prefix, u.find_spec('pip') is not None)"
    )
    try:
        reply = subprocess.run(
            [PYTHON, "-I", "-c", code], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    expected = f"{sys.version} {sys.base_prefix} True"
    return reply.stdout.strip() == expected and state.get("place", str(VENV)) == str(VENV)


def make_environment() -> None:
    """Make .venv anew; on Debian and Ubuntu this may need a package first."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if shutil.which("apt-get") is None:
            stop("this Python has no ensurepip, which a virtual environment needs; install it")
        command = apt_install([package])
        if command:
            stop(f"{package} is needed for a virtual environment. To install: {command}")
    say("making the virtual environment .venv …")
    # Inside a virtual environment, the Python that made it: .venv may be the one that is replaced.
    python = getattr(sys, "_base_executable", sys.executable)
    if call([python, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr):
        stop("the virtual environment could not be made")


def requirements(project: dict[str, Any], groups: tuple[str, ...]) -> list[str]:
    """Return the requirements of ``groups``; read here because pip before 25.1 has no --group."""
    found: list[str] = []
    for group in groups:
        for entry in project["dependency-groups"][group]:
            found += (
                [entry]
                if isinstance(entry, str)
                else requirements(project, (entry["include-group"],))
            )
    return found


def set_up(groups: tuple[str, ...]) -> None:
    """Bring .venv up to pyproject.toml with ``groups``; quick when nothing has changed."""
    import tomllib  # not in Python 3.10, which is told so first

    state = read_state()
    if not is_sound(state):
        make_environment()
        state = {}
    source = (ROOT / "pyproject.toml").read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    kept = state.get("groups") if state.get("pyproject") == digest else None
    have = set(kept) if isinstance(kept, list) else set()
    if kept is not None and have.issuperset(groups):
        return
    say(f"installing the dependencies of {', '.join(('the program', *groups))} …")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    wanted = requirements(tomllib.loads(source.decode()), groups)
    command = [*pip, "--editable", str(ROOT), *wanted]
    if call(command, stdout=sys.stderr):
        stop("pip could not install the dependencies; its reason is above")
    state = {"place": str(VENV), "pyproject": digest, "groups": sorted(have.union(groups))}
    STATE.write_text(json.dumps(state), encoding="utf-8")


# --- the commands -----------------------------------------------------------------------------


def become(arguments: list[str]) -> NoReturn:
    """Run .venv's Python in place of this process: exit status and signals are its own."""
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(PYTHON, [str(PYTHON), *arguments])
    child = subprocess.Popen([PYTHON, *arguments])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the program answers it
    raise SystemExit(child.wait())


def check(arguments: list[str]) -> int:
    """Run ruff, mypy and pytest, all of them whatever they find; return 0 when all are content."""
    steps = {
        "ruff check": ["ruff", "check"],
        "ruff format": ["ruff", "format", "--check"],
        "mypy": ["mypy"],
        # A process a core; each installs the wikis and opens the display that its tests need.
        "pytest": ["pytest", "--numprocesses=auto", "--maxprocesses=4", *arguments],
    }
    # A shell that starts this in the background has Ctrl-C ignored, and the tests send it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    failed = []
    for name, step in steps.items():
        say(f"{name} …")
        if call([str(PYTHON), "-m", *step], cwd=ROOT):
            failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Carry out one command; return its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file meets any Python
        stop(f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}")
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command not in GROUPS:
        asked = command in {"-h", "--help", "help"}
        print(__doc__.strip(), file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    if rest[:1] == ["--"]:
        del rest[0]
    install_system_packages(packages_of(command))
    set_up(GROUPS[command])
    if command == "test":
        return check(rest)
    if command == "run":
        become(["-m", "wikilinks_gui", *rest])
    os.chdir(ROOT)
    if command == "bench":
        become(["-m", "tests.benchmarks.bench_clients", *rest])
    become(["-m", "build", *rest])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
