"""What the town's files say, read before anything is opened. Knows no store and no socket."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import sqlalchemy as sa

from services.api.app import Basemap
from services.api.doors import DoorSettings, read_doors
from services.breakers.settings import BreakerSettings
from services.breakers.settings import read_settings as read_breakers
from services.cap.settings import Settings as CapSettings
from services.cap.settings import read_settings as read_cap
from services.contract.commands import RegisterTown
from services.demo.town import write_town
from services.errors import StartupError
from services.ingest.mqtt import Settings as MqttSettings
from services.ingest.mqtt import read_settings as read_mqtt
from services.notify.settings import NotifySettings
from services.notify.settings import read_settings as read_notify
from services.packs.command import check_directory
from services.packs.explain import PackError
from services.packs.loader import load_packs, packs_named
from services.packs.rules import Rule
from services.packs.schema import Pack, rules_of
from services.registers.directory import load_directory, read_settings
from services.rulebook.force import PacksRefused


def town_directory(name: str) -> Path:
    """The directory of `--town`. Raises StartupError when there is none."""
    if name != "demo":
        path = Path(name).expanduser()
        if not (path / "town.toml").is_file():
            raise StartupError(f"there is no town at {path}: it has no town.toml")
        return path
    shipped = Path(str(importlib.resources.files("resources"))) / "demo" / "yunze"
    if (shipped / "town.toml").is_file():
        return shipped
    made = Path(platformdirs.user_cache_dir("onemap")) / "yunze"
    try:
        write_town(made)
    except OSError as error:
        raise StartupError(f"the demo town cannot be written to {made}: {error}") from error
    return made


def load_town_packs(directory: Path) -> tuple[Pack, ...]:
    """The packs the town names. Raises StartupError with file, line and fix."""
    settings, file = read_settings(directory), directory / "town.toml"
    return load_packs((directory / "packs",), *packs_named(settings, file), file)


def read_packs_anew(directory: Path) -> tuple[Pack, ...]:
    """The packs the town names, while the server runs. Raises PacksRefused."""
    try:
        return load_town_packs(directory)
    except PackError as first:
        errors = [str(error) for error in check_directory(directory)[1]]
        raise PacksRefused(tuple(errors) or (str(first),)) from first
    except StartupError as error:
        raise PacksRefused((str(error),)) from error


def media_folder(url: sa.URL) -> Path | None:
    """Where stills are kept: beside a SQLite file, else in memory."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    database = Path(url.database)
    return database.parent / f"{database.stem}.media"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the town's files say, read before anything is opened."""

    directory: Path
    register: RegisterTown
    packs: tuple[Pack, ...]
    mqtt: MqttSettings | None
    notify: NotifySettings | None
    basemap: Basemap | None
    cap: CapSettings
    breakers: BreakerSettings
    doors: DoorSettings

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules as the packs and the town's overrides say."""
        return rules_of(self.packs)


def read_plan(name: str) -> Plan:
    """The plan of `--town`. Raises StartupError."""
    directory = town_directory(name)
    file = directory / "town.toml"
    packs = load_town_packs(directory)
    settings = read_settings(directory)
    register = load_directory(directory)
    notify = settings.get("notify")
    mqtt = read_mqtt(settings["mqtt"], file) if settings.get("mqtt") else None
    basemap = directory / "basemap.geojson"
    return Plan(
        directory,
        register,
        packs,
        mqtt,
        read_notify(notify, file) if notify else None,
        Basemap(basemap.read_bytes()) if basemap.is_file() else None,
        read_cap(settings.get("cap", {}), file),
        read_breakers(settings.get("breakers", {}), file),
        read_doors(settings, file, register.town.timezone, mqtt),
    )
