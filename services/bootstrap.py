"""The only composition root of the server: builds its parts, runs them, takes them down."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib.resources
import logging
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import sqlalchemy as sa
import uuid_utils
from msgspec.structs import replace

from services.api.app import Basemap, make_app
from services.api.host import address_of, bind, serve_http
from services.api.stills import StillStore
from services.auth.accounts import LOCAL_TOKEN, Accounts, LocalTokens
from services.cap.expiry import run_expiry
from services.cap.settings import Settings as CapSettings
from services.cap.settings import read_settings as read_cap
from services.breakers.handlers import HANDLERS as BREAKERS
from services.casework.handlers import make_handlers
from services.clock import Clock
from services.contract.commands import CommandBody, RegisterTown
from services.contract.events import EventBody
from services.contract.model import Tier, TownState
from services.decisions import Context, Decide, Refused
from services.demo.town import write_town
from services.detect.engine import RuleEngine
from services.detect.handlers import HANDLERS as DETECT
from services.errors import StartupError
from services.gateway.server import Gateway
from services.ingest.hub import ReadingHub
from services.ingest.judge import Judge
from services.ingest.mqtt import MqttSource
from services.ingest.mqtt import Settings as MqttSettings
from services.ingest.mqtt import read_settings as read_mqtt
from services.notify.escalation import Escalator
from services.notify.handlers import HANDLERS as NOTIFY
from services.notify.outbox import Outbox
from services.notify.sender import Sender
from services.notify.settings import NotifySettings, make_channel
from services.notify.settings import read_settings as read_notify
from services.operations.handlers import HANDLERS as OPERATIONS
from services.packs.loader import load_packs
from services.packs.rules import Rule
from services.packs.schema import Pack, due_minutes_of, limits_of, plausible_of, rules_of
from services.registers.directory import load_directory, read_settings
from services.registers.handlers import HANDLERS as REGISTERS
from services.rehearsal import feeder, make_past
from services.rulebook.handlers import HANDLERS as RULEBOOK
from services.store.database import database_url, open_database
from services.store.journal import JournalStore
from services.store.keeper import TownKeeper
from services.store.readings import ReadingStore

log = logging.getLogger(__name__)

PRUNE_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class Options:
    """What `onemap-server serve` was asked for."""

    town: str = "demo"
    db: str = "onemap.db"
    listen: str = "127.0.0.1:8330"
    clock_start_ms: int | None = None
    speed: float = 1.0
    ready_file: str | None = None
    demo_from: str | None = None


def make_decide(due_minutes: Mapping[Tier, int] | None = None) -> Decide:
    """All features' handlers as one decision."""
    handlers: dict[type, Any] = {
        **make_handlers(due_minutes or {}),
        **DETECT,
        **OPERATIONS,
        **REGISTERS,
        **NOTIFY,
        **RULEBOOK,
        **BREAKERS,
    }

    def decide(state: TownState, body: CommandBody, context: Context) -> list[EventBody]:
        handler = handlers.get(type(body))
        if handler is None:
            raise Refused("command.unknown", "the server does not know this command")
        events: list[EventBody] = handler(state, body, context)
        return events

    return decide


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
    settings = read_settings(directory)
    names = settings.get("town", {}).get("packs", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise StartupError(f"{directory / 'town.toml'}: [town] packs must be a list of names")
    return load_packs(
        (directory / "packs",), names, settings.get("overrides"), directory / "town.toml"
    )


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
    rules: Mapping[str, Rule]
    plausible: Mapping[str, tuple[float, float]]
    decide: Decide
    mqtt: MqttSettings | None
    notify: NotifySettings | None
    basemap: Basemap | None
    cap: CapSettings


def with_limits(register: RegisterTown, packs: tuple[Pack, ...]) -> RegisterTown:
    """The register with the rules' thresholds on its streams, for whoever draws them."""
    streams = tuple(replace(s, limits=limits_of(packs, s)) for s in register.streams)
    return replace(register, streams=streams)


def read_plan(name: str) -> Plan:
    """The plan of `--town`. Raises StartupError."""
    directory = town_directory(name)
    packs = load_town_packs(directory)
    mqtt = read_settings(directory).get("mqtt")
    notify = read_settings(directory).get("notify")
    cap = read_settings(directory).get("cap", {})
    basemap = directory / "basemap.geojson"
    return Plan(
        directory,
        with_limits(load_directory(directory), packs),
        rules_of(packs),
        plausible_of(packs),
        make_decide(due_minutes_of(packs)),
        read_mqtt(mqtt, directory / "town.toml") if mqtt else None,
        read_notify(notify, directory / "town.toml") if notify else None,
        Basemap(basemap.read_bytes()) if basemap.is_file() else None,
        read_cap(cap, directory / "town.toml"),
    )


async def serve(
    options: Options,
    stop: asyncio.Event | None = None,
    on_ready: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Serve a town until `stop` is set. Raises StartupError when it cannot begin."""
    stop = stop or asyncio.Event()
    environment = os.environ if environment is None else environment
    plan = await asyncio.to_thread(read_plan, options.town)
    with contextlib.closing(bind(options.listen)) as bound:
        engine = await asyncio.to_thread(open_database, options.db)
        try:
            await _serve_town(options, plan, engine, bound, stop, on_ready, environment)
        finally:
            await asyncio.to_thread(engine.dispose)


async def _serve_town(
    options: Options,
    plan: Plan,
    engine: sa.Engine,
    bound: socket.socket,
    stop: asyncio.Event,
    on_ready: Callable[[str], None] | None,
    environment: Mapping[str, str],
) -> None:
    journal, readings = JournalStore(engine), ReadingStore(engine)
    clock = await _clock(options, plan, journal, readings)
    keeper = TownKeeper(journal, plan.decide, clock, plan.register.town.timezone)
    await keeper.start()
    try:
        await _register(keeper, plan.register)
        token = environment.get(LOCAL_TOKEN, "")
        if options.demo_from is not None:
            token = token or secrets.token_urlsafe(32)
        accounts = Accounts(engine, Clock.real(), LocalTokens(token))
        hub = ReadingHub(keeper, readings, clock)
        await hub.start()
        gateway = Gateway(keeper, hub, accounts, clock)
        stills = StillStore(media_folder(database_url(options.db)))
        # What a demo says of warnings must never be taken for real elsewhere.
        cap = replace(plan.cap, drill=plan.cap.drill or options.demo_from is not None)
        app = make_app(keeper, hub, accounts, clock, gateway, stills, plan.basemap, cap)
        detect = RuleEngine(plan.rules, plausible=plan.plausible)
        judge = Judge(keeper, hub, detect, clock)
        judge.start()
        work: dict[str, Coroutine[Any, Any, None]] = {
            "ticks": judge.run_ticks(),
            "judge": judge.run(),
            "gateway": gateway.run(),
            "expiry": run_expiry(keeper, clock),
            "housekeeping": _keep_house(readings, clock),
        }
        if plan.mqtt is not None:
            work["mqtt"] = MqttSource(plan.mqtt, hub, environment).run()
        # A demo's alerts must not wake anybody.
        if plan.notify is not None and options.demo_from is None:
            work |= _notifying(plan.notify, keeper, engine, clock, environment)
        if options.demo_from is not None:
            address = address_of(bound)
            play = feeder(address, token, clock, keeper, plan.rules, clock.now_ms())
            work["feeder"] = play.run()
        async with _writing(hub), _running(work):
            await serve_http(app, bound, stop, gateway.stop, options.ready_file, on_ready)
            judge.stop()
    finally:
        await keeper.stop()


def _notifying(
    settings: NotifySettings,
    keeper: TownKeeper,
    engine: sa.Engine,
    clock: Clock,
    environment: Mapping[str, str],
) -> dict[str, Coroutine[Any, Any, None]]:
    """The two tasks that tell people: one climbs the ladders, one empties the outbox."""
    wall, outbox = Clock.real(), Outbox(engine)
    channels = {
        name: make_channel(channel, environment, wall.now_ms)
        for name, channel in settings.channels.items()
    }
    sender = Sender(outbox, channels, wall)
    escalator = Escalator(keeper, outbox, settings, clock, wall, sender.wake)
    sender.on_settled = escalator.wake
    return {"notify-sender": sender.run(), "notify-ladders": escalator.run()}


async def _clock(
    options: Options, plan: Plan, journal: JournalStore, readings: ReadingStore
) -> Clock:
    """The town's clock; for a demo, after its past has been made and from where it stands."""
    start_ms = options.clock_start_ms
    if options.demo_from is not None:
        start_ms = await make_past(
            options.demo_from, journal, readings, plan.rules, plan.decide, plan.register
        )
    elif start_ms is None and options.speed == 1.0:
        return Clock.real()
    try:
        return Clock.scaled(Clock.real().now_ms() if start_ms is None else start_ms, options.speed)
    except ValueError as error:
        raise StartupError(str(error)) from error


async def _register(keeper: TownKeeper, register: RegisterTown) -> None:
    result = await keeper.execute(str(uuid_utils.uuid7()), "system:registers", register)
    if result.refusal is not None:
        raise StartupError(f"the town cannot be registered: {result.refusal.text}")


async def _keep_house(readings: ReadingStore, clock: Clock) -> None:
    """Roll up and prune readings from time to time until cancelled."""
    while True:
        await asyncio.sleep(PRUNE_EVERY_S)
        try:
            await asyncio.to_thread(readings.prune, clock.now_ms())
        except sa.exc.SQLAlchemyError as error:
            log.error("readings could not be rolled up: %s", error)


@contextlib.asynccontextmanager
async def _running(work: dict[str, Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Named tasks that end with the block; one that fails takes the block with it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(body, name=name) for name, body in work.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


@contextlib.asynccontextmanager
async def _writing(hub: ReadingHub) -> AsyncIterator[None]:
    """The hub's writer, which is let finish at the end."""
    async with asyncio.TaskGroup() as group:
        group.create_task(hub.run(), name="readings-writer")
        try:
            yield
        finally:
            hub.stop()


def serve_command(arguments: argparse.Namespace) -> int:
    """`onemap-server serve`: serve until SIGTERM, SIGINT or, as a child, until stdin closes."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    options = Options(
        town=arguments.town,
        db=arguments.db,
        listen=arguments.listen,
        clock_start_ms=arguments.clock_start_ms,
        speed=arguments.speed,
        ready_file=arguments.ready_file,
        demo_from=arguments.demo_from,
    )
    asyncio.run(_serve_until_told(options))
    return 0


async def _serve_until_told(options: Options) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows has no signals on the loop
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    if os.environ.get("ONEMAP_PARENT_PIPE") == "1":
        threading.Thread(
            target=_watch_parent, args=(loop, stop), name="parent-pipe", daemon=True
        ).start()
    await serve(options, stop, lambda url: print(f"listening on {url}", flush=True))


def _watch_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop when the parent's end of stdin is gone. Reads the descriptor, not the buffer."""
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended on its own
        loop.call_soon_threadsafe(stop.set)
