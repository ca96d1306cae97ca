from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.notify.mail import Mail, MailSettings, message_id
from services.notify.message import Message, Rejected, Unreachable
from tests.fakes.certificates import Authority
from tests.fakes.smtp_receiver import SmtpReceiver

MESSAGE = Message("k-1", "mail", "zhang@town.example", "积水\r\nBcc: x@y.z", "25 cm\n.\n撤离", "A1")


def mail(port: int, **more: Any) -> Mail:
    settings = MailSettings(
        **{"host": "127.0.0.1", "sender": "onemap@town.example", "port": port, "security": "none"}
        | more
    )
    return Mail(settings, {"MAIL_PASSWORD": "pw"}, lambda: 1_700_000_000_000)


async def test_a_mail_arrives_whole_and_its_subject_adds_no_header() -> None:
    async with SmtpReceiver() as receiver:
        receipt = await mail(receiver.port).send(MESSAGE)
    (got,) = receiver.mails.values()
    assert got["Message-ID"] == receipt == message_id("k-1", "onemap@town.example")
    assert got["Subject"] == "积水 Bcc: x@y.z"
    assert got["Bcc"] is None
    assert got["To"] == "zhang@town.example"
    assert got.get_content().splitlines() == ["25 cm", ".", "撤离"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_mail_goes_over_tls_with_a_password(tmp_path: Path, security: str) -> None:
    authority = Authority(tmp_path)
    implicit = security == "tls"
    context = authority.server_context()
    async with SmtpReceiver(context, implicit=implicit, login=("u", "pw")) as receiver:
        how = {"security": security, "username": "u", "password_env": "MAIL_PASSWORD"}
        trusting = mail(receiver.port, ca_file=str(authority.ca_file), **how)
        await trusting.send(MESSAGE)
        with pytest.raises(Unreachable, match="certificate"):
            await mail(receiver.port, **how).send(MESSAGE)
    assert len(receiver.mails) == 1


async def test_a_server_without_tls_is_given_no_password() -> None:
    async with SmtpReceiver(login=("u", "pw")) as receiver:
        careful = mail(
            receiver.port, security="starttls", username="u", password_env="MAIL_PASSWORD"
        )
        with pytest.raises(Rejected, match="TLS"):
            await careful.send(MESSAGE)
    assert not receiver.mails


async def test_a_wrong_password_is_final() -> None:
    async with SmtpReceiver(login=("u", "other")) as receiver:
        with pytest.raises(Rejected, match="535") as error:
            await mail(receiver.port, username="u", password_env="MAIL_PASSWORD").send(MESSAGE)
    assert "pw" not in str(error.value)
    with pytest.raises(Rejected, match="NO_SUCH"):
        await mail(1, username="u", password_env="NO_SUCH").send(MESSAGE)


async def test_the_receiver_s_no_and_not_now_are_told_apart() -> None:
    async with SmtpReceiver() as receiver:
        receiver.refuse_with = ["451 later", "550 nobody"]
        with pytest.raises(Unreachable, match="451"):
            await mail(receiver.port).send(MESSAGE)
        with pytest.raises(Rejected, match="550"):
            await mail(receiver.port).send(MESSAGE)


async def test_a_lost_answer_is_tried_again_with_the_same_message_id() -> None:
    async with SmtpReceiver() as receiver:
        receiver.vanish = 1
        with pytest.raises(Unreachable):
            await mail(receiver.port).send(MESSAGE)
        await mail(receiver.port).send(MESSAGE)
    assert list(receiver.came.values()) == [2]
    assert len(receiver.mails) == 1


@pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nRCPT TO:<c@d>", "a b@c", "<a@b>"])
async def test_an_odd_address_is_refused_before_any_connection(address: str) -> None:
    with pytest.raises(Rejected, match="not a mail address"):
        await mail(1).send(Message("k", "mail", address, "s", "b"))
