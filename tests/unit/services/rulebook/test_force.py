from __future__ import annotations

import asyncio
import contextlib

import pytest
from msgspec.structs import replace

from services.contract import events as ev
from services.contract.commands import RecordReload, RegisterTown
from services.contract.model import Level, Stream, Town
from services.contract.wire import Refusal, Result
from services.packs.rules import Text
from services.rulebook.book import RuleBook
from services.rulebook.force import RETRY_S, Enforcer, with_packs
from tests.fakes.server import FakeKeeper
from tests.unit.services.rulebook.samples import DEPTH, change, pack

BLUE, RED = Level.BLUE, Level.RED


class Keeper(FakeKeeper):
    """Carries out what an enforcer orders; `refuses` so many times first."""

    def __init__(self) -> None:
        super().__init__()
        self.ordered = []
        self.refuses = 0
        road = {"site": "road"}
        self.put(
            ev.TownRegistered(Town("y", "云泽", "Yunze", "Asia/Shanghai", (121.0, 31.0))),
            ev.StreamRegistered(Stream("S0", 0, "d", "S0", "cm", 0, 0, attributes=road)),
            ev.StreamRegistered(Stream("S1", 1, "d", "S1", "cm", 0, 0)),
        )

    async def execute(self, command_id, actor, body, at_ms=0):
        self.ordered.append((actor, body))
        if self.refuses:
            self.refuses -= 1
            return Result(command_id, 0, Refusal("store.failed", "no"))
        if isinstance(body, RegisterTown):
            self.put(
                ev.TownRegistered(body.town),
                *(ev.StreamRegistered(stream) for stream in body.streams),
            )
        return Result(command_id, self.state.seq)

    def limits(self, stream="S0"):
        return self.state.streams[stream].limits


@contextlib.asynccontextmanager
async def enforcing(keeper, book, read=None):
    obeyed = []
    enforcer = Enforcer(keeper, book, obeyed.append, read or (lambda: book.packs))
    enforcer.start()
    task = asyncio.create_task(enforcer.run())
    try:
        async with asyncio.timeout(10):
            yield enforcer, obeyed
    finally:
        enforcer.stop()
        task.cancel()


async def until(condition):
    while not condition():
        await asyncio.sleep(0.001)


async def test_streams_get_the_lines_of_the_rules_that_watch_them():
    keeper = Keeper()
    async with enforcing(keeper, RuleBook((pack(),))):
        await until(keeper.limits)
    assert keeper.limits() == ((BLUE, 5), (RED, 25))
    assert keeper.limits("S1") == ()


async def test_a_change_is_obeyed_at_once_and_moves_the_lines():
    keeper, book = Keeper(), RuleBook((pack(),))
    async with enforcing(keeper, book) as (_, obeyed):
        keeper.put(ev.RuleChanged(change({"levels": {"blue": {"at": 8}}})))
        assert obeyed[-1].rules[DEPTH].levels["blue"].at == 8
        await until(lambda: keeper.limits() == ((BLUE, 8), (RED, 25)))
        keeper.put(ev.RuleChanged(change({})))
        assert obeyed[-1].packs == (pack(),)
        await until(lambda: keeper.limits() == ((BLUE, 5), (RED, 25)))


async def test_a_stream_that_joins_gets_its_lines():
    keeper = Keeper()
    async with enforcing(keeper, RuleBook((pack(),))):
        await until(keeper.limits)
        new = Stream("S2", 2, "d", "S2", "cm", 0, 0, attributes={"site": "road"})
        keeper.put(ev.StreamRegistered(new))
        await until(lambda: keeper.limits("S2"))


async def test_packs_read_anew_are_obeyed_and_put_down_with_what_differs():
    keeper, book = Keeper(), RuleBook((pack(),))
    async with enforcing(keeper, book, lambda: (pack(at=9),)) as (enforcer, obeyed):
        changes = await enforcer.reload("li")
        assert changes == ("p.depth levels.blue.at: 5 → 9",)
        assert obeyed[-1].rules[DEPTH].levels["blue"].at == 9
        assert ("li", RecordReload(changes)) in keeper.ordered
        await until(lambda: keeper.limits() == ((BLUE, 9), (RED, 25)))
        assert await enforcer.reload("li") == ()
        assert len(obeyed) == 1


async def test_the_town_has_the_names_of_the_packs_in_force():
    keeper, book = Keeper(), RuleBook((pack(),))
    renamed = replace(pack(), pack=replace(pack().pack, title=Text(zh="新名", en="New name")))
    async with enforcing(keeper, book, lambda: (renamed,)) as (enforcer, _):
        await until(lambda: keeper.state.town.packs)
        assert keeper.state.town.packs == (("p", "积水", "water"),)
        assert len(await enforcer.reload("li")) == 2
        await until(lambda: keeper.state.town.packs == (("p", "新名", "New name"),))
        assert keeper.state.town.name == "云泽"


async def test_packs_that_cannot_be_read_change_nothing():
    keeper, book = Keeper(), RuleBook((pack(),))

    def read():
        raise ValueError("line 3")

    async with enforcing(keeper, book, read) as (enforcer, obeyed):
        with pytest.raises(ValueError, match="line 3"):
            await enforcer.reload("li")
        assert (obeyed, book.packs) == ([], (pack(),))
    assert not [body for _, body in keeper.ordered if isinstance(body, RecordReload)]


async def test_a_change_that_fits_no_longer_is_said_in_the_log(caplog):
    keeper = Keeper()
    keeper.put(ev.RuleChanged(change({"deadband": 1}, "p.gone")))
    async with enforcing(keeper, RuleBook((pack(),), keeper.state.rule_changes)):
        assert "p.gone" in caplog.text


async def test_lines_are_tried_again_when_the_journal_fails(monkeypatch):
    monkeypatch.setattr("services.rulebook.force.RETRY_S", RETRY_S / 1000)
    keeper = Keeper()
    keeper.refuses = 2
    async with enforcing(keeper, RuleBook((pack(),))):
        await until(keeper.limits)
    assert len(keeper.ordered) == 3


def test_a_register_gets_the_lines_before_it_is_registered():
    keeper = Keeper()
    streams = tuple(keeper.state.streams.values())
    register = RegisterTown(keeper.state.town, (), (), streams, ())
    ready = with_packs(register, (pack(),))
    assert ready.streams[0].limits == ((BLUE, 5), (RED, 25))
    assert ready.town.packs == (("p", "积水", "water"),)
