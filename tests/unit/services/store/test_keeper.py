from __future__ import annotations

import asyncio
import random
import threading

import pytest
import sqlalchemy as sa

from services.clock import ManualClock
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.codec import decode_state
from services.contract.model import Level, TownState, Warning
from services.decisions import Context, Refused
from services.errors import StartupError
from services.store import keeper as keeper_module
from services.store import tables
from services.store.audit import Verified
from services.store.journal import JournalStore
from services.store.keeper import TownKeeper
from services.store.rebuild import rebuild


def decide(state: TownState, body: cmd.CommandBody, context: Context) -> list[ev.EventBody]:
    match body:
        case cmd.IssueWarning(kind="broken"):
            raise ZeroDivisionError
        case cmd.IssueWarning():
            warning = Warning(body.kind, body.level, body.text, body.issuer, context.now_ms)
            return [ev.WarningIssued(warning)]
        case cmd.LiftWarning() if body.kind in state.warnings:
            return [ev.WarningLifted(body.kind)]
    raise Refused("warning.none", "there is no such warning", kind=getattr(body, "kind", ""))


def issue(kind: str, text: str = "x") -> cmd.IssueWarning:
    return cmd.IssueWarning(kind, Level.RED, text, "bureau")


class Gate(JournalStore):
    """A journal whose commits wait, and fail when told to."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__(engine)
        self.open = threading.Event()
        self.open.set()
        self.entered = threading.Event()
        self.fail = ""
        self.commits: list[int] = []

    def append(self, events, results, at_ms=0):
        self.entered.set()
        assert self.open.wait(10)
        if self.fail == "before":
            raise sa.exc.OperationalError("INSERT", {}, Exception("disk full"))
        super().append(events, results, at_ms)
        self.commits.append(len(results))
        if self.fail == "after":
            raise sa.exc.OperationalError("COMMIT", {}, Exception("connection lost"))


@pytest.fixture
async def store(engine):
    return Gate(engine)


@pytest.fixture
async def keeper(store):
    keeper = TownKeeper(store, decide, ManualClock(10_000), "Asia/Shanghai")
    await keeper.start()
    yield keeper
    store.open.set()
    store.fail = ""
    await keeper.stop()


async def entered(store: Gate) -> None:
    assert await asyncio.to_thread(store.entered.wait, 10)


async def test_a_command_is_answered_told_and_kept(keeper, store):
    told = []
    keeper.listen(lambda events, changes: told.append((events, changes.operation)))
    result = await keeper.execute("c1", "li", issue("rain"))
    assert (result.seq, result.refusal) == (1, None)
    (((event,), operation),) = told
    assert (event.seq, event.actor, event.command, event.at_ms) == (1, "li", "c1", 10_000)
    assert operation
    assert keeper.state.warnings["rain"].text == "x"
    assert await keeper.events_since(0, 10) == [event]
    assert await keeper.hash_at(1) == event.hash


async def test_a_repeated_id_gives_the_stored_answer_and_does_nothing(keeper):
    first = await keeper.execute("c1", "li", issue("rain"))
    refused = await keeper.execute("c2", "li", cmd.LiftWarning("fog"))
    assert refused.refusal.code == "warning.none"
    assert refused.refusal.params == {"kind": "fog"}
    await keeper.execute("c3", "li", issue("fog"))
    assert await keeper.execute("c1", "li", issue("rain")) == first
    assert await keeper.execute("c2", "li", cmd.LiftWarning("fog")) == refused
    assert keeper.state.seq == 2


async def test_the_same_id_twice_in_one_group_runs_once(keeper):
    answers = await asyncio.gather(*(keeper.execute("c", "li", issue("rain")) for _ in range(9)))
    assert {answer.seq for answer in answers} == {1}
    assert keeper.state.seq == 1


async def test_commands_that_wait_for_a_commit_share_the_next_and_see_each_other(keeper, store):
    store.open.clear()
    first = asyncio.create_task(keeper.execute("a", "li", issue("rain")))
    await entered(store)
    assert keeper.state.seq == 0, "nobody sees what is not yet on disk"
    rest = [
        asyncio.create_task(keeper.execute("b", "li", issue("fog"))),
        asyncio.create_task(keeper.execute("c", "li", cmd.LiftWarning("fog"))),
        asyncio.create_task(keeper.execute("d", "li", cmd.LiftWarning("fog"))),
    ]
    await asyncio.sleep(0)
    store.open.set()
    assert (await first).seq == 1
    b, c, d = await asyncio.gather(*rest)
    assert (b.seq, c.seq) == (2, 3)
    assert d.refusal.code == "warning.none"
    assert store.commits == [1, 3]


async def test_a_failed_commit_is_refused_and_forgotten(keeper, store):
    await keeper.execute("a", "li", issue("rain"))
    store.fail = "before"
    result = await keeper.execute("b", "li", issue("fog"))
    assert result.refusal.code == "store.failed"
    assert set(keeper.state.warnings) == {"rain"}
    store.fail = ""
    assert (await keeper.execute("b", "li", issue("fog"))).seq == 2
    assert store.verify() == Verified(2)


async def test_a_commit_whose_answer_was_lost_is_found_on_disk(keeper, store):
    told = []
    keeper.listen(lambda events, _: told.extend(events))
    store.fail = "after"
    assert (await keeper.execute("a", "li", issue("rain"))).seq == 1
    store.fail = ""
    assert (await keeper.execute("b", "li", issue("fog"))).seq == 2
    assert [event.seq for event in told] == [1, 2]


async def test_another_writer_is_noticed_and_its_events_taken_in(keeper, engine):
    other = TownKeeper(JournalStore(engine), decide, ManualClock(1))
    await other.start()
    await other.execute("theirs", "wu", issue("fog"))
    await other.stop()
    first = await keeper.execute("ours", "li", issue("rain"))
    assert first.refusal.code == "store.failed"
    assert (await keeper.execute("ours", "li", issue("rain"))).seq == 2
    assert set(keeper.state.warnings) == {"fog", "rain"}


async def test_a_broken_handler_hurts_its_own_command_only(keeper, caplog):
    answers = await asyncio.gather(
        keeper.execute("a", "li", issue("broken")), keeper.execute("b", "li", issue("rain"))
    )
    assert answers[0].refusal.code == "server.error"
    assert answers[1].seq == 1


async def test_a_broken_listener_does_not_stop_the_town(keeper, caplog):
    def broken(events, changes):
        raise ZeroDivisionError

    unlisten = keeper.listen(broken)
    assert (await keeper.execute("a", "li", issue("rain"))).seq == 1
    unlisten()
    assert (await keeper.execute("b", "li", issue("rain"))).seq == 2


async def test_a_full_queue_refuses_in_words(keeper, store, monkeypatch):
    monkeypatch.setattr(keeper_module, "QUEUE_LIMIT", 2)
    store.open.clear()
    tasks = [asyncio.create_task(keeper.execute("0", "li", issue("rain")))]
    await entered(store)
    tasks += [asyncio.create_task(keeper.execute(str(n), "li", issue("rain"))) for n in (1, 2, 3)]
    busy = await asyncio.wait_for(tasks[3], 5)
    assert busy.refusal.code == "store.busy"
    store.open.set()
    assert [answer.seq for answer in await asyncio.gather(*tasks[:3])] == [1, 2, 3]


async def test_times_are_the_senders_but_never_the_future(keeper):
    await keeper.execute("a", "li", issue("rain"), at_ms=7_000)
    await keeper.execute("b", "li", issue("rain"), at_ms=99_000)
    assert [event.at_ms for event in await keeper.events_since(0, 9)] == [7_000, 10_000]


@pytest.mark.parametrize("bad", ["", "x" * 101, "a\0b"])
async def test_an_unusable_id_is_refused(keeper, bad):
    assert (await keeper.execute(bad, "li", issue("rain"))).refusal.code == "command.id"


async def test_many_commands_are_one_commit(keeper, store):
    bodies = [issue(f"k{n}") for n in range(700)] + [cmd.LiftWarning("none")]
    answers = await keeper.execute_many("import", bodies)
    assert [answer.seq for answer in answers[:700]] == list(range(1, 701))
    assert answers[700].refusal.code == "warning.none"
    assert store.commits == [701]
    assert await keeper.execute_many("import", []) == []


async def test_snapshot_is_made_once_for_all_who_ask(keeper):
    await keeper.execute("a", "li", issue("rain"))
    answers = await asyncio.gather(*(keeper.snapshot() for _ in range(5)))
    assert len({id(data) for _, data in answers}) == 1
    seq, data = answers[0]
    assert seq == 1
    assert decode_state(data) == keeper.state
    await keeper.execute("b", "li", issue("fog"))
    assert (await keeper.snapshot())[0] == 2


@pytest.mark.parametrize("seed", range(4))
async def test_any_history_is_rebuilt_from_snapshot_and_tail(engine, seed, monkeypatch):
    monkeypatch.setattr(keeper_module, "SNAPSHOT_EVERY", 17)
    chance, store = random.Random(seed), JournalStore(engine)
    for life in range(3):
        keeper = TownKeeper(store, decide, ManualClock(10_000 + life))
        await keeper.start()
        for _ in range(chance.randrange(5, 40)):
            kind = f"k{chance.randrange(6)}"
            body = issue(kind, "雨" * 9) if chance.random() < 0.7 else cmd.LiftWarning(kind)
            await keeper.execute(str(chance.random()), "li", body)
        before = keeper.state
        assert rebuild(store) == before
        if life < 2:
            await keeper.stop()
            assert store.load_snapshot()[0] == before.seq
        else:
            await keeper.stop()
    with engine.begin() as connection:
        connection.execute(tables.snapshot.delete())
    assert rebuild(store) == before
    assert store.verify() == Verified(before.seq)


async def test_an_unreadable_snapshot_is_passed_over(keeper, store, caplog):
    await keeper.execute("a", "li", issue("rain"))
    store.save_snapshot(1, b"rubbish")
    assert rebuild(store) == keeper.state
    store.save_snapshot(2, (await keeper.snapshot())[1])
    assert rebuild(store) == keeper.state


async def test_a_broken_tail_stops_the_start_in_words(engine, chain):
    store = JournalStore(engine)
    store.append(chain(3), [])
    with engine.begin() as connection:
        connection.execute(tables.event.update().where(tables.event.c.seq == 2).values(actor="x"))
    with pytest.raises(StartupError, match="breaks at event 2"):
        await TownKeeper(store, decide, ManualClock(1)).start()


async def test_after_stop_commands_are_refused(engine):
    keeper = TownKeeper(JournalStore(engine), decide, ManualClock(1))
    await keeper.start()
    await keeper.stop()
    await keeper.stop()
    assert (await keeper.execute("a", "li", issue("rain"))).refusal.code == "store.stopped"
