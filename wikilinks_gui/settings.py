# SPDX-License-Identifier: MIT
"""What the program remembers of its person, and the folders in which it writes."""

import contextlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from wikilinks_gui.errors import SettingsError
from wikilinks_gui.mediawiki.pace import ANONYMOUS, PUBLIC, Rate, is_loopback
from wikilinks_gui.mediawiki.transport import contact_words
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
    """The settings: who asks, and how fast each wiki may be asked."""

    contact: str = ""  # address or wiki user page of the person, for the wiki's operators
    pace: dict[str, float] = field(default_factory=dict)  # host -> requests a second


def load_settings(path: Path) -> Settings:
    """Read the settings; those of a first start where there is no file. Raises SettingsError."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        pace = {str(host): float(value) for host, value in stored.get("pace", {}).items()}
        if not all(0 < value < 1000 for value in pace.values()):
            raise ValueError("a pace is a number of requests a second")
        contact = stored.get("contact", "")
        if not isinstance(contact, str):
            raise TypeError("a contact is text")
        return Settings(contact, pace)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(
            _("The settings in {path} cannot be read: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise SettingsError(
            _("The settings in {path} are damaged. Mend the file or move it away.").format(
                path=path
            )
        ) from error


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all. Raises SettingsError."""
    text = json.dumps({"contact": settings.contact, "pace": settings.pace}, indent=2)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text + "\n", encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise SettingsError(
            _("The settings in {path} cannot be written: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from error


def contact_of(settings: Settings, given: str | None) -> str:
    """Choose the contact: given on the command line, in the environment, in the settings.

    "" when what was chosen cannot be sent to a wiki.
    """
    chosen = (given if given is not None else os.environ.get(CONTACT_VARIABLE)) or settings.contact
    return chosen if contact_words(chosen) else ""


def rate_of(settings: Settings, host: str, contact: str) -> Rate | None:
    """Say how fast a host may be asked; None: as fast as it answers."""
    if is_loopback(host):
        return None
    pace = settings.pace.get(host)
    chosen = PUBLIC if pace is None else Rate(1, 1 / pace)
    if contact:
        return chosen
    return min(chosen, ANONYMOUS, key=lambda rate: rate.requests / rate.seconds)
