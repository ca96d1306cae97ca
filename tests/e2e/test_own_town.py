"""A town of one's own on the built-in server takes readings from devices."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.fakes.servers import ROOT, create_token

PATIENCE_S = 60


@pytest.mark.skipif(sys.platform == "win32", reason="ends it with a signal")
def test_the_address_and_the_way_to_a_token_are_told_and_work(town: Path, tmp_path: Path) -> None:
    words = ("--data", str(tmp_path / "data"), "--town", str(town))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-m", "desktop", *words],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            assert child.stderr is not None
            told = next(line for line in child.stderr if "for a token" in line)
            found = re.search(r"is at (\S+); .* --db (\S+)", told)
            assert found is not None, told
            url, db = found.groups()
            request = urllib.request.Request(
                f"{url}/api/readings",
                json.dumps([{"stream": "W01", "value": 3.5}]).encode(),
                {"Authorization": f"Bearer {create_token(Path(db))}"},
            )
            request.add_header("Content-Type", "application/json")
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                assert json.load(answer)["accepted"] == 1
            child.send_signal(signal.SIGTERM)
            assert child.wait(PATIENCE_S) == 0
        finally:
            child.kill()
