"""The real mosquitto on a free port."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.servers import PATIENCE_S, free_port, wait_for


def find_mosquitto() -> str | None:
    """The broker's binary; Debian puts it where an ordinary user's PATH does not look."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


def can_publish() -> bool:
    """Whether broker and publisher are both installed."""
    return find_mosquitto() is not None and shutil.which("mosquitto_pub") is not None


@contextmanager
def broker(folder: Path) -> Iterator[int]:
    """A broker for as long as the block lasts; gives its port."""
    binary = find_mosquitto()
    assert binary is not None
    port = free_port()
    config = folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nuser root\n", "utf-8"
    )
    with (folder / "mosquitto.log").open("wb") as log:
        process = subprocess.Popen((binary, "-c", str(config)), stdout=log, stderr=log)
    try:
        wait_for(lambda: _listens(port) or process.poll() is not None, "mosquitto")
        assert process.poll() is None, (folder / "mosquitto.log").read_text("utf-8")
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def publish(port: int, topic: str, payload: str) -> None:
    """One message by the real mosquitto_pub, at QoS 1."""
    words = ("mosquitto_pub", "-h", "127.0.0.1", "-p", str(port), "-q", "1")
    subprocess.run((*words, "-t", topic, "-m", payload), timeout=PATIENCE_S, check=True)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
