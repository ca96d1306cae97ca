"""The status bar: connection, last event, age of data, what is pending. It always speaks."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.stream_table import StreamTable
from desktop.state.readings import LatestReadings
from desktop.state.selectors import FOREVER_MS
from desktop.state.store import TownStore
from desktop.state.values import Status
from widgets.values import StatusItem

translate = QCoreApplication.translate


def connection_item(store: TownStore, elapsed_s: float) -> StatusItem:
    """How the desktop stands with its server, and since when (real time)."""
    connection = store.connection
    span = wording.age_text(elapsed_s * 1000)
    text, tone = {
        Status.STARTING: (translate("Status", "正在启动"), "quiet"),
        Status.CONNECTING: (translate("Status", "正在连接"), "warn"),
        Status.ONLINE: (translate("Status", "已连接"), "good"),
        Status.OFFLINE: (
            translate("Status", "离线（{span}断开），显示的是本机缓存").format(span=span),
            "bad",
        ),
        Status.DENIED: (translate("Status", "登录已失效，请重新登录"), "bad"),
        Status.REFUSED: (
            translate("Status", "服务器拒绝连接：{why}").format(why=connection.detail),
            "bad",
        ),
        Status.UNTRUSTED: (translate("Status", "服务器证书不受信任，显示的是本机缓存"), "bad"),
    }[connection.status]
    return StatusItem("connection", text, tone)


def nothing_open(store: TownStore) -> str:
    """What a queue without rows says: it looks calm only when it knows that nothing is open."""
    status = store.connection.status
    if store.state.town is None:
        if status in (Status.STARTING, Status.CONNECTING):
            return translate("Status", "正在启动，还没有告警和案件的消息")
        if status is Status.ONLINE:
            return translate("Status", "正在读取告警和案件……")
        return translate("Status", "本机没有存下告警和案件，现状不明")
    if status is not Status.ONLINE:
        return translate("Status", "断开前没有未了的告警和案件，现状不明")
    return translate("Status", "没有未了的告警和案件")


def left_items(
    store: TownStore, elapsed_s: float, now_ms: int, streams: StreamTable | None = None
) -> tuple[StatusItem, ...]:
    """Connection, last event, oldest stream, commands waiting, commands refused.

    `streams` are the state's, where somebody holds their table already.
    """
    last = store.connection.last_event_at_ms
    last_text = wording.age_text(now_ms - last) if last and now_ms else "—"
    pending, refused = len(store.pending), len(store.refusals)
    return (
        connection_item(store, elapsed_s),
        StatusItem("event", translate("Status", "最近事件 {age}").format(age=last_text)),
        data_item(streams or StreamTable.of(store.state), store.readings, now_ms),
        StatusItem(
            "pending",
            translate("Status", "待发送 {n}").format(n=pending),
            "warn" if pending else "quiet",
        ),
        StatusItem(
            "refused",
            translate("Status", "被拒 {n}（按 P 查看）").format(n=refused)
            if refused
            else translate("Status", "被拒 0"),
            "bad" if refused else "quiet",
        ),
    )


def data_item(streams: StreamTable, readings: LatestReadings, now_ms: int) -> StatusItem:
    """Age of the newest reading, and how many streams are silent for too long."""
    if not streams.points or not len(readings):
        return StatusItem("data", translate("Status", "尚无数据"), "warn")
    index, limit = streams.index, streams.limit_ms
    held = index < len(readings)
    known = np.zeros(len(index), np.bool_)
    known[held] = readings.known[index[held]]
    if not known.any():
        return StatusItem("data", translate("Status", "尚无数据"), "warn")
    age = now_ms - readings.at_ms[index[known]]
    expected = ~known & (limit < FOREVER_MS)
    silent = int(expected.sum() + (age > limit[known]).sum())
    newest = wording.age_text(float(age.min()))
    text = translate("Status", "数据 {age}").format(age=newest)
    if silent:
        return StatusItem("data", text + translate("Status", "，失联 {n}").format(n=silent), "warn")
    return StatusItem("data", text)


def right_items(store: TownStore, streams: StreamTable | None = None) -> tuple[StatusItem, ...]:
    """Who is signed in, what the map holds, where the journal stands."""
    name = store.connection.name or store.connection.user
    points = (streams or StreamTable.of(store.state)).points
    speed = store.clock.speed
    pace = (StatusItem("speed", translate("Status", "演示 ×{n}").format(n=f"{speed:g}"), "warn"),)
    return (
        *(pace if speed != 1 else ()),
        StatusItem("streams", translate("Status", "测点 {n}").format(n=f"{len(points):,}")),
        StatusItem("user", translate("Status", "席位 {name}").format(name=name or "—")),
        StatusItem("seq", translate("Status", "序号 {n}").format(n=f"{store.state.seq:,}")),
    )
