# SPDX-License-Identifier: MIT
"""User settings, and the folders in which the program writes."""

import contextlib
import ipaddress
import json
import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs

from wikilinks_gui.errors import SettingsError
from wikilinks_gui.mediawiki.address import host_name, is_loopback
from wikilinks_gui.mediawiki.headers import contact_words
from wikilinks_gui.mediawiki.pace import ANONYMOUS, PUBLIC, Rate
from wikilinks_gui.safefile import (
    make_private_folder,
    remove_noted,
    remove_unfinished,
    replacing,
)
from wikilinks_gui.translation import _

CONTACT_VARIABLE = "WIKILINKS_GUI_CONTACT"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the program writes, and nowhere else."""

    config: Path
    data: Path

    @classmethod
    def below(cls, basedir: Path | None) -> "Folders":
        """Choose the folders: in ``basedir``, else where the platform wants them."""
        if basedir is not None:
            return cls(basedir / "config", basedir / "data")
        dirs = platformdirs.PlatformDirs("wikilinks_gui", appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path)

    def make(self) -> None:
        """Make the folders, for nobody else; remove what killed programs left unfinished."""
        with contextlib.suppress(OSError):  # reported by what writes there
            make_private_folder(self.config)
            make_private_folder(self.data)
        remove_unfinished(self.config)
        remove_noted(self.notes)

    @property
    def notes(self) -> Path:
        """The folder of notes on files that are being written elsewhere."""
        return self.data / "unfinished"

    @property
    def settings(self) -> Path:
        """The file of the settings."""
        return self.config / "settings.json"

    @property
    def store(self) -> Path:
        """The file of the explorations."""
        return self.data / "explorations.sqlite"


@dataclass(slots=True)
class Settings:
    """The settings: who asks, how fast each wiki may be asked, and what is done by itself."""

    contact: str = ""  # e-mail address or user page, for the wiki's operators
    pace: dict[str, float] = field(default_factory=dict)  # host -> requests a second
    check_small_lists: bool = True  # where their links come from, without being asked to


def load_settings(path: Path) -> Settings:
    """Read the settings; those of a first start where there is no file. Raises SettingsError."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8-sig"))  # an editor may add the mark
        pace = dict(stored.get("pace", {}).items())
        if not all(type(value) in {int, float} and is_pace(value) for value in pace.values()):
            raise ValueError("a pace is a number of requests a second")
        contact = stored.get("contact", "")
        if not isinstance(contact, str):
            raise TypeError("a contact is text")
        check_small_lists = stored.get("check_small_lists", True)
        if not isinstance(check_small_lists, bool):
            raise TypeError("small lists are checked or not")
        return Settings(contact, pace, check_small_lists)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(
            _("The settings in {path} cannot be read: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SettingsError(
            _("The settings in {path} are damaged. Repair the file or move it away.").format(
                path=path
            )
        ) from error


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all. Raises SettingsError."""
    text = json.dumps(asdict(settings), indent=2)
    try:
        make_private_folder(path.parent)
        with replacing(path, private=True) as file:
            file.write(text.encode() + b"\n")
    except OSError as error:
        raise SettingsError(
            _("The settings in {path} cannot be written: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from error


def contact_of(settings: Settings, given: str | None) -> str:
    """Choose the contact: given on the command line, in the environment, in the settings.

    "" when nobody could be reached by what was chosen.
    """
    chosen = (given if given is not None else os.environ.get(CONTACT_VARIABLE)) or settings.contact
    return "" if contact_problem(chosen) else chosen.strip()


def rate_of(settings: Settings, host: str, contact: str) -> Rate | None:
    """Return how fast a host may be asked; None: as fast as it answers."""
    pace = settings.pace.get(host)
    if is_loopback(host):
        return None if pace is None else Rate(1, 1 / pace)
    chosen = PUBLIC if pace is None else Rate(1, 1 / pace)
    if contact:
        return chosen
    return min(chosen, ANONYMOUS, key=lambda rate: rate.requests / rate.seconds)


_CONTACTS = re.compile(
    r"""[^\s@<]+@[^\s@.>]+(\.[^\s@.>]+)+      # me@example.org
    |(^|\s)(https?://)?[^\s/.:]+(\.[^\s/.:]+)+(:\d+)?/\S+  # the address of a page
    |^(\[\[)?(?!https?:)[^\s:/@]+:\s*[^\s:/].*$             # User:Me
    """,
    re.VERBOSE | re.IGNORECASE,
)


def contact_problem(contact: str) -> str:
    """Return why wikis could not reach anybody by a contact; "" where they can, or for none."""
    contact = contact.strip()
    if not contact or (contact_words(contact) and _CONTACTS.search(contact)):
        return ""
    return _(
        "Enter an e-mail address (you@example.org), or the title (User:You) or address"
        " of your user page."
    )


def is_pace(pace: float) -> bool:
    """Return whether a number can be a pace: requests a second, from 0.001 to 1,000."""
    return 0.001 <= pace <= 1000


def pace_host(typed: str) -> str:
    """Return the host that a pace is for, from its name or an address; "" for anything else."""
    try:
        return str(ipaddress.ip_address(typed.strip("[]")))
    except ValueError:
        pass
    host = host_name(typed)
    is_name = re.fullmatch(r"[\w-]+(\.[\w-]+)*", host) or ":" in host
    return host if is_name else ""


def pace_without_contact(settings: Settings) -> str:
    """Return the warning that a pace has no effect without a contact; "" where it has."""
    limit = ANONYMOUS.requests / ANONYMOUS.seconds
    if settings.contact or not any(
        pace > limit and not is_loopback(host) for host, pace in settings.pace.items()
    ):
        return ""
    return _("Without a contact, each of these wikis is asked at most 10 times a minute.")
