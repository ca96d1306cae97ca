from __future__ import annotations

import pytest
import sqlalchemy as sa

from services.auth.accounts import AccountError, Accounts, LocalTokens, Principal
from services.clock import ManualClock
from services.store import tables


@pytest.fixture
def clock():
    return ManualClock(1_000_000)


@pytest.fixture
def accounts(engine, clock):
    return Accounts(engine, clock)


def test_only_the_right_password_opens(accounts):
    user = accounts.add_user("li.wei", "长夜有雨 and rain", "李伟", ("view", "admin"))
    assert accounts.verify_password("li.wei", "长夜有雨 and rain") == user
    assert user.display == "李伟"
    assert accounts.verify_password("li.wei", "wrong") is None
    assert accounts.verify_password("nobody", "wrong") is None
    assert accounts.verify_password("li.wei", "x" * 5_000) is None


def test_passwords_and_tokens_are_kept_as_hashes_only(accounts, engine):
    accounts.add_user("li", "password1")
    token = accounts.create_token("gauge")
    with engine.connect() as connection:
        stored = connection.scalar(sa.select(tables.account.c.password_hash))
        row = connection.execute(sa.select(tables.token)).one()
    assert stored.startswith("$argon2id$")
    assert token.startswith("om_")
    assert token not in str(row)


@pytest.mark.parametrize(
    ("name", "password", "roles"),
    [
        ("", "password1", ("view",)),
        ("a b", "password1", ("view",)),
        ("a\0", "password1", ("view",)),
        ("li", "short", ("view",)),
        ("li", "password1", ("king",)),
        ("li", "password1", ()),
        ("taken", "password1", ("view",)),
    ],
)
def test_a_bad_account_is_refused_in_words(accounts, name, password, roles):
    accounts.add_user("taken", "password1")
    with pytest.raises(AccountError):
        accounts.add_user(name, password, roles=roles)


def test_a_machines_token_carries_its_scopes_until_revoked(accounts):
    token = accounts.create_token("gauge")
    assert accounts.check_token(token) == Principal("gauge", "gauge", frozenset({"ingest"}))
    with pytest.raises(AccountError, match="already"):
        accounts.create_token("gauge")
    accounts.revoke_token("gauge")
    assert accounts.check_token(token) is None
    with pytest.raises(AccountError, match="no token"):
        accounts.revoke_token("gauge")
    again = accounts.create_token("gauge")
    assert accounts.check_token(again) is not None
    assert accounts.check_token(token) is None


@pytest.mark.parametrize("token", ["", "om_", "om_unknown", "Bearer x", "om_雨", "a\0b"])
def test_an_unknown_token_opens_nothing(accounts, token):
    assert accounts.check_token(token) is None


def test_a_token_ends_when_its_time_is_up(accounts, clock):
    token = accounts.create_token("gauge", lifetime_ms=1_000)
    clock.advance(999)
    assert accounts.check_token(token) is not None
    clock.advance(1)
    assert accounts.check_token(token) is None
    accounts.create_token("gauge")


def test_a_session_follows_the_persons_roles_and_ends(accounts, engine, clock):
    user = accounts.add_user("li", "password1", "李")
    session, other = accounts.open_session(user), accounts.open_session(user, 10)
    assert accounts.check_token(session) == Principal("li", "李", frozenset({"view", "operate"}))
    clock.advance(10)
    assert accounts.check_token(other) is None
    with engine.begin() as connection:
        connection.execute(tables.account.update().values(roles="view"))
    assert accounts.check_token(session).roles == {"view"}
    assert accounts.close_session(session)
    assert not accounts.close_session(session)
    assert accounts.check_token(session) is None


def test_a_machines_name_never_ends_a_persons_session(accounts):
    session = accounts.open_session(accounts.add_user("li", "password1"))
    machine = accounts.create_token("li")
    accounts.revoke_token("li")
    assert accounts.check_token(session) is not None
    assert not accounts.close_session(machine)


def test_the_local_token_is_the_operators(engine):
    local = LocalTokens("s3cret")
    accounts = Accounts(engine, local=local)
    principal = accounts.check_token("s3cret")
    assert principal == Principal("local", "值班员", frozenset({"view", "operate", "ingest"}))
    assert accounts.check_token("s3cre") is None
    assert LocalTokens("").check_token("") is None


def test_a_new_password_replaces_the_old_one_and_ends_the_sessions(accounts):
    user = accounts.add_user("li", "password1")
    other = accounts.add_user("wang", "password1")
    session, others = accounts.open_session(user), accounts.open_session(other)
    machine = accounts.create_token("li")

    assert accounts.change_password("li", "password2") == 1

    assert accounts.verify_password("li", "password1") is None
    assert accounts.verify_password("li", "password2") == user
    assert accounts.check_token(session) is None
    assert accounts.check_token(others).name == "wang"
    assert accounts.check_token(machine).name == "li"


def test_a_closed_account_lets_nobody_in_and_keeps_its_name(accounts):
    session = accounts.open_session(accounts.add_user("li", "password1", "李"))

    assert accounts.close_account("li") == 1

    assert accounts.check_token(session) is None
    assert accounts.verify_password("li", "password1") is None
    (listed,) = accounts.list_users()
    assert (listed.name, listed.display, listed.is_closed) == ("li", "李", True)
    with pytest.raises(AccountError, match="closed"):
        accounts.change_password("li", "password2")
    with pytest.raises(AccountError, match="closed"):
        accounts.close_account("li")


def test_adding_a_closed_account_opens_it_anew(accounts):
    accounts.add_user("li", "password1")
    accounts.close_account("li")
    user = accounts.add_user("li", "password2", "李", ("view",))
    assert accounts.verify_password("li", "password2") == user
    assert [listed.is_closed for listed in accounts.list_users()] == [False]


@pytest.mark.parametrize(
    "act", [Accounts.close_account, lambda a, n: a.change_password(n, "x" * 9)]
)
def test_an_account_that_is_not_there_cannot_be_changed(accounts, act):
    with pytest.raises(AccountError, match="no account named ghost"):
        act(accounts, "ghost")


def test_a_new_password_must_be_long_enough(accounts):
    accounts.add_user("li", "password1")
    with pytest.raises(AccountError, match="8 to 1000"):
        accounts.change_password("li", "short")


def test_users_are_listed_by_name_with_roles_and_live_sessions(accounts, clock):
    wang = accounts.add_user("wang", "password1")
    accounts.add_user("li", "password1", "李", ("admin",))
    accounts.open_session(wang)
    accounts.open_session(wang, lifetime_ms=10)
    clock.advance(11)
    rows = [(u.name, u.display, set(u.roles), u.sessions) for u in accounts.list_users()]
    assert rows == [("li", "李", {"admin"}, 0), ("wang", "wang", {"view", "operate"}, 1)]
