"""The only composition root of the server: builds its parts, runs them, takes them down."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
import uuid_utils
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from services.api.app import make_app
from services.api.doors import House, open_doors
from services.api.host import address_of, bind, serve_http
from services.api.rules import RulesDoor
from services.api.stills import StillStore
from services.aside import run_aside
from services.auth.accounts import LOCAL_TOKEN, Accounts, LocalTokens
from services.backtest_work import work as backtest_work
from services.breakers.doors import make_door
from services.breakers.tripper import Tripper
from services.cap.expiry import run_expiry
from services.clock import Clock
from services.contract.commands import RegisterTown
from services.contract.model import Stream
from services.decisions import Decide
from services.detect.engine import RuleEngine
from services.errors import StartupError
from services.features import PolicyInForce, make_decide
from services.gateway.server import Gateway
from services.ingest.hub import ReadingHub
from services.ingest.judge import Judge
from services.ingest.mqtt import MqttSource
from services.ingest.suppressor import Suppressor
from services.notify.escalation import Escalator
from services.notify.outbox import Outbox
from services.notify.sender import Sender
from services.notify.settings import NotifySettings, make_channel
from services.packs.schema import calendars_of, cameras_of, plausible_of
from services.plan import Plan, media_folder, read_packs_anew, read_plan
from services.rehearsal import feeder, make_past
from services.rulebook.backtest import Order
from services.rulebook.book import InForce, RuleBook
from services.rulebook.force import Enforcer, with_packs
from services.signals import listen_for_signals
from services.store.database import database_url, open_database
from services.store.journal import JournalStore
from services.store.keeper import TownKeeper
from services.store.memory import EngineMemory
from services.store.readings import ReadingStore
from services.tasks import keep_house, reload_when_told, running, writing

log = logging.getLogger(__name__)

BACKTEST_S = 900.0
"""What a back-test may take before it is given up."""


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


async def serve(
    options: Options,
    stop: asyncio.Event | None = None,
    on_ready: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
    reload: asyncio.Event | None = None,
) -> None:
    """Serve a town until `stop` is set, its packs read anew whenever `reload` is.

    Raises StartupError when it cannot begin.
    """
    stop, reload = stop or asyncio.Event(), reload or asyncio.Event()
    environment = os.environ if environment is None else environment
    plan = await asyncio.to_thread(read_plan, options.town)
    with contextlib.closing(bind(options.listen)) as bound:
        engine = await asyncio.to_thread(open_database, options.db)
        try:
            await _serve_town(options, plan, engine, bound, stop, on_ready, environment, reload)
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
    reload: asyncio.Event,
) -> None:
    journal, readings = JournalStore(engine), ReadingStore(engine)
    book = RuleBook(plan.packs)
    decide = make_decide(book)
    register = with_packs(plan.register, plan.packs)
    memory = EngineMemory(engine)
    clock = await _clock(options, plan, decide, register, journal, readings, memory)
    keeper = TownKeeper(journal, decide, clock, register.town.timezone)
    await keeper.start()
    try:
        book.follow(keeper.state.rule_changes)
        await _register(keeper, with_packs(register, book.now.packs))
        token = environment.get(LOCAL_TOKEN, "")
        if options.demo_from is not None:
            token = token or secrets.token_urlsafe(32)
        accounts = Accounts(engine, Clock.real(), LocalTokens(token))
        hub = ReadingHub(keeper, readings, clock)
        await hub.start()
        gateway = Gateway(keeper, hub, accounts, clock)
        stills = StillStore(media_folder(database_url(options.db)))
        limits = partial(_limited, register, book)
        house = House(keeper, hub, accounts, clock, gateway, stills, limits)
        doors = open_doors(plan.doors, house, environment)
        judge, enforcer = await _judging(keeper, hub, clock, book, memory, plan)
        app = _app(options, plan, house, accounts, book, journal, enforcer, doors.routes)
        work: dict[str, Coroutine[Any, Any, None]] = {
            "ticks": judge.run_ticks(),
            "judge": judge.run(),
            "memory": judge.run_memory(),
            "suppressor": Suppressor(keeper, clock, PolicyInForce(book)).run(),
            "gateway": gateway.run(),
            "expiry": run_expiry(keeper, clock),
            "housekeeping": keep_house(readings, clock),
            "rulebook": enforcer.run(),
            "reload": reload_when_told(enforcer, reload),
            **{name: run() for name, run in doors.work.items()},
        }
        work |= _chosen_work(options, plan, keeper, hub, engine, clock, environment)
        if options.demo_from is not None:
            address = address_of(bound)
            play = feeder(address, token, clock, keeper, plan.rules, clock.now_ms())
            work["feeder"] = play.run()
        async with writing(hub), running(work):
            await serve_http(app, bound, stop, gateway.stop, options.ready_file, on_ready)
            enforcer.stop()
            await judge.stop()
    finally:
        await keeper.stop()


def _app(
    options: Options,
    plan: Plan,
    house: House,
    accounts: Accounts,
    book: RuleBook,
    journal: JournalStore,
    enforcer: Enforcer,
    doors: tuple[BaseRoute, ...],
) -> Starlette:
    """All the doors of the server as one application."""
    keeper, clock = house.keeper, house.clock
    test = partial(_backtest, options.db)
    rules = RulesDoor(keeper, accounts, clock, book, journal.rule_changes, enforcer.reload, test)
    # What a demo says of warnings must never be taken for real elsewhere.
    cap = replace(plan.cap, drill=plan.cap.drill or options.demo_from is not None)
    routes = [*doors, *rules.routes()]
    return make_app(
        keeper, house.hub, accounts, clock, house.gateway, house.stills, plan.basemap, cap, routes
    )


def _limited(register: RegisterTown, book: RuleBook, stream: Stream) -> Stream:
    """A stream that joins, with the thresholds in force."""
    return with_packs(replace(register, streams=(stream,)), book.now.packs).streams[0]


async def _judging(
    keeper: TownKeeper,
    hub: ReadingHub,
    clock: Clock,
    book: RuleBook,
    memory: EngineMemory,
    plan: Plan,
) -> tuple[Judge, Enforcer]:
    """Whoever judges readings by the rules in force, and whoever keeps them in force."""
    packs = book.now.packs
    detect = RuleEngine(
        book.now.rules,
        plausible=plausible_of(packs),
        calendars=calendars_of(packs),
        cameras=cameras_of(packs),
        evidence_of=hub.evidence_of,
    )
    judge = Judge(keeper, hub, detect, clock, memory)
    await judge.start()
    read = partial(read_packs_anew, plan.directory)
    enforcer = Enforcer(keeper, book, _obedience(judge), read)
    enforcer.start()
    return judge, enforcer


def _chosen_work(
    options: Options,
    plan: Plan,
    keeper: TownKeeper,
    hub: ReadingHub,
    engine: sa.Engine,
    clock: Clock,
    environment: Mapping[str, str],
) -> dict[str, Coroutine[Any, Any, None]]:
    """What the town's files ask for beside the rest."""
    work: dict[str, Coroutine[Any, Any, None]] = {}
    if plan.mqtt is not None:
        work["mqtt"] = MqttSource(plan.mqtt, hub, environment).run()
    # A demo's alerts must neither switch anything off nor wake anybody.
    if plan.breakers.trip and options.demo_from is None:
        door = make_door(plan.breakers, environment)
        work["tripper"] = Tripper(keeper, plan.breakers, door, clock).run()
    if plan.notify is not None and options.demo_from is None:
        work |= _notifying(plan.notify, keeper, engine, clock, environment)
    return work


def _obedience(judge: Judge) -> Callable[[InForce], None]:
    """How the engine takes up other rules while it runs."""

    def obey(now: InForce) -> None:
        packs = now.packs
        judge.adopt(now.rules, plausible_of(packs), calendars_of(packs), cameras_of(packs))

    return obey


def _backtest(url: str, order: Order) -> AsyncGenerator[Any, None]:
    """A back-test beside the server: its loop must not wait for millions of readings."""
    return run_aside(backtest_work, (url, order), BACKTEST_S)


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
    options: Options,
    plan: Plan,
    decide: Decide,
    register: RegisterTown,
    journal: JournalStore,
    readings: ReadingStore,
    memory: EngineMemory,
) -> Clock:
    """The town's clock; for a demo, after its past has been made and from where it stands."""
    start_ms = options.clock_start_ms
    if options.demo_from is not None:
        start_ms = await make_past(
            options.demo_from, journal, readings, plan.packs, decide, register, memory
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
    reload = asyncio.Event()
    listen_for_signals(stop, reload.set, os.environ)
    await serve(options, stop, lambda url: print(f"listening on {url}", flush=True), None, reload)
