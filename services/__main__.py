"""The command line of onemap-server. Reads arguments, says errors in one sentence; no work here."""

from __future__ import annotations

import argparse
import getpass
import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence

from sqlalchemy.exc import DBAPIError

from services.auth.accounts import Accounts
from services.clock import Clock
from services.errors import OneMapError
from services.packs.command import check_command, schema_command
from services.store.audit import BrokenChain
from services.store.database import DamagedDatabase, first_line, open_database
from services.store.inspect import state_report
from services.store.journal import JournalStore

DEFAULT_DB = "onemap.db"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 for a broken journal or pack, 2 for other errors."""
    arguments = _parser().parse_args(argv)
    try:
        answer: int = arguments.run(arguments)
    except OneMapError as error:
        return _fail(str(error))
    except DBAPIError as error:
        return _fail(f"the database failed: {first_line(error)}")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; without this the interpreter complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return answer


def _fail(text: str) -> int:
    print(f"onemap-server: {text}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("onemap-server", description="The server of OneMap 一张图.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="serve a town"))

    verify = commands.add_parser("verify", help="walk the journal's hash chain")
    _add_db(verify)
    verify.set_defaults(run=_verify)

    state = commands.add_parser("state", help="say what stands in the database")
    _add_db(state)
    state.add_argument("--json", action="store_true", help="all of it, as JSON")
    state.set_defaults(run=_state)

    token = commands.add_parser("token", help="tokens of machines")
    tokens = token.add_subparsers(required=True, metavar="ACTION")
    create = tokens.add_parser("create", help="make a token and print it, alone")
    create.add_argument("name")
    create.add_argument("--scope", action="append", help="ingest (default), view, operate, admin")
    _add_db(create)
    create.set_defaults(run=_create_token)
    revoke = tokens.add_parser("revoke", help="end a token")
    revoke.add_argument("name")
    _add_db(revoke)
    revoke.set_defaults(run=_revoke_token)

    user = commands.add_parser("user", help="accounts of people")
    _add_user_actions(user.add_subparsers(required=True, metavar="ACTION"))

    packs = commands.add_parser("packs", help="scenario packs")
    _add_pack_actions(packs.add_subparsers(required=True, metavar="ACTION"))

    notify = commands.add_parser("notify", help="messages to people")
    _add_notify_actions(notify.add_subparsers(required=True, metavar="ACTION"))
    return parser


def _add_notify_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    test = actions.add_parser("test", help="send a test message through a channel, now")
    test.add_argument("channel")
    test.add_argument("--to", default="", metavar="ADDRESS", help="where to; else to --person")
    test.add_argument("--person", default="", help="one of [notify.people], by id")
    test.add_argument("--town", default="demo", metavar="DIR", help="town directory, or demo")
    test.set_defaults(run=_notify("test_command"))
    outbox = actions.add_parser("list", help="the outbox, newest first, addresses masked")
    outbox.add_argument("--state", help="waiting, sending, sent, failed or cancelled")
    outbox.add_argument("--limit", type=int, default=50, help="how many at most")
    _add_db(outbox)
    outbox.set_defaults(run=_notify("list_command"))


def _notify(name: str) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        # As with serve: the other commands must not pay for the channels.
        command: Callable[[argparse.Namespace], int] = getattr(
            importlib.import_module("services.notify_commands"), name
        )
        return command(arguments)

    return run


def _add_pack_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = actions.add_parser("check", help="say every mistake with file, line and fix")
    check.add_argument("dir", metavar="DIR", help="a pack's folder, a folder of packs, or a town")
    check.set_defaults(run=check_command)
    schema = actions.add_parser("schema", help="print the JSON Schema of pack.toml")
    schema.set_defaults(run=schema_command)


def _add_user_actions(users: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = users.add_parser("add", help="add one, or open a closed one anew")
    add.add_argument("name")
    add.add_argument("--display", default="", help="the name others see")
    add.add_argument("--role", action="append", help="view and operate (default), admin, ingest")
    _add_password(add)
    add.set_defaults(run=_add_user)
    passwd = users.add_parser("passwd", help="set a new password and end the person's sessions")
    passwd.add_argument("name")
    _add_password(passwd)
    passwd.set_defaults(run=_change_password)
    close = users.add_parser("close", help="let a person in no more and end their sessions")
    close.add_argument("name")
    _add_db(close)
    close.set_defaults(run=_close_user)
    users_list = users.add_parser("list", help="everybody, with roles and open sessions")
    _add_db(users_list)
    users_list.set_defaults(run=_list_users)


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin", action="store_true", help="one line from standard input"
    )
    _add_db(parser)


def _add_db(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--db", default=DEFAULT_DB, metavar="URL", help="a file, sqlite:/// or postgresql:// URL"
    )


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--town", default="demo", metavar="DIR", help="town directory, or demo")
    _add_db(parser)
    parser.add_argument("--listen", default="127.0.0.1:8330", metavar="HOST:PORT")
    # For the desktop's own server and for tests; not part of what an operator is shown.
    parser.add_argument("--clock-start-ms", type=int, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--speed", type=float, default=1.0, help=argparse.SUPPRESS)
    parser.add_argument("--ready-file", default=None, help=argparse.SUPPRESS)
    parser.add_argument("--demo-from", default=None, help=argparse.SUPPRESS)
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    # The other commands must not pay for the whole server, nor fail with it.
    bootstrap = importlib.import_module("services.bootstrap")
    code: int | None = bootstrap.serve_command(arguments)
    return code or 0


def _verify(arguments: argparse.Namespace) -> int:
    try:
        engine = open_database(arguments.db, must_exist=True)
    except DamagedDatabase as error:
        print(error)
        return 1
    try:
        verified = JournalStore(engine).verify()
    except BrokenChain as error:
        print(error)
        return 1
    finally:
        engine.dispose()
    print(f"{verified.count} events, every link holds")
    return 0


def _state(arguments: argparse.Namespace) -> int:
    engine = open_database(arguments.db, must_exist=True)
    try:
        report = state_report(engine, Clock.real().now_ms())
    finally:
        engine.dispose()
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    silent = sum(stream["value"] is None for stream in report["streams"])
    print(f"event {report['seq']}, town {report['town'] or '-'}")
    print(f"open alerts {report['alerts']['open']}, cases {report['cases']['total']}")
    print(f"streams {len(report['streams'])}, {silent} of them never heard")
    return 0


def _create_token(arguments: argparse.Namespace) -> int:
    engine = open_database(arguments.db)
    try:
        print(Accounts(engine).create_token(arguments.name, arguments.scope or ("ingest",)))
    finally:
        engine.dispose()
    return 0


def _revoke_token(arguments: argparse.Namespace) -> int:
    engine = open_database(arguments.db, must_exist=True)
    try:
        Accounts(engine).revoke_token(arguments.name)
    finally:
        engine.dispose()
    return 0


def _add_user(arguments: argparse.Namespace) -> int:
    engine = open_database(arguments.db)
    try:
        password = _password(from_stdin=arguments.password_stdin)
        roles = arguments.role or ("view", "operate")
        Accounts(engine).add_user(arguments.name, password, arguments.display, roles)
    finally:
        engine.dispose()
    return 0


def _change_password(arguments: argparse.Namespace) -> int:
    engine = open_database(arguments.db, must_exist=True)
    try:
        password = _password(from_stdin=arguments.password_stdin)
        ended = Accounts(engine).change_password(arguments.name, password)
    finally:
        engine.dispose()
    print(f"the password of {arguments.name} is changed, {_sessions(ended)} ended")
    return 0


def _close_user(arguments: argparse.Namespace) -> int:
    engine = open_database(arguments.db, must_exist=True)
    try:
        ended = Accounts(engine).close_account(arguments.name)
    finally:
        engine.dispose()
    print(f"the account {arguments.name} is closed, {_sessions(ended)} ended")
    return 0


def _list_users(arguments: argparse.Namespace) -> int:
    engine = open_database(arguments.db, must_exist=True)
    try:
        people = Accounts(engine).list_users()
    finally:
        engine.dispose()
    for person in people:
        words = [person.name, person.display]
        if person.is_closed:
            words.append("closed")
        else:
            words += [" ".join(sorted(person.roles)), _sessions(person.sessions)]
        print("  ".join(words))
    return 0


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("password: ")
    if getpass.getpass("again: ") != password:
        raise OneMapError("the two passwords differ")
    return password


if __name__ == "__main__":
    sys.exit(main())
