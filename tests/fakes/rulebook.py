"""The rulebook's routes in this process: rules as the packs have them, reports made up to fit.

A back-test waits at `gate` between its lines, so that a test can look at it under way.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from desktop.link.http import HttpDoor
from desktop.link.rulebook import RulebookDoor
from tests.fakes.town import NOW

MINUTE = 60_000
BUCKET = 10 * MINUTE
ROAD, UNDERPASS, RISING, SILENT = (
    f"water.{name}" for name in ("depth_road", "depth_underpass", "rising", "silent")
)


def _words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _depth(**levels: float) -> dict[str, Any]:
    return {
        "kind": "threshold",
        "stream": "water.depth",
        "where": {"site": ["road", "estate"]},
        "deadband": 2,
        "on_delay_s": 0,
        "off_delay_s": 300,
        "class_code": "event.waterlogging",
        "title": _words("{name} 积水 {value:.0f} 厘米", "{name}: {value:.0f} cm of water"),
        "levels": {
            name: {
                "at": at,
                "tier": "large" if name == "red" else "small",
                "guidance": _words("查看视频，清理雨水口", "Look at the video, clear the drains"),
            }
            for name, at in levels.items()
        },
    }


def _rule(id: str, base: dict[str, Any], **more: Any) -> dict[str, Any]:
    pack, name = id.split(".")
    return {
        "id": id,
        "pack": pack,
        "name": name,
        "rule": base,
        "base": base,
        "patch": {},
        "pack_title": _words("积水防汛", "Waterlogging"),
        "stream_title": _words("积水深度", "Water depth"),
        "unit": "cm",
        "plausible": [-5, 500],
        "streams": 24,
        "alerts_7d": 12,
        **more,
    }


def make_rules() -> list[dict[str, Any]]:
    """Four rules of two packs; one of them changed twice."""
    road = _depth(blue=5, yellow=15, orange=25, red=35)
    patched = {**road, "deadband": 3}
    rising = {
        **_depth(orange=0.8),
        "kind": "rate_of_change",
        "window_s": 180,
        "from_value": 10,
        "deadband": 0.3,
        "title": _words(
            "{name} 水位每分钟上涨 {value:.1f} 厘米", "{name}: rises {value:.1f} cm/min"
        ),
    }
    silent = {
        "kind": "stale",
        "stream": "water.depth",
        "class_code": "device.offline",
        "title": _words(
            "{name} 已 {minutes:.0f} 分钟无水深数据", "{name}: silent {minutes:.0f} min"
        ),
        "levels": {"blue": {"at": 300}, "yellow": {"at": 1800}},
    }
    history = [
        {
            "patch": '{"deadband": 4}',
            "reason": "试一试",
            "by": "陈立",
            "at_ms": NOW - 9 * 86_400_000,
        },
        {"patch": '{"deadband": 3}', "reason": "夜里反复", "by": "陈立", "at_ms": NOW - 86_400_000},
    ]
    return [
        _rule(ROAD, road, rule=patched, patch={"deadband": 3}, history=history),
        _rule(UNDERPASS, _depth(blue=5, orange=15, red=25), streams=3),
        _rule(RISING, rising, streams=3, alerts_7d=0),
        _rule(SILENT, silent, pack_title=_words("设备", "Devices"), pack="devices"),
    ]


def make_report(*, lost_red: int = 0) -> dict[str, Any]:
    """Two streams over a day: one gains and one loses."""
    start = NOW - 144 * BUCKET
    now = [round(6 + 8 * math.sin(at / 9)) if at > 100 else at % 2 for at in range(144)]
    then = [max(0, n - 4) for n in now]
    rows = [
        {"stream": "W1", "now": 14, "then": 9, "gained": 1, "lost": 6, "earlier": 2, "later": 0,
         "shift_s": -150, "lost_red": lost_red, "worst_now": 4, "worst_then": 3},
        {"stream": "W2", "now": 3, "then": 3, "worst_now": 2, "worst_then": 2},
    ]  # fmt: skip
    return {
        "from_ms": start,
        "to_ms": NOW,
        "rows": rows,
        "streams": 24,
        "readings": 345_600,
        "bucket_ms": BUCKET,
        "load_now": now,
        "load_then": then,
        "notes": [_words("抑制和搁置不计在内", "Suppression and shelving are not included")],
    }


def make_curve(patch: dict[str, Any]) -> dict[str, Any]:
    """Water that rises and falls twice, and the alarms on it."""
    start = NOW - 1440 * MINUTE
    at = [start + step * 5 * MINUTE for step in range(288)]
    value = [
        max(0.0, 30 * math.sin(step / 40) ** 3 + 2 * math.sin(step / 3)) for step in range(288)
    ]
    yellow = (patch.get("levels") or {}).get("yellow", {}).get("at", 15)
    return {
        "at_ms": at,
        "low": [round(one - 0.5, 2) for one in value],
        "high": [round(one + 0.5, 2) for one in value],
        "now": [
            {"from_ms": at[40], "to_ms": at[82], "level": 3},
            {"from_ms": at[215], "to_ms": 0, "level": 2},
        ],
        "then": [{"from_ms": at[48], "to_ms": at[78], "level": 3}],
        "lines_now": [{"level": 1, "at": 5}, {"level": 2, "at": 15}, {"level": 3, "at": 25}],
        "lines_then": [{"level": 1, "at": 5}, {"level": 2, "at": yellow}, {"level": 3, "at": 25}],
    }


class FakeRulebook:
    """Answers as the server does. `gate` holds a back-test between its lines while it is shut."""

    def __init__(self) -> None:
        self.rules = make_rules()
        self.asked: list[dict[str, Any]] = []
        self.report = make_report()
        self.findings: list[dict[str, Any]] = []
        self.status = 200
        self.is_gone = False
        self.ended = 0
        """Back-tests whose connection was closed before their report."""
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_gone:
            raise httpx.ConnectError("no route")
        if self.status != 200:
            return httpx.Response(self.status, json={"error": "not now"})
        if request.url.path == "/api/rules":
            return httpx.Response(200, json={"rules": self.rules})
        asked = json.loads(request.content)
        self.asked.append({"path": request.url.path, **asked})
        if self.findings:
            return httpx.Response(422, json={"error": "no rule", "findings": self.findings})
        if request.url.path == "/api/backtest/curve":
            return httpx.Response(200, json=make_curve(asked["patch"]))
        return httpx.Response(200, stream=_Lines(self))


class _Lines(httpx.AsyncByteStream):
    def __init__(self, book: FakeRulebook) -> None:
        self._book = book
        self._is_done = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for done in (0.25, 0.75):
            yield json.dumps({"done": done}).encode() + b"\n"
            await self._book.gate.wait()
        self._is_done = True
        yield json.dumps({"report": self._book.report}).encode() + b"\n"

    async def aclose(self) -> None:
        if not self._is_done:
            self._book.ended += 1


def door(book: FakeRulebook, folder: Path) -> RulebookDoor:
    """The way to a fake rulebook."""

    async def token() -> str:
        return "t"

    http = HttpDoor("http://town/", token, folder, transport=httpx.MockTransport(book))
    return RulebookDoor(http)
