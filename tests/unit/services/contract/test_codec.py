"""Golden bytes, round trips, and random bytes that are refused with words."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contract import commands as cmd
from services.contract import events as ev
from services.contract import wire
from services.contract.apply import apply
from services.contract.codec import (
    BadMessage,
    Columns,
    decode_client,
    decode_server,
    decode_state,
    encode,
    encode_state,
    pack_readings,
    split_snapshot,
    unpack_readings,
)
from services.contract.model import (
    Level,
    MarkupKind,
    ResponseLevel,
    TeamStatus,
    Tier,
    TownState,
)
from tests.unit.services.contract.histories import daily_command, random_history, random_markup

GOLDEN = Path(__file__).parent / "golden"
REGENERATE = "ONEMAP_GOLDEN"
"""Set this variable to 1 to write the golden files anew. Only when the protocol changes."""

EVENTS = tuple(random_history(7, 12, daily_command))
MARKUPS = tuple(random_history(3, 80, lambda rng, _: random_markup(rng)))[-6:]
COLUMNS = Columns(
    np.array([0, 7, 4096], np.uint32),
    np.array([0.0, -3.25, 39.3]),
    np.array([1_784_325_600_000, -1, 0], np.int64),
    np.array([0, 1, 2], np.uint8),
)
OPERATOR: tuple[cmd.OperatorCommand, ...] = (
    cmd.AcknowledgeAlert("A1"),
    cmd.ShelveAlert("A1", 1_784_325_600_000, "检修"),
    cmd.UnshelveAlert("A1"),
    cmd.OpenCase("K1", "积水", "event.waterlogging", Tier.MIDDLE, "下立交", Level.ORANGE, "A1"),
    cmd.DispatchTeam("K1", "T3"),
    cmd.ReportTeam("T3", TeamStatus.ON_SITE),
    cmd.NoteCase("K1", "水位下降"),
    cmd.ChangeTier("K1", Tier.LARGE, "25 厘米"),
    cmd.CloseCase("K1", "已排空"),
    cmd.VoidCase("K1", "重复"),
    cmd.SetResponseLevel(ResponseLevel.II, "防汛"),
    cmd.IssueWarning("rain", Level.YELLOW, "1 小时 50 毫米", "区气象台"),
    cmd.LiftWarning("rain"),
    cmd.SetAssetStatus("U2", "closed"),
    cmd.DrawMarkup("M1", MarkupKind.CIRCLE, ((121.0, 31.0),), 500.0, "封控", "closure", "N1"),
    cmd.ChangeMarkup("M1", ((121.0, 31.5),), 800.0, "封控", "closure", "N1"),
    cmd.EraseMarkup("M1"),
    cmd.AcknowledgeAlerts(("A1", "A2")),
    cmd.ResetAlert("A1", "断电挂牌，已查明"),
    cmd.TakeOutOfService("W07", "", "换探头"),
    cmd.ReturnToService("W07", ""),
    cmd.ChangeRule("waterlogging_response.depth_road", '{"deadband": 3}', "误报多"),
)
CLIENT: dict[str, wire.ClientMessage] = {
    "hello": wire.Hello("token", 42, "ab" * 32, "onemap/0.1"),
    "subscribe": wire.Subscribe(("N1",), ("water.depth",), (121.0, 31.0, 121.2, 31.2)),
    "subscribe_all": wire.Subscribe(),
    "ask_history": wire.AskHistory("W07", 1_784_325_600_000),
    **{
        f"command_{type(body).__name__}": wire.Command("c1", *cmd.encode_command(body), 5)
        for body in OPERATOR
    },
}
SERVER: dict[str, wire.ServerMessage] = {
    "welcome": wire.Welcome(42, "u1", "值班员", ("view", "operate"), 5, 20.0, "0.1.0"),
    "snapshot": next(split_snapshot(42, b"abc")),
    "events": wire.Events(1, len(EVENTS), EVENTS),
    "events_markup": wire.Events(MARKUPS[0].seq, MARKUPS[-1].seq, MARKUPS),
    "readings": pack_readings(5, COLUMNS),
    "still_taken": wire.StillTaken("C7", 5, "etag"),
    "history": wire.History("W07", 5, b"\x01" * 8, b"\x02" * 8),
    "result": wire.Result("c1", 43),
    "refused": wire.Result("c1", 0, wire.Refusal("case.closed", "已结案", {"by": "小李"})),
    "notice": wire.Notice("clock", "", 0, 5, 20.0),
}


@pytest.mark.parametrize("name", [*CLIENT, *SERVER])
def test_bytes_on_the_wire_are_the_golden_ones(name: str) -> None:
    message: Any = CLIENT.get(name) or SERVER[name]
    file = GOLDEN / f"{name}.hex"
    if os.environ.get(REGENERATE) == "1":
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(encode(message).hex(" ", 16) + "\n", "ascii")
    golden = bytes.fromhex(file.read_text("ascii"))
    assert encode(message) == golden
    decoded = decode_client(golden) if name in CLIENT else decode_server(golden)
    assert decoded == message


def test_every_golden_file_has_its_message() -> None:
    assert {file.stem for file in GOLDEN.glob("*.hex")} == {*CLIENT, *SERVER}


def test_every_operator_command_is_pinned_and_decodes() -> None:
    assert {type(body) for body in OPERATOR} == set(cmd.OPERATOR_TYPES.values())
    for body in OPERATOR:
        assert cmd.decode_command(*cmd.encode_command(body)) == body


@pytest.mark.parametrize("kind", ["RaiseAlert", "RegisterTown", "", "Nonsense"])
def test_a_command_of_the_servers_own_is_unknown_to_people(kind: str) -> None:
    with pytest.raises(cmd.UnknownCommand):
        cmd.decode_command(kind, b"\x90")


def test_alerts_and_cases_written_before_they_had_english_still_decode() -> None:
    """The bytes of release 0.1's journal: these structs end sooner."""
    alert = ["A1", "r", "W07", "积水", 3, "unacknowledged", 16.0, "cm", "N1", 121.0, 31.0, 5, 5]
    alert += [False, "", 0, 0, "", "", "C7", "封闭"]
    case = ["K1", "20260718-001", "积水", "x", "middle", 3, "filed", "", "", 121.0, 31.0, 5, "陈立"]
    level = ["A1", 4, 26.0, "更深", "r"]
    raised = msgspec.msgpack.decode(msgspec.msgpack.encode([alert]), type=ev.AlertRaised)
    opened = msgspec.msgpack.decode(msgspec.msgpack.encode([case]), type=ev.CaseOpened)
    risen = msgspec.msgpack.decode(msgspec.msgpack.encode(level), type=ev.AlertLevelRaised)
    assert (raised.alert.guidance, raised.alert.title_en) == ("封闭", "")
    assert (opened.case.opened_by, opened.case.title_en) == ("陈立", "")
    assert (risen.title, risen.title_en, risen.guidance) == ("更深", "", "")


def test_a_warning_written_before_others_sent_theirs_still_decodes() -> None:
    fields = [["rain", 2, "1 小时 50 毫米", "区气象台", 5]]
    issued = msgspec.msgpack.decode(msgspec.msgpack.encode(fields), type=ev.WarningIssued)
    assert (issued.warning.key, issued.warning.is_drill) == ("rain", False)


def test_the_golden_markups_hold_every_kind_of_event_about_them() -> None:
    assert {e.kind for e in MARKUPS} == {"MarkupDrawn", "MarkupChanged", "MarkupErased"}


def test_a_snapshot_written_before_there_were_markups_still_decodes() -> None:
    state = TownState()
    for event in random_history(3, 120):
        apply(state, event)
    fields = msgspec.to_builtins(state)
    assert fields.pop("markups")
    old = decode_state(zlib.compress(msgspec.msgpack.encode(fields)))
    assert old == msgspec.structs.replace(state, markups={})


def test_a_snapshot_written_before_there_were_ladders_still_decodes() -> None:
    for seed in range(50):
        state = TownState()
        for event in random_history(seed, 300):
            apply(state, event)
        if state.escalations:
            break
    fields = msgspec.to_builtins(state)
    assert fields.pop("escalations")
    old = decode_state(zlib.compress(msgspec.msgpack.encode(fields)))
    assert old == msgspec.structs.replace(state, escalations={})


text = st.text(max_size=20)
ints = st.integers(-(2**63), 2**63 - 1)
floats = st.floats(allow_nan=False)
refusals = st.builds(wire.Refusal, text, text, st.dictionaries(text, text, max_size=3))
client_messages = st.one_of(
    st.builds(wire.Hello, text, ints, text, text, ints),
    st.builds(
        wire.Subscribe,
        st.lists(text, max_size=3).map(tuple),
        st.lists(text, max_size=3).map(tuple),
        st.none() | st.tuples(floats, floats, floats, floats),
    ),
    st.builds(wire.Command, text, text, st.binary(max_size=30), ints),
    st.builds(wire.AskHistory, text, ints),
)
server_messages = st.one_of(
    st.builds(wire.Welcome, ints, text, text, st.lists(text).map(tuple), ints, floats, text, ints),
    st.builds(wire.Snapshot, ints, ints, ints, st.binary(max_size=50)),
    st.integers(0, 9).map(lambda n: wire.Events(1, n, EVENTS[:n])),
    st.builds(wire.StillTaken, text, ints, text),
    st.builds(wire.History, text, ints, st.binary(), st.binary()),
    st.builds(wire.Result, text, ints, st.none() | refusals),
    st.builds(wire.Notice, text, text, ints, ints, floats),
)


@given(client_messages)
def test_every_client_message_round_trips(message: wire.ClientMessage) -> None:
    assert decode_client(encode(message)) == message


@given(server_messages)
def test_every_server_message_round_trips(message: wire.ServerMessage) -> None:
    assert decode_server(encode(message)) == message


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), floats, ints, st.integers(0, 255))))
def test_reading_frames_round_trip(rows: list[tuple[int, float, int, int]]) -> None:
    index, value, at_ms, quality = zip(*rows, strict=True) if rows else ((), (), (), ())
    sent = Columns(
        np.array(index, np.uint32),
        np.array(value, np.float64),
        np.array(at_ms, np.int64),
        np.array(quality, np.uint8),
    )
    frame = decode_server(encode(pack_readings(5, sent)))
    assert isinstance(frame, wire.Readings)
    got = unpack_readings(frame)
    for name in ("index", "value", "at_ms", "quality"):
        assert np.array_equal(getattr(got, name), getattr(sent, name))


def test_a_frame_with_unequal_columns_is_refused() -> None:
    frame = msgspec.structs.replace(pack_readings(5, COLUMNS), value=b"\x00" * 8)
    with pytest.raises(BadMessage, match="unequal"):
        decode_server(encode(frame))


valid = st.sampled_from([encode(m) for m in (*CLIENT.values(), *SERVER.values())])
STATE = TownState()
for _event in EVENTS:
    apply(STATE, _event)
SNAPSHOT = encode_state(STATE)


@st.composite
def bent(draw: st.DrawFn, source: bytes | None = None) -> bytes:
    """A valid message with a few bytes changed, cut off or added."""
    data = bytearray(source if source is not None else draw(valid))
    for _ in range(draw(st.integers(0, 4))):
        if data:
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))] + draw(st.binary(max_size=4)))


def harmless(data: bytes) -> None:
    for decode in (decode_client, decode_server, decode_state):
        try:
            decode(data)
        except BadMessage as refusal:
            assert str(refusal)


@settings(max_examples=500)
@given(st.binary(max_size=300) | bent())
def test_random_bytes_are_refused_with_words(data: bytes) -> None:
    harmless(data)


@settings(max_examples=200)
@given(bent(SNAPSHOT))
def test_a_bent_snapshot_is_refused_with_words(data: bytes) -> None:
    harmless(data)


@pytest.mark.parametrize("data", [b"", b"\x91" * 100_000, b"\xdd\xff\xff\xff\xff", b"\xc1"])
def test_hostile_shapes_are_refused_with_words(data: bytes) -> None:
    for decode in (decode_client, decode_server, decode_state):
        with pytest.raises(BadMessage):
            decode(data)


def test_a_snapshot_is_split_and_joined() -> None:
    data = bytes(range(256)) * 3000
    parts = list(split_snapshot(9, data))
    assert [part.part for part in parts] == list(range(3))
    assert b"".join(part.data for part in parts) == data
    assert len(list(split_snapshot(9, b""))) == 1
