"""The peer Node-RED: the same threshold with deadband and off-delay in a flow without a screen.

Installed by npm into a folder outside the repository. Two figures, both of wall time while nothing
else is asked of it: lines of JSON over TCP (which include its splitting, JSON and two hops
between nodes), and messages made inside the flow (one hop and the judging). Ours beside the first
parses the same lines and judges them, without a socket.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np

from services.contract.codec import Columns
from services.contract.model import Stream, TownState
from services.detect.engine import RuleEngine
from services.ingest.parse import parse_readings
from services.packs.rules import ThresholdRule
from tests.benchmarks.report import Figure

VERSION = "node-red@4"
READINGS = 200_000
STREAMS = 1_000
START_S = 60.0
DONE_S = 300.0

_JUDGE = """
const m = msg.payload, at = %(at)s;
let s = context.get("rows");
if (!s) { s = new Map(); context.set("rows", s); }
let row = s.get(m.stream);
if (!row) { row = {level: 0, down: -1}; s.set(m.stream, row); }
let out = null;
for (let rank = 0; rank < at.length; rank++)
  if (m.value >= at[rank] && rank >= row.level) {
    row.level = rank + 1;
    out = {payload: {stream: m.stream, level: row.level}};
  }
if (row.level && m.value < %(clear)s) {
  if (row.down < 0) row.down = m.at;
  if (m.at - row.down >= %(off_ms)d) {
    row.level = 0; row.down = -1;
    out = {payload: {stream: m.stream, level: 0}};
  }
} else row.down = -1;
global.set("count", (global.get("count") || 0) + 1);
return out;
"""
_MAKE = """
const n = Number(msg.req.query.n);
for (let k = 0; k < n; k++)
  node.send([{payload: {stream: "S" + k %% %(streams)d, value: (k * 7919 %% 250) / 100,
                        at: 1000 * Math.floor(k / %(streams)d)}}, null]);
return [null, msg];
"""


def measure(folder: Path, rule: ThresholdRule) -> Iterator[Figure]:
    """Readings/s over TCP beside ours from the same bytes, and made inside the flow."""
    lines = _lines()
    with _running(folder, rule) as (url, feed):
        tcp = _over_tcp(url, feed, lines)
        inside = _inside(url)
    ours = _ours(rule, lines)
    yield Figure("detect_json", ours, "readings/s", None, tcp, ours / tcp)
    yield Figure("node_red_inside", inside, "readings/s")


def _lines() -> list[bytes]:
    """Sound readings, one stream in a hundred at the first thresholds."""
    rng = np.random.default_rng(3)
    value = rng.uniform(0, 2.5, READINGS)
    value[np.arange(READINGS) % STREAMS < STREAMS // 100] *= 5
    return [
        b'{"stream":"S%d","value":%.2f,"at":%d}\n' % (k % STREAMS, one, 1000 * (k // STREAMS))
        for k, one in enumerate(value.tolist())
    ]


def _ours(rule: ThresholdRule, lines: list[bytes]) -> float:
    """Readings of the same lines parsed and judged per second of processor time."""
    streams = [Stream(f"S{n}", n, rule.stream, f"S{n}", "cm", 0, 0) for n in range(STREAMS)]
    engine = RuleEngine({"depth": rule})
    engine.restore(TownState(), streams)
    index = {stream.id: stream.index for stream in streams}
    bodies = [b"".join(lines[k : k + STREAMS]) for k in range(0, len(lines), STREAMS)]
    begun = time.process_time()
    for body in bodies:
        items = parse_readings(body, True).items
        columns = Columns(
            np.array([index[item.stream] for item in items], np.uint32),
            np.array([item.value for item in items]),
            np.array([item.at_ms for item in items], np.int64),
            np.array([int(item.quality) for item in items], np.uint8),
        )
        engine.evaluate(columns, int(columns.at_ms[-1]))
    return len(lines) / (time.process_time() - begun)


def _over_tcp(url: str, feed: int, lines: list[bytes]) -> float:
    before, begun = _count(url), time.perf_counter()
    with socket.create_connection(("127.0.0.1", feed)) as sender:
        sender.sendall(b"".join(lines))
        _wait(url, before + len(lines))
    return len(lines) / (time.perf_counter() - begun)


def _inside(url: str) -> float:
    before, begun = _count(url), time.perf_counter()
    httpx.get(f"{url}/make", params={"n": READINGS}, timeout=DONE_S, trust_env=False)
    _wait(url, before + READINGS)
    return READINGS / (time.perf_counter() - begun)


def _count(url: str) -> int:
    return int(httpx.get(f"{url}/count", timeout=DONE_S, trust_env=False).text)


def _wait(url: str, wanted: int) -> None:
    deadline = time.monotonic() + DONE_S
    while _count(url) < wanted:
        if time.monotonic() > deadline:
            raise TimeoutError(f"Node-RED judged {_count(url)} of {wanted} readings")
        time.sleep(0.02)


@contextlib.contextmanager
def _running(folder: Path, rule: ThresholdRule) -> Iterator[tuple[str, int]]:
    """Node-RED with the flow: its address, and the port it takes readings on."""
    program = folder / "node_modules" / "node-red" / "red.js"
    if not program.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ("--no-audit", "--no-fund")
        subprocess.run(
            ["npm", "install", *quiet, "--prefix", str(folder), VERSION],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    port, feed = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as home:
        flow, settings = Path(home, "flow.json"), Path(home, "settings.js")
        flow.write_text(json.dumps(_flow(rule, feed)), "utf-8")
        settings.write_text(
            f'module.exports = {{uiPort: {port}, uiHost: "127.0.0.1", httpAdminRoot: false, '
            'logging: {console: {level: "error"}}}',
            "utf-8",
        )
        command = ["node", str(program), "--userDir", home, "--settings", str(settings), str(flow)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            _until_up(url, process)
            yield url, feed
        finally:
            process.terminate()
            process.wait(30)


def _until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError, ValueError):
            _count(url)
            return
        time.sleep(0.2)
    raise RuntimeError("Node-RED did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _flow(rule: ThresholdRule, feed: int) -> list[dict[str, object]]:
    at = [threshold.at for threshold in rule.levels.values()]
    judge = _JUDGE % {
        "at": json.dumps(at),
        "clear": at[0] - rule.deadband,
        "off_ms": round(rule.off_delay_s * 1000),
    }

    def function(key: str, code: str, wires: list[list[str]]) -> dict[str, object]:
        return {"id": key, "type": "function", "z": "t", "func": code, "outputs": len(wires),
                "wires": wires, "libs": [], "initialize": "", "finalize": ""}  # fmt: skip

    def http_in(key: str, path: str, wires: list[list[str]]) -> dict[str, object]:
        return {"id": key, "type": "http in", "z": "t", "url": path, "method": "get",
                "wires": wires}  # fmt: skip

    nodes: list[dict[str, object]] = [
        {"id": "tcp", "type": "tcp in", "z": "t", "server": "server", "host": "",
         "port": str(feed), "datamode": "stream", "datatype": "utf8", "newline": "\\n",
         "wires": [["parse"]]},
        {"id": "parse", "type": "json", "z": "t", "property": "payload", "action": "obj",
         "wires": [["judge"]]},
        function("judge", judge, [[]]),
        http_in("in1", "/count", [["say"]]),
        function("say", 'msg.payload = String(global.get("count") || 0); return msg;', [["out"]]),
        http_in("in2", "/make", [["make"]]),
        function("make", _MAKE % {"streams": STREAMS}, [["judge"], ["said"]]),
        function("said", 'msg.payload = "made"; return msg;', [["out"]]),
        {"id": "out", "type": "http response", "z": "t", "statusCode": "200", "wires": []},
    ]  # fmt: skip
    # A node without a place would be taken for a setting.
    tab: dict[str, object] = {"id": "t", "type": "tab", "label": "threshold"}
    return [tab, *({"x": 0, "y": 0, **node} for node in nodes)]
