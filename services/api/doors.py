"""Every door beside the plain readings: built from the town's settings, as routes and as work.

Decides nothing; knows which doors there are and what each needs.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute

from services.api.hooks import HookDoor
from services.api.onvif import OnvifDoor
from services.api.pictures import MediaDoor, Pictures
from services.api.refusals import RefusalDoor
from services.api.sensorthings.door import StaDoor
from services.api.stills import StillStore
from services.clock import Clock
from services.contract.model import Stream
from services.gateway.ports import Keeper, Tokens
from services.gateway.server import Gateway
from services.ingest.broker import Broker
from services.ingest.drop import DropSettings, read_drop
from services.ingest.drop_watch import DropWatch
from services.ingest.frigate_source import FrigateSettings, FrigateSource, read_frigate
from services.ingest.hooks import read_hooks
from services.ingest.hub import ReadingHub
from services.ingest.onvif_map import read_onvif

Work = Callable[[], Coroutine[Any, Any, None]]
"""Runs until cancelled."""


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """The tables [hooks], [onvif], [frigate] and [drop] of the town file."""

    file: Path
    hooks: object
    onvif: object
    frigate: FrigateSettings | None
    drop: DropSettings | None


def read_doors(
    settings: Mapping[str, Any], file: Path, timezone: str, mqtt: Broker | None
) -> DoorSettings:
    """The doors' settings. Raises StartupError.

    [hooks] and [onvif] name secrets of the environment; they are understood when doors are opened.
    """
    frigate, drop = settings.get("frigate"), settings.get("drop")
    return DoorSettings(
        file,
        settings.get("hooks", {}),
        settings.get("onvif", {}),
        None if frigate is None else read_frigate(frigate, mqtt, file),
        None if drop is None else read_drop(drop, file, timezone),
    )


@dataclass(frozen=True, slots=True)
class Doors:
    """What is open: routes for the web server, and work by name to run until cancelled."""

    routes: tuple[BaseRoute, ...]
    work: dict[str, Work]


@dataclass(frozen=True, slots=True)
class House:
    """The parts of the server the doors lead to."""

    keeper: Keeper
    hub: ReadingHub
    accounts: Tokens
    clock: Clock
    gateway: Gateway
    stills: StillStore
    limits: Callable[[Stream], Stream]
    """A stream with the rules' thresholds on it."""


def open_doors(settings: DoorSettings, house: House, environment: Mapping[str, str]) -> Doors:
    """Build the doors. Raises StartupError."""
    hub, accounts = house.hub, house.accounts
    hooks = read_hooks(settings.hooks, settings.file, environment)
    senders = read_onvif(settings.onvif, settings.file, environment)
    routes = (
        *HookDoor(hooks, hub, accounts, Clock.real()).routes(),
        *OnvifDoor(senders, hub, accounts).routes(),
        *MediaDoor(house.stills, accounts).routes(),
        *RefusalDoor(hub, accounts).routes(),
        *StaDoor(house.keeper, hub, accounts, house.clock, house.limits).routes(),
    )
    work: dict[str, Work] = {}
    if settings.drop is not None:
        watch = DropWatch(settings.drop, settings.file.parent, hub)
        watch.make_folders()
        work["drop"] = watch.run
    if settings.frigate is not None:
        keep = Pictures(house.stills, house.gateway).keep
        source = FrigateSource(settings.frigate, house.keeper, hub, keep, environment)
        work["frigate"] = source.run
    return Doors(routes, work)
