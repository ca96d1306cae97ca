from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.__main__ import main
from services.auth.accounts import Accounts
from services.store.database import open_database


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "town.db")


def test_a_token_is_printed_alone_and_can_be_revoked(db, capsys):
    assert main(["token", "create", "gauge", "--db", db]) == 0
    (token,) = capsys.readouterr().out.split()
    engine = open_database(db)
    assert Accounts(engine).check_token(token).name == "gauge"
    assert main(["token", "revoke", "gauge", "--db", f"sqlite:///{db}"]) == 0
    assert Accounts(engine).check_token(token) is None
    engine.dispose()
    assert main(["token", "revoke", "gauge", "--db", db]) == 2
    assert capsys.readouterr().err == "onemap-server: there is no token named gauge\n"


def test_a_user_is_added_with_the_password_of_standard_input(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("password1\n"))
    arguments = ["user", "add", "li", "--db", db, "--display", "李", "--role", "admin"]
    assert main([*arguments, "--password-stdin"]) == 0
    engine = open_database(db)
    assert Accounts(engine).verify_password("li", "password1").roles == {"admin"}
    engine.dispose()


def test_verify_says_how_many_or_where_it_breaks(db, capsys):
    assert main(["verify", "--db", db]) == 2
    assert "there is no database" in capsys.readouterr().err
    open_database(db).dispose()
    assert main(["verify", "--db", db]) == 0
    assert "0 events" in capsys.readouterr().out
    engine = open_database(db)
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO event VALUES (1, 'e', 1, 'a', 'c', 'k', x'00', '', 'h')")
        )
    engine.dispose()
    assert main(["verify", "--db", db]) == 1
    assert "event 1" in capsys.readouterr().out
    Path(db).write_bytes(b"rubbish" * 1000)
    assert main(["verify", "--db", db]) == 1


def test_state_is_json(db, capsys):
    open_database(db).dispose()
    assert main(["state", "--json", "--db", db]) == 0
    assert json.loads(capsys.readouterr().out)["seq"] == 0
    assert main(["state", "--db", db]) == 0


def _say(monkeypatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))


def test_a_password_is_changed_and_an_account_closed(db, monkeypatch, capsys):
    _say(monkeypatch, "password1")
    assert main(["user", "add", "li", "--db", db, "--display", "李", "--password-stdin"]) == 0
    engine = open_database(db)
    accounts = Accounts(engine)
    token = accounts.open_session(accounts.verify_password("li", "password1"))
    _say(monkeypatch, "password2")
    assert main(["user", "passwd", "li", "--db", db, "--password-stdin"]) == 0
    assert "1 session ended" in capsys.readouterr().out
    assert accounts.check_token(token) is None
    accounts.open_session(accounts.verify_password("li", "password2"))

    assert main(["user", "list", "--db", db]) == 0
    assert capsys.readouterr().out == "li  李  operate view  1 session\n"

    assert main(["user", "close", "li", "--db", db]) == 0
    engine.dispose()
    capsys.readouterr()
    assert main(["user", "list", "--db", db]) == 0
    assert capsys.readouterr().out == "li  李  closed\n"


@pytest.mark.parametrize("words", [["list"], ["close", "li"], ["passwd", "li", "--password-stdin"]])
def test_accounts_of_a_database_that_is_not_there_are_not_made(db, monkeypatch, capsys, words):
    _say(monkeypatch, "password2")
    assert main(["user", *words, "--db", db]) == 2
    assert "there is no database" in capsys.readouterr().err
    assert not Path(db).exists()


def test_somebody_unknown_is_said(db, capsys):
    open_database(db).dispose()
    assert main(["user", "close", "ghost", "--db", db]) == 2
    assert capsys.readouterr().err == "onemap-server: there is no account named ghost\n"
