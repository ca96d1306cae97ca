"""The status bar speaks in every state of the connection."""

from __future__ import annotations

import pytest

from desktop.models.status_presenter import (
    connection_item,
    data_item,
    left_items,
    nothing_open,
    right_items,
)
from desktop.models.stream_table import StreamTable
from desktop.state.store import TownStore
from desktop.state.values import PendingCommand, RefusedCommand, Status
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import Stream
from services.contract.wire import Refusal
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW


@pytest.mark.parametrize(
    ("status", "text", "tone"),
    [
        (Status.STARTING, "正在启动", "quiet"),
        (Status.CONNECTING, "正在连接", "warn"),
        (Status.ONLINE, "已连接", "good"),
        (Status.OFFLINE, "离线（3 分前断开），显示的是本机缓存", "bad"),
        (Status.DENIED, "登录已失效，请重新登录", "bad"),
        (Status.REFUSED, "服务器拒绝连接：protocol 2", "bad"),
        (Status.UNTRUSTED, "服务器证书不受信任，显示的是本机缓存", "bad"),
    ],
)
def test_every_status_has_words_and_a_tone(status: Status, text: str, tone: str) -> None:
    store = TownStore()
    store.set_connection(status=status, detail="protocol 2")
    item = connection_item(store, 190.0)

    assert (item.id, item.text, item.tone) == ("connection", text, tone)


def test_every_status_is_tried_above() -> None:
    for status in Status:
        store = TownStore()
        store.set_connection(status=status)
        assert connection_item(store, 0.0).text


@pytest.mark.parametrize(
    ("elapsed_s", "span"),
    [(0.2, "刚刚"), (9.0, "9 秒前"), (7200.0, "2 小时前"), (200_000.0, "2 天前")],
)
def test_offline_tells_since_when(elapsed_s: float, span: str) -> None:
    store = TownStore()
    store.set_connection(status=Status.OFFLINE)

    assert f"{span}断开" in connection_item(store, elapsed_s).text


def test_the_age_of_the_newest_event() -> None:
    town = fake.busy()
    items = {i.id: i.text for i in left_items(town.store, 0.0, NOW)}
    assert items["event"] == "最近事件 5 分前"

    nothing = {i.id: i.text for i in left_items(TownStore(), 0.0, NOW)}
    assert nothing["event"] == "最近事件 —"


def test_waiting_and_refused_commands_are_counted() -> None:
    town = fake.busy()
    quiet = {i.id: (i.text, i.tone) for i in left_items(town.store, 0.0, NOW)}
    assert (quiet["pending"], quiet["refused"]) == (("待发送 0", "quiet"), ("被拒 0", "quiet"))

    body = cmd.AcknowledgeAlert("a1")
    refused = RefusedCommand("y", body, NOW, Refusal("alert.unknown", "no"))
    town.store.set_commands([PendingCommand("x", body, NOW)], [refused, refused])
    loud = {i.id: (i.text, i.tone) for i in left_items(town.store, 0.0, NOW)}
    assert loud["pending"] == ("待发送 1", "warn")
    assert loud["refused"] == ("被拒 2（按 P 查看）", "bad")


def test_no_data_is_said() -> None:
    for town in (fake.SmallTown(), fake.registers()):
        item = data_item(StreamTable.of(town.state), town.store.readings, NOW)
        assert (item.text, item.tone) == ("尚无数据", "warn")


def test_data_tells_the_newest_age_and_how_many_are_silent() -> None:
    town = fake.busy()
    town.read("W1", 1.0, age_ms=8000)
    town.read("W2", 1.0, age_ms=20 * MIN)
    item = data_item(StreamTable.of(town.state), town.store.readings, NOW)
    assert (item.text, item.tone) == ("数据 8 秒前，失联 3", "warn")

    for stream in ("W2", "R1", "H1"):
        town.read(stream, 1.0)
    item = data_item(StreamTable.of(town.state), town.store.readings, NOW)
    assert (item.text, item.tone) == ("数据 刚刚", "quiet")


def test_a_stream_that_speaks_only_when_something_happens_is_not_missed() -> None:
    town = fake.busy()
    for stream in ("W1", "W2", "R1", "H1"):
        town.read(stream, 1.0)
    event = Stream("E1", 30, "camera.ebike", "E1", "", 0, 0, attributes={"every_s": 0.0})
    town.put(ev.StreamRegistered(event))
    item = data_item(StreamTable.of(town.state), town.store.readings, NOW)
    assert (item.text, item.tone) == ("数据 刚刚", "quiet")


def test_data_of_streams_the_town_does_not_hold_is_no_data() -> None:
    town = fake.registers()
    town.read("H1", 1.0)
    del town.state.streams["H1"]

    assert data_item(StreamTable.of(town.state), town.store.readings, NOW).text == "尚无数据"


def test_the_right_side_says_who_and_how_much() -> None:
    town = fake.busy()
    texts = {i.id: i.text for i in right_items(town.store)}
    assert (texts["streams"], texts["user"]) == ("测点 4", "席位 —")
    assert texts["seq"] == f"序号 {town.state.seq}"

    town.store.set_connection(user="chen")
    assert {i.id: i.text for i in right_items(town.store)}["user"] == "席位 chen"
    town.store.set_connection(user="chen", name="陈立")
    assert {i.id: i.text for i in right_items(town.store)}["user"] == "席位 陈立"


def test_a_queue_without_rows_looks_calm_only_when_it_knows() -> None:
    empty, known = TownStore(), fake.registers().store
    said = {}
    for status in Status:
        empty.set_connection(status=status)
        known.set_connection(status=status)
        said[status] = (nothing_open(empty), nothing_open(known))
    assert said[Status.ONLINE] == ("正在读取告警和案件……", "没有未了的告警和案件")
    assert said[Status.STARTING][0] == "正在启动，还没有告警和案件的消息"
    assert said[Status.OFFLINE] == (
        "本机没有存下告警和案件，现状不明",
        "断开前没有未了的告警和案件，现状不明",
    )
    calm = [status for status, words in said.items() if "没有未了的告警和案件" in words]
    assert calm == [Status.ONLINE]
