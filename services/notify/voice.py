"""Speaks a message on the server's own machine through a command such as espeak-ng."""

from __future__ import annotations

import asyncio
import contextlib

import msgspec

from services.notify.message import Message, Rejected, Unreachable
from services.notify.template import fill, one_line, values_of


class VoiceSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="voice"
):
    """[notify.channels.NAME] with kind "voice". Says nothing until `enabled` is true."""

    command: tuple[str, ...] = ("espeak-ng", "-v", "cmn", "--", "{text}")
    enabled: bool = False
    timeout_s: float = 60.0
    max_chars: int = 300


class Voice:
    """Runs the command without a shell; every `{name}` stays inside its own argument."""

    def __init__(self, settings: VoiceSettings) -> None:
        self._settings = settings

    async def send(self, message: Message) -> str:
        """Speak to the end of the command; nobody tells a repetition here."""
        settings = self._settings
        if not settings.enabled:
            raise Rejected("the voice is off: set enabled = true")
        values = {name: one_line(text) for name, text in values_of(message).items()}
        # A text may not be taken for an option of the command.
        values["text"] = values["text"][: settings.max_chars].lstrip("-")
        words = [fill(word, values) for word in settings.command]
        try:
            process = await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except (FileNotFoundError, PermissionError) as error:
            raise Rejected(f"the command {words[0]} cannot be run") from error
        except OSError as error:
            raise Unreachable(f"the command could not be started: {error.strerror}") from error
        try:
            async with asyncio.timeout(settings.timeout_s):
                code = await process.wait()
        except TimeoutError as error:
            raise Unreachable(f"it spoke longer than {settings.timeout_s:g} s") from error
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if code:
            raise Unreachable(f"{words[0]} ended with code {code}")
        return "spoken"
