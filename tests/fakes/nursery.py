"""Servers in a blink: a child that has imported the server already, and forks for each start.

What is forked is the real command line in a process of its own; only the seconds that Python
needs for its imports are paid once. `Nursery` is the tests' end, `main` the child's.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.servers import PATIENCE_S, ROOT, environment, wait_for


class Nursery:
    """Starts `onemap-server` processes and kills them by their id."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def fork(self, words: Sequence[str], output: Path) -> int:
        """Run `onemap-server WORDS…` with its output in a file; answers the process id."""
        return self._ask({"run": list(words), "output": str(output)})

    def wait(self, pid: int) -> int:
        """Wait for a process; its exit code, negative for a signal."""
        return self._ask({"wait": pid})

    def kill(self, pid: int) -> None:
        """kill -9, and wait until it is gone."""
        os.kill(pid, signal.SIGKILL)
        self.wait(pid)

    def _ask(self, question: dict[str, object]) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def open_nursery(log: Path) -> Iterator[Nursery]:
    """A nursery for as long as the block lasts."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            (sys.executable, "-m", "tests.fakes.nursery"),
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdin is not None and process.stdout is not None
    try:
        assert process.stdout.readline() == "0\n", log.read_text("utf-8")
        yield Nursery(process)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(PATIENCE_S)


def start(nursery: Nursery, words: Sequence[str], ready: Path, output: Path) -> tuple[int, str]:
    """Fork a server and wait until it listens; its process id and address."""
    ready.unlink(missing_ok=True)
    pid = nursery.fork([*words, "--ready-file", str(ready)], output)
    wait_for(ready.exists, "the forked server")
    return pid, ready.read_text("utf-8").strip()


def main() -> None:
    """The child: fork on request until the tests close the pipe."""
    from services.__main__ import main as serve

    importlib.import_module("services.bootstrap")
    print(0, flush=True)
    living: set[int] = set()
    for line in sys.stdin:
        question = json.loads(line)
        if "wait" in question:
            pid = question["wait"]
            living.discard(pid)
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            _become(question["output"])
            code = 1
            try:
                code = serve(question["run"])
            finally:
                os._exit(code)
        living.add(pid)
        print(pid, flush=True)
    for pid in living:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _become(output: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(nothing, 0)
    os.dup2(file, 1)
    os.dup2(file, 2)


if __name__ == "__main__":
    main()
