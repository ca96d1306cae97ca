import asyncio
import contextlib

import httpx
import numpy as np
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from services.contract import events as ev
from services.contract.codec import (
    decode_server,
    decode_state,
    encode,
    encode_state,
    unpack_readings,
)
from services.contract.commands import AcknowledgeAlert, encode_command
from services.contract.wire import (
    MAX_CLIENT_MESSAGE,
    SUBPROTOCOL,
    AskHistory,
    Command,
    Events,
    Hello,
    History,
    Notice,
    Readings,
    Result,
    Snapshot,
    StillTaken,
    Subscribe,
    Welcome,
)
from services.ingest.parse import RawReading
from tests.integration.server.conftest import Running, Start

ACK = ev.AlertAcknowledged("a")


def _acknowledge(id: str) -> Command:
    kind, body = encode_command(AcknowledgeAlert("a"))
    return Command(id, kind, body)


async def test_hello_is_answered_with_welcome_snapshot_and_readings(start: Start) -> None:
    async with start() as server:
        server.hub.accept([RawReading("W3", 7.5)])
        async with server.console() as console:
            kinds = [type(message) for message in console.seen]
            welcome = console.seen[0]
            frame = console.seen[-1]
            assert console.state == server.keeper.state
    assert kinds == [Welcome, Snapshot, Readings]
    assert isinstance(welcome, Welcome)
    assert (welcome.user, welcome.name, welcome.speed) == ("operator", "Operator", 20.0)
    assert isinstance(frame, Readings)
    assert unpack_readings(frame).value.tolist() == [7.5]


async def test_resume_sends_only_what_was_missed_in_batches(start: Start) -> None:
    async with start() as server:
        async with server.console() as console:
            state = console.state
        for _ in range(1203):
            server.keeper.put(ACK)
        async with server.console(state) as console:
            sizes = [len(m.events) for m in console.seen if isinstance(m, Events)]
            assert not any(isinstance(message, Snapshot) for message in console.seen)
            assert console.state == server.keeper.state
    assert sizes == [500, 500, 203]


async def test_a_console_of_another_journal_gets_a_snapshot(start: Start) -> None:
    async with start() as server:
        async with server.console() as console:
            state = decode_state(encode_state(console.state))
        state.hash = "f" * 64
        async with server.console(state) as console:
            assert any(isinstance(message, Snapshot) for message in console.seen)
        state.seq = 10_000
        async with server.console(state) as console:
            assert console.state == server.keeper.state


async def test_joining_while_events_happen_has_no_gap_and_no_double(start: Start) -> None:
    async with start() as server:
        done = asyncio.Event()

        async def write() -> None:
            while not done.is_set():
                server.keeper.put(ACK, ACK)
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            group.create_task(write())
            state = None
            for _ in range(8):
                async with server.console(state) as console:
                    # `apply` inside Console raises at a gap and at a double.
                    await console.until_seq(server.keeper.state.seq + 20)
                    state = console.state
            done.set()


async def test_a_slow_console_gets_one_frame_with_the_newest_values(start: Start) -> None:
    async with start() as server:
        server.keeper.put_streams(4000)
        everything = [f"W{n}" for n in range(4000)]
        async with server.console(max_queue=1) as console:
            for value in range(300):
                server.hub.accept([RawReading(stream, float(value)) for stream in everything])
                server.gateway.flush()
                await asyncio.sleep(0)
            frames = []
            async with asyncio.timeout(20):
                last = 0.0
                while last < 299:
                    message = await console.next()
                    if isinstance(message, Readings):
                        frames.append(message)
                        last = unpack_readings(message).value.min()
            assert len(frames) < 200
            health = server.gateway.health()
    assert isinstance(health["conflated"], int)
    assert health["conflated"] > 0


async def test_a_console_too_slow_for_events_is_told_and_starts_over(start: Start) -> None:
    async with start(outbox_events=500) as server, server.console(max_queue=1) as console:
        long = ev.CaseNoted("nowhere", "x" * 2000)
        for _ in range(300):
            server.keeper.put(*[long] * 20)
            await asyncio.sleep(0)
        notice = await console.until(Notice, code="resync")
        await console.until_seq(server.keeper.state.seq)
        assert console.state == server.keeper.state
    assert isinstance(notice, Notice)
    assert notice.count > 0


async def test_a_command_given_twice_is_done_once(start: Start) -> None:
    async with start() as server:
        async with server.console() as console:
            await console.send(_acknowledge("c1"))
            first = await console.until(Result, command="c1")
            await console.send(_acknowledge("c1"))
            second = await console.until(Result, command="c1")
            assert console.state.seq == server.keeper.state.seq
        assert server.keeper.actors == ["Operator"]
    assert first == second
    assert isinstance(first, Result)
    assert first.seq == 8


async def test_commands_that_cannot_be_are_refused_with_codes(start: Start) -> None:
    async with start() as server:
        async with server.console() as console:
            codes = []
            for command in (
                Command("c1", "RegisterTown", b""),
                Command("c2", "AcknowledgeAlert", b"\xff\x00"),
            ):
                await console.send(command)
                result = await console.until(Result, command=command.id)
                assert isinstance(result, Result)
                assert result.refusal is not None
                codes.append(result.refusal.code)
        async with server.console(token="viewer") as console:
            await console.send(_acknowledge("c3"))
            result = await console.until(Result, command="c3")
            assert isinstance(result, Result)
            assert result.refusal is not None
            codes.append(result.refusal.code)
    assert codes == ["command.unknown", "command.malformed", "command.denied"]


async def test_a_subscription_narrows_readings_and_sends_a_full_frame(start: Start) -> None:
    async with start() as server:
        server.hub.accept([RawReading(f"W{n}", float(n)) for n in range(6)])
        async with server.console() as console:
            await console.send(Subscribe(kinds=("depth",), viewport=(121.0, 30.0, 124.5, 32.0)))
            frame = await console.until(Readings)
            assert isinstance(frame, Readings)
            assert unpack_readings(frame).index.tolist() == [1, 3]
            server.hub.accept([RawReading(f"W{n}", 9.0) for n in range(6)])
            frame = await console.until(Readings)
            assert isinstance(frame, Readings)
            assert unpack_readings(frame).index.tolist() == [1, 3]


async def test_history_clock_and_stills_reach_the_console(start: Start) -> None:
    async with start() as server:
        server.hub.accept([RawReading("W1", 4.0)])
        async with asyncio.timeout(5):
            while server.hub.waiting_rows:
                await asyncio.sleep(0.01)
        async with server.console() as console:
            await console.send(AskHistory("W1", 0))
            history = await console.until(History)
            server.gateway.broadcast_still("C1", 5, "etag")
            assert await console.until(StillTaken) == StillTaken("C1", 5, "etag")
            clock = await console.until(Notice, code="clock")
    assert isinstance(history, History)
    assert np.frombuffer(history.value, "<f8").tolist() == [4.0]
    assert isinstance(clock, Notice)
    assert clock.speed == 20.0


async def test_a_server_that_stops_says_goodbye(start: Start) -> None:
    async with contextlib.AsyncExitStack() as stack:
        async with start() as server:
            console = await stack.enter_async_context(server.console())
        await console.until(Notice, code="closing")
        with pytest.raises(ConnectionClosed) as caught:
            await console.next()
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code in (1001, 1012)


async def _refused(server: Running, first: bytes | str) -> tuple[int, str]:
    """Close code and words after a first message."""
    async with connect(server.ws, subprotocols=[SUBPROTOCOL], proxy=None) as socket:
        await socket.send(first)
        words = ""
        with pytest.raises(ConnectionClosed) as caught:
            async with asyncio.timeout(10):
                while True:
                    message = decode_server(await socket.recv())  # type: ignore[arg-type]
                    assert isinstance(message, Notice)
                    assert message.code == "refused"
                    words = message.text
        assert caught.value.rcvd is not None
        return caught.value.rcvd.code, words


@pytest.mark.parametrize(
    ("first", "code", "words", "counted"),
    [
        (encode(Hello("wrong", 0, "", "t")), 4401, "token", "token"),
        (encode(Hello("sensor", 0, "", "t")), 4401, "may not look", "token"),
        (encode(Hello("operator", 0, "", "t", 99)), 4406, "same version", "protocol"),
        (encode(Subscribe()), 1002, "must be Hello", "hello"),
        (b"\xc1garbage", 1007, "not a client message", "malformed"),
        ("text", 1007, "text frames", "malformed"),
        (b"\x00" * (MAX_CLIENT_MESSAGE + 1), 1009, "", "oversized"),
    ],
)
async def test_bad_beginnings_are_refused_in_words_and_counted(
    start: Start, first: bytes | str, code: int, words: str, counted: str
) -> None:
    async with start() as server:
        answer = await _refused(server, first)
        async with server.console() as console:
            assert console.state == server.keeper.state
        refused = dict(server.gateway.refused)
    assert answer[0] == code
    assert words in answer[1]
    assert refused == {counted: 1}


@pytest.mark.parametrize(
    ("later", "code"), [(b"\xc1", 1007), (b"x" * (MAX_CLIENT_MESSAGE + 1), 1009)]
)
async def test_bad_messages_later_close_only_that_console(
    start: Start, later: bytes, code: int
) -> None:
    async with start() as server, server.console() as other, server.console() as console:
        await console.socket.send(later)
        with pytest.raises(ConnectionClosed) as caught:
            await console.until_seq(1_000_000)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == code
        server.keeper.put(ACK)
        await other.until_seq(server.keeper.state.seq)


async def test_another_subprotocol_is_turned_away_before_it_begins(start: Start) -> None:
    async with start() as server:
        with pytest.raises(InvalidStatus) as caught:
            async with connect(server.ws, subprotocols=["onemap.v9"], proxy=None):  # type: ignore[list-item]
                pass
        refused = dict(server.gateway.refused)
    assert caught.value.response.status_code == 403
    assert refused == {"subprotocol": 1}


async def test_a_console_whose_token_is_revoked_is_sent_away_in_words(start: Start) -> None:
    async with start() as server, server.console() as gone, server.console(token="viewer") as kept:
        del server.accounts.roles["operator"]
        await server.gateway.check_tokens()
        with pytest.raises(ConnectionClosed) as closed:
            await gone.until(Notice, code="never")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
        assert server.gateway.refused["token"] == 1
        server.keeper.put(ACK)
        await kept.until_seq(server.keeper.state.seq)


async def test_a_role_taken_away_counts_at_once(start: Start) -> None:
    async with start() as server, server.console() as console:
        server.accounts.roles["operator"] = {"view"}
        await server.gateway.check_tokens()
        await console.send(_acknowledge("c1"))
        result = await console.until(Result, command="c1")
    assert isinstance(result, Result)
    assert result.refusal is not None
    assert result.refusal.code == "command.denied"


async def test_signing_out_ends_the_console_too(start: Start) -> None:
    async with start() as server, server.console() as console:
        async with httpx.AsyncClient(base_url=server.url) as client:
            headers = {"Authorization": "Bearer operator"}
            assert (await client.delete("/api/session", headers=headers)).status_code == 204
        with pytest.raises(ConnectionClosed):
            await console.until(Notice, code="never")
