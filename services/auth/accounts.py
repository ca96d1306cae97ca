"""Accounts of people, tokens of machines and sessions. Synchronous: call it in a thread.

Expiry runs on the machine's clock, never on town time: a demo's fast clock must not end a session.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.clock import Clock
from services.errors import OneMapError
from services.store import tables

ROLES = frozenset({"view", "operate", "ingest", "admin"})
PREFIX = "om_"
SESSION_MS = 30 * 24 * 3_600_000
PASSWORD_MIN = 8
PASSWORD_MAX = 1_000
"""Characters. Argon2 would hash a book; nobody types one."""
LOCAL_TOKEN = "ONEMAP_LOCAL_TOKEN"
_NAME = re.compile(r"[\w.@-]{1,64}")


class AccountError(OneMapError):
    """An account or token cannot be made or found; the text says why."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who has shown the right password."""

    name: str
    display: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class ListedUser:
    """A person as the administrator sees them; a closed account has no roles."""

    name: str
    display: str
    roles: frozenset[str]
    sessions: int

    @property
    def is_closed(self) -> bool:
        return not self.roles


@dataclass(frozen=True, slots=True)
class Principal:
    """Who stands behind a token, and what they may do."""

    name: str
    display: str
    roles: frozenset[str]


class LocalTokens:
    """The one token a desktop gives the server it starts for itself."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    def check_token(self, token: str) -> Principal | None:
        """The local operator, if this is their token."""
        if not self._token or not hmac.compare_digest(self._token, token.encode()):
            return None
        return Principal("local", "值班员", frozenset({"view", "operate", "ingest"}))


class Accounts:
    """Accounts and tokens in the database; `local` is asked first."""

    def __init__(
        self, engine: sa.Engine, clock: Clock | None = None, local: LocalTokens | None = None
    ) -> None:
        self._engine = engine
        self._clock = clock or Clock.real()
        self._local = local or LocalTokens("")
        self._hasher = PasswordHasher()
        self._decoy = ""

    def add_user(
        self,
        name: str,
        password: str,
        display: str = "",
        roles: Iterable[str] = ("view", "operate"),
    ) -> User:
        """Make an account, or open a closed one anew. Raises AccountError."""
        _check_name(name)
        granted = _check_roles(roles)
        _check_password(password)
        row = {
            "name": name,
            "display": display or name,
            "password_hash": self._hasher.hash(password),
            "roles": " ".join(sorted(granted)),
        }
        table = tables.account
        try:
            with self._engine.begin() as connection:
                # The name of a closed account stays in the table, with no roles.
                connection.execute(table.delete().where(table.c.name == name, table.c.roles == ""))
                connection.execute(table.insert().values(row))
        except sa.exc.IntegrityError as error:
            raise AccountError(f"there is already an account named {name}") from error
        return User(name, display or name, granted)

    def list_users(self) -> list[ListedUser]:
        """Everybody who has or had an account, by name."""
        person, token = tables.account.c, tables.token.c
        live = sa.and_(token.account == person.name, sa.not_(token.revoked), self._unexpired())
        query = (
            sa.select(person.name, person.display, person.roles, sa.func.count(token.hash))
            .select_from(sa.outerjoin(tables.account, tables.token, live))
            .group_by(person.name, person.display, person.roles)
            .order_by(person.name)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [
            ListedUser(name, display, frozenset(roles.split()), sessions)
            for name, display, roles, sessions in rows
        ]

    def change_password(self, name: str, password: str) -> int:
        """Set a new password and end the person's sessions; how many. Raises AccountError."""
        _check_password(password)
        return self._change(name, password_hash=self._hasher.hash(password))

    def close_account(self, name: str) -> int:
        """Let this person in no more and end their sessions; how many. Raises AccountError."""
        return self._change(name, password_hash="", roles="")

    def _change(self, name: str, **values: str) -> int:
        person, token = tables.account, tables.token
        with self._engine.begin() as connection:
            roles = connection.scalar(sa.select(person.c.roles).where(person.c.name == name))
            if roles is None:
                raise AccountError(f"there is no account named {name}")
            if not roles:
                raise AccountError(f"the account {name} is closed")
            connection.execute(person.update().where(person.c.name == name).values(**values))
            ended = connection.execute(
                token.update()
                .where(token.c.account == name, sa.not_(token.c.revoked), self._unexpired())
                .values(revoked=True)
            )
            return ended.rowcount

    def verify_password(self, name: str, password: str) -> User | None:
        """The person, or None. Takes as long for an unknown name as for a wrong password."""
        if len(password) > PASSWORD_MAX:
            return None
        table = tables.account
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(table).where(table.c.name == name)).first()
        # A closed account has no hash; it must not answer sooner than another.
        stored = (row.password_hash if row is not None else "") or self._decoy_hash()
        try:
            self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return None
        if row is None or not row.roles:
            return None
        if self._hasher.check_needs_rehash(stored):
            self._renew_hash(name, password)
        return User(row.name, row.display, frozenset(row.roles.split()))

    def create_token(
        self, name: str, scopes: Iterable[str] = ("ingest",), lifetime_ms: int = 0
    ) -> str:
        """A machine's token, shown this once; 0 as lifetime means until revoked."""
        _check_name(name)
        granted = _check_roles(scopes)
        if self._live_tokens(name):
            raise AccountError(f"there is already a token named {name}; revoke it first")
        return self._store_token(name, None, granted, lifetime_ms)

    def revoke_token(self, name: str) -> None:
        """End a machine's token. Raises AccountError when there is none of that name."""
        if not self._revoke(_machine(name)):
            raise AccountError(f"there is no token named {name}")

    def open_session(self, user: User, lifetime_ms: int = SESSION_MS) -> str:
        """A token for a person; their roles are looked up each time it is shown."""
        return self._store_token(user.name, user.name, frozenset(), lifetime_ms)

    def close_session(self, token: str) -> bool:
        """End a session; whether there was one."""
        table = tables.token.c
        return self._revoke((table.hash == _digest(token)) & table.account.is_not(None))

    def check_token(self, token: str) -> Principal | None:
        """Who this token belongs to; None when unknown, expired or revoked."""
        if local := self._local.check_token(token):
            return local
        if not token.startswith(PREFIX):
            return None
        table, person = tables.token.c, tables.account.c
        query = (
            sa.select(table.name, table.scopes, table.account, person.display, person.roles)
            .select_from(sa.outerjoin(tables.token, tables.account, table.account == person.name))
            .where(table.hash == _digest(token), sa.not_(table.revoked), self._unexpired())
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        if row.account is None:
            return Principal(row.name, row.name, frozenset(row.scopes.split()))
        return Principal(row.name, row.display, frozenset(row.roles.split()))

    def _unexpired(self) -> sa.ColumnElement[bool]:
        expires = tables.token.c.expires_ms
        return (expires == 0) | (expires > self._clock.now_ms())

    def _live_tokens(self, name: str) -> int:
        query = sa.select(sa.func.count()).where(_machine(name), self._unexpired())
        with self._engine.connect() as connection:
            return connection.scalar(query.select_from(tables.token)) or 0

    def _store_token(
        self, name: str, account: str | None, scopes: frozenset[str], lifetime_ms: int
    ) -> str:
        token = PREFIX + secrets.token_urlsafe(32)
        now = self._clock.now_ms()
        row = {
            "hash": _digest(token),
            "name": name,
            "account": account,
            "scopes": " ".join(sorted(scopes)),
            "created_ms": now,
            "expires_ms": now + lifetime_ms if lifetime_ms else 0,
            "revoked": False,
        }
        with self._engine.begin() as connection:
            connection.execute(tables.token.insert().values(row))
        return token

    def _revoke(self, which: sa.ColumnElement[bool]) -> bool:
        statement = (
            tables.token.update().where(which, sa.not_(tables.token.c.revoked)).values(revoked=True)
        )
        with self._engine.begin() as connection:
            return connection.execute(statement).rowcount > 0

    def _renew_hash(self, name: str, password: str) -> None:
        table = tables.account
        statement = table.update().where(table.c.name == name)
        with self._engine.begin() as connection:
            connection.execute(statement.values(password_hash=self._hasher.hash(password)))

    def _decoy_hash(self) -> str:
        if not self._decoy:
            self._decoy = self._hasher.hash(secrets.token_hex(8))
        return self._decoy


def _machine(name: str) -> sa.ColumnElement[bool]:
    table = tables.token.c
    return (table.name == name) & table.account.is_(None) & sa.not_(table.revoked)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise AccountError(
            f"{name!r} cannot be a name: 1 to 64 letters, digits, dots, dashes, underscores or @"
        )


def _check_password(password: str) -> None:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise AccountError(f"a password has {PASSWORD_MIN} to {PASSWORD_MAX} characters")


def _check_roles(roles: Iterable[str]) -> frozenset[str]:
    granted = frozenset(roles)
    if not granted or not granted <= ROLES:
        unknown = ", ".join(sorted(granted - ROLES)) or "none"
        raise AccountError(f"roles are of {', '.join(sorted(ROLES))}; got {unknown}")
    return granted
