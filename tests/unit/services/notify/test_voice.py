from __future__ import annotations

import sys
from pathlib import Path

import pytest

from services.notify.message import Message, Rejected, Unreachable
from services.notify.voice import Voice, VoiceSettings

MESSAGE = Message("k-1", "horn", "", "--积水", "25 cm; $(reboot)\n撤离")


def voice(code: str, *words: str, timeout_s: float = 20.0, enabled: bool = True) -> Voice:
    return Voice(VoiceSettings((sys.executable, "-c", code, *words), enabled, timeout_s))


async def test_the_text_is_one_argument_and_no_option(tmp_path: Path) -> None:
    file = tmp_path / "said"
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2], 'utf-8')"
    assert await voice(code, str(file), "{text}").send(MESSAGE) == "spoken"
    assert file.read_text("utf-8") == "积水 25 cm; $(reboot) 撤离"


async def test_it_says_nothing_until_it_is_switched_on() -> None:
    with pytest.raises(Rejected, match="enabled"):
        await voice("raise SystemExit(9)", enabled=False).send(MESSAGE)


async def test_a_command_that_fails_or_hangs_is_tried_again() -> None:
    with pytest.raises(Unreachable, match="code 3"):
        await voice("raise SystemExit(3)").send(MESSAGE)
    with pytest.raises(Unreachable, match="longer"):
        await voice("import threading; threading.Event().wait()", timeout_s=0.3).send(MESSAGE)


async def test_a_command_that_is_not_there_is_final() -> None:
    with pytest.raises(Rejected, match="cannot be run"):
        await Voice(VoiceSettings(("/no/such/espeak",), True)).send(MESSAGE)
