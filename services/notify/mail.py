"""A message as mail. Its Message-ID follows from its key, so that a repetition looks like one."""

from __future__ import annotations

import asyncio
import hashlib
import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

import msgspec

from services.notify.message import Message, Rejected, Unreachable
from services.notify.template import one_line


class MailSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="smtp"
):
    """[notify.channels.NAME] with kind "smtp". `password_env` names an environment variable."""

    host: str
    sender: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password_env: str = ""
    timeout_s: float = 15.0
    ca_file: str = ""


class Mail:
    """One connection a message: a ladder sends few, and an old connection is often a dead one."""

    def __init__(
        self, settings: MailSettings, environment: Mapping[str, str], now_ms: Callable[[], int]
    ) -> None:
        self._settings = settings
        self._environment = environment
        self._now_ms = now_ms

    async def send(self, message: Message) -> str:
        """Deliver to the first server; the receipt is the Message-ID."""
        return await asyncio.to_thread(self._send, message)

    def _send(self, message: Message) -> str:
        settings = self._settings
        mail = self._compose(message)
        password = ""
        if settings.username:
            password = self._environment.get(settings.password_env, "")
            if not password:
                raise Rejected(f"the environment has no {settings.password_env}")
        try:
            with self._connect() as server:
                if settings.security == "starttls":
                    server.starttls(context=self._tls())
                if settings.username:
                    server.login(settings.username, password)
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _said(code, "the recipient") from error
        except smtplib.SMTPResponseException as error:
            raise _said(error.smtp_code, type(error).__name__) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Rejected(
                "the server does not offer what is needed (TLS, AUTH or UTF-8)"
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(f"its certificate: {error.verify_message}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"no connection: {type(error).__name__}") from error
        return str(mail["Message-ID"])

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.timeout_s, context=self._tls()
            )
        return smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_s)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file or None)

    def _compose(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        try:
            mail["From"] = Address(addr_spec=self._settings.sender)
            mail["To"] = Address(addr_spec=message.address)
        except Exception as error:  # the parser raises IndexError and others on odd addresses
            raise Rejected("the address is not a mail address") from error
        mail["Subject"] = one_line(message.subject)
        mail["Date"] = format_datetime(datetime.fromtimestamp(self._now_ms() / 1000, UTC))
        mail["Message-ID"] = message_id(message.key, self._settings.sender)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.body)
        return mail


def message_id(key: str, sender: str) -> str:
    """The Message-ID of a key: the same for every try."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{sender.rpartition('@')[2] or 'onemap'}>"


def _said(code: int, who: str) -> Unreachable | Rejected:
    if 500 <= code < 600:
        return Rejected(f"SMTP {code} ({who})")
    return Unreachable(f"SMTP {code} ({who})")
