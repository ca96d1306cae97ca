"""The user's settings: typed, in one TOML file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from desktop.map_choice import MapChoice


class SettingsError(Exception):
    """The settings cannot be read or written; the text is one sentence for the user."""


class Bookmark(msgspec.Struct, frozen=True):
    """A view of the map somebody keeps under a digit from 1 to 9."""

    number: int
    name: str
    lon: float
    lat: float
    zoom: float


class Settings(msgspec.Struct, frozen=True):
    """What the user chose. Unknown keys in the file are ignored."""

    server: str = ""
    """Address of the server; empty means the embedded one."""
    town: str = ""
    """Directory of the town the embedded server opens; empty means Yunze."""
    language: Literal["zh", "en"] = "zh"
    layout: str = ""
    """The window's last layout, as Qt encodes it, in base64."""
    ca_file: str = ""
    """PEM file with the authority that signed the server's certificate, besides the system's."""
    key_file: bool = False
    """Keep the cache's key in a file only the user can read, for machines without a keyring."""
    bookmarks: dict[str, list[Bookmark]] = {}
    """Bookmarks of the map by profile, as each has its own town."""
    maps: dict[str, MapChoice] = {}
    """What was chosen on the map, by profile."""
    map_window: str = ""
    """Place and size of the second map window, as Qt encodes it, in base64."""


def load_settings(path: Path) -> Settings:
    """The settings of the file, the defaults when there is none. Raises SettingsError."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"The settings {path} cannot be read: {error.strerror}.") from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise SettingsError(f"The settings {path} are not valid: {error}.") from error


def save_settings(path: Path, settings: Settings) -> None:
    """Write the file whole or not at all. Raises SettingsError."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.toml.encode(settings))
        fresh.replace(path)
    except OSError as error:
        raise SettingsError(f"The settings {path} cannot be written: {error.strerror}.") from error
