"""Signing in: asked once, denied with words, remembered when it worked."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import sessions
from desktop.cache.database import WrongKey, can_encrypt
from desktop.link.http import HttpDoor, SignedIn, SignInDenied, TooManyTries, Unreachable, Untrusted
from desktop.paths import Paths
from desktop.sessions import Profile, ProfileError, SignIn, open_caches, open_profile
from desktop.settings import Bookmark, Settings, load_settings
from desktop.views.dialogs.sign_in import SignInDialog
from widgets.boards.banner import Banner

SERVER = "http://town.example:8330"


class Door(HttpDoor):
    """Lets in who says "open", after an event; every other answer is given beforehand."""

    def __init__(self, answer: SignedIn | Exception) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def sign_in(self, name: str, password: str) -> SignedIn:
        self.asked.append((name, password))
        await self.may_answer.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A keyring of this test alone."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(sessions, "load_token", lambda server: kept.get(server, ""))
    monkeypatch.setattr(sessions, "save_token", kept.__setitem__)
    monkeypatch.setattr(sessions, "forget_token", lambda server: kept.pop(server, None))
    return kept


def profile(folder: Path, server: str = SERVER) -> Profile:
    return Profile(server or "embedded", server, Paths.under(folder), Settings(), None)


def dialogs(window: QWidget) -> list[SignInDialog]:
    return [d for d in window.children() if isinstance(d, SignInDialog) and d.isVisible()]


def fill(dialog: SignInDialog, name: str, password: str) -> None:
    for line, text in zip(dialog.findChildren(QLineEdit), (name, password), strict=True):
        line.setText(text)
    QTest.keyClick(dialog, Qt.Key.Key_Return)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


async def test_the_right_password_signs_in_and_is_remembered(
    tmp_path: Path, window: QWidget, keyring: dict[str, str]
) -> None:
    door = Door(SignedIn("tok", "chen"))
    sign_in = SignIn(profile(tmp_path))
    let_in: list[bool] = []
    sign_in.signed_in.connect(lambda: let_in.append(True))
    assert await sign_in.token() == ""

    sign_in.ask(door, window)
    fill(dialogs(window)[0], " chen ", "open")
    await settle()

    assert door.asked == [("chen", "open")]
    assert await sign_in.token() == "tok"
    assert keyring == {SERVER: "tok"}
    assert let_in == [True]
    assert dialogs(window) == []


@pytest.mark.parametrize("problem", [SignInDenied("wrong"), Unreachable("no way")])
async def test_a_failure_leaves_the_dialog_open_for_another_try(
    tmp_path: Path, window: QWidget, keyring: dict[str, str], problem: Exception
) -> None:
    door = Door(problem)
    sign_in = SignIn(profile(tmp_path))
    sign_in.ask(door, window)
    fill(dialogs(window)[0], "chen", "wrong")
    await settle()
    assert len(dialogs(window)) == 1
    assert await sign_in.token() == ""

    door.answer = SignedIn("tok", "chen")
    fill(dialogs(window)[0], "chen", "open")
    await settle()
    assert await sign_in.token() == "tok"
    assert dialogs(window) == []


async def test_it_is_asked_once_and_tried_once_at_a_time(
    tmp_path: Path, window: QWidget, keyring: dict[str, str]
) -> None:
    door = Door(SignedIn("tok", "chen"))
    door.may_answer.clear()
    sign_in = SignIn(profile(tmp_path))
    sign_in.ask(door, window)
    sign_in.ask(door, window)
    assert len(dialogs(window)) == 1

    fill(dialogs(window)[0], "chen", "open")
    await settle()
    fill(dialogs(window)[0], "chen", "open")
    await settle()
    door.may_answer.set()
    await settle()
    assert len(door.asked) == 1


async def test_empty_fields_are_not_sent(
    tmp_path: Path, window: QWidget, keyring: dict[str, str]
) -> None:
    door = Door(SignedIn("tok", "chen"))
    sign_in = SignIn(profile(tmp_path))
    sign_in.ask(door, window)
    fill(dialogs(window)[0], "chen", "")
    await settle()

    assert door.asked == []
    assert len(dialogs(window)) == 1


async def test_a_token_that_is_denied_is_forgotten(
    tmp_path: Path, window: QWidget, keyring: dict[str, str]
) -> None:
    keyring[SERVER] = "old"
    sign_in = SignIn(profile(tmp_path))
    assert await sign_in.token() == "old"

    sign_in.ask(Door(SignedIn("tok", "chen")), window)
    assert keyring == {}


async def test_the_embedded_server_is_never_asked_for_a_password(
    tmp_path: Path, window: QWidget, keyring: dict[str, str]
) -> None:
    sign_in = SignIn(profile(tmp_path, ""))
    sign_in.use_token("run")
    sign_in.ask(Door(SignedIn("tok", "chen")), window)

    assert dialogs(window) == []
    assert await sign_in.token() == "run"


def test_a_server_that_is_no_address_is_refused(tmp_path: Path) -> None:
    options = argparse.Namespace(demo=False, town="", server="10.0.0.5:8330")
    with pytest.raises(ProfileError, match="not a server address"):
        open_profile(options, tmp_path)


def test_the_demo_needs_no_key(tmp_path: Path) -> None:
    opened = open_profile(argparse.Namespace(demo=True, town="", server="http://x"), tmp_path)
    assert (opened.server, opened.key) == ("", None)
    assert opened.replica.parent == tmp_path / "data"


def test_the_language_is_remembered(tmp_path: Path) -> None:
    options = argparse.Namespace(demo=True, town="", server="")
    open_profile(options, tmp_path).remember_language("en")
    assert open_profile(options, tmp_path).settings.language == "en"


@pytest.mark.skipif(not can_encrypt(), reason="needs sqlcipher3")
def test_a_wrong_key_leaves_replica_and_outbox_alone(tmp_path: Path) -> None:
    own = profile(tmp_path)
    own.key = b"k" * 32
    opened = open_caches(own)
    opened.replica.close()
    opened.outbox.close()
    before = {file.name: file.read_bytes() for file in own.paths.data.iterdir()}

    own.key = b"x" * 32
    with pytest.raises(WrongKey):
        open_caches(own)
    assert {file.name: file.read_bytes() for file in own.paths.data.iterdir()} == before


def test_bookmarks_are_kept_by_town_and_leave_the_rest_alone(tmp_path: Path) -> None:
    here, there = profile(tmp_path), profile(tmp_path, "http://other.example")
    mark = Bookmark(1, "渡口", 121.0, 31.0, 15.0)
    here.remember_language("en")
    here.remember_bookmarks([mark])
    here.remember_map_window("AAAA")
    again = Profile(here.name, SERVER, here.paths, load_settings(here.paths.settings), None)
    assert again.bookmarks == (mark,)
    assert (again.settings.language, again.settings.map_window) == ("en", "AAAA")
    elsewhere = Profile(there.name, "", there.paths, again.settings, None)
    assert elsewhere.bookmarks == ()


async def test_a_cancelled_sign_in_is_offered_again(
    tmp_path: Path, window: QWidget, keyring: dict[str, str]
) -> None:
    banner = Banner(parent=window)
    sign_in = SignIn(profile(tmp_path))
    door = Door(SignedIn("tok", "chen"))
    for _ in range(2):
        sign_in.ask(door, window, banner)
        dialogs(window)[0].reject()
        assert dialogs(window) == []
        assert banner.isVisible()
        assert banner.action_button().text() == "登录"

    banner.action_button().click()
    fill(dialogs(window)[0], "chen", "open")
    await settle()
    assert await sign_in.token() == "tok"
    assert not banner.isVisible()


async def test_other_messages_of_the_banner_do_not_ask(
    tmp_path: Path, window: QWidget, keyring: dict[str, str]
) -> None:
    banner = Banner(parent=window)
    sign_in = SignIn(profile(tmp_path))
    sign_in.ask(Door(SignedIn("tok", "chen")), window, banner)
    dialogs(window)[0].reject()
    banner.show_message("other", "text", "warn", "do it")
    banner.action_button().click()
    assert dialogs(window) == []


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (TooManyTries(42), "42 秒后再试"),
        (SignInDenied("the server does not accept this sign-in"), "账号或密码不对"),
        (Unreachable("no route"), "no route"),
        (Untrusted("self-signed"), "ca_file"),
    ],
)
async def test_why_it_failed_is_said_in_words(
    tmp_path: Path, window: QWidget, keyring: dict[str, str], problem: Exception, words: str
) -> None:
    sign_in = SignIn(profile(tmp_path))
    sign_in.ask(Door(problem), window)
    fill(dialogs(window)[0], "chen", "wrong")
    await settle()
    assert any(words in label.text() for label in dialogs(window)[0].findChildren(QLabel))


def test_a_file_of_certificates_that_is_none_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_PASSPHRASE", "words")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(
        f"key_file = true\nca_file = '{tmp_path / 'none.pem'}'\n", "utf-8"
    )
    options = argparse.Namespace(demo=False, town="", server="https://town.example")
    with pytest.raises(ProfileError, match=r"none\.pem cannot be used"):
        open_profile(options, tmp_path)


def _town(folder: Path) -> str:
    folder.mkdir()
    (folder / "town.toml").write_text("[town]\n", "utf-8")
    return str(folder)


def _opened(folder: Path, town: str = "", server: str = "", demo: bool = False) -> Profile:
    return open_profile(argparse.Namespace(demo=demo, town=town, server=server), folder)


def test_a_town_of_ones_own_is_remembered_and_has_its_own_files(tmp_path: Path) -> None:
    home = tmp_path / "home"
    yunze = _opened(home)
    own = _opened(home, _town(tmp_path / "linhe"))
    again = _opened(home)
    other = _opened(home, _town(tmp_path / "other"))

    assert yunze.town == "demo"
    assert own.town == again.town == str(tmp_path / "linhe")
    for files in ("embedded_db", "replica", "outbox"):
        assert getattr(own, files) == getattr(again, files)
        assert len({getattr(each, files) for each in (yunze, own, other)}) == 3


def test_the_demo_town_can_be_gone_back_to(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _opened(home, _town(tmp_path / "linhe"))
    assert _opened(home, demo=True).town == "demo"
    assert _opened(home, "demo").embedded_db.name == "town.db"
    assert _opened(home).town == "demo"


def test_a_server_asked_for_comes_before_the_town_remembered(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _opened(home, _town(tmp_path / "linhe"))
    path = home / "config" / "settings.toml"
    text = path.read_text("utf-8").replace("key_file = false", "key_file = true")
    path.write_text(text, "utf-8")
    assert _opened(home, server=SERVER).server == SERVER


def test_a_town_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="no town at"):
        _opened(tmp_path / "home", str(tmp_path / "nothing"))
    town = _town(tmp_path / "linhe")
    _opened(tmp_path / "home", town)
    Path(town, "town.toml").unlink()
    with pytest.raises(ProfileError, match="--town demo"):
        _opened(tmp_path / "home")
    with pytest.raises(ProfileError, match="not both"):
        _opened(tmp_path / "home", town, SERVER)
