"""A wall whose map stands on grounds of its own: files under a folder, no network but loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import keyring
import pytest
from keyring.backends import fail
from pytestqt.qtbot import QtBot

from desktop.map_choice import MapChoice
from desktop.maps.area_download import Politeness
from desktop.views.map import grounds as grounds_of
from desktop.views.map.choice_shelf import ChoiceShelf
from desktop.views.map.grounds import GroundDesks, Grounds, Places, outfit
from tests.unit.desktop.views.conftest import Room

QUICK = Politeness(parallel=2, first_wait_s=0.0, longest_wait_s=0.0)


@dataclass
class Stand:
    """A room, what its map stands on, and what was kept of the choice."""

    room: Room
    grounds: Grounds
    desks: GroundDesks
    kept: list[MapChoice] = field(default_factory=list)

    def press(self, id: str) -> None:
        """Press a button of the tool strip."""
        self.room.desks.tools.asked.emit(id)


def places_under(folder: Path) -> Places:
    return Places(
        folder / "config",
        folder / "basemaps",
        folder / "tiles.db",
        folder / "areas",
        folder / "imports",
        folder / "maps",
    )


def offer_tiles(folder: Path, url: str, token: str = "") -> None:
    """Put a tile server into the user's own list as `own`, with a token of that name to ask for."""
    asked = "?tk={token}" if token else ""
    (folder / "basemaps").mkdir(exist_ok=True)
    (folder / "basemaps" / "own.toml").write_text(
        '[[basemap]]\nid = "own"\ntitle = "自建"\nkind = "xyz"\nattribution = "© 镇"\n'
        f'location = "{url}/{{z}}/{{x}}/{{y}}.png{asked}"\n'
        + (f'token = "{token}"\n' if token else ""),
        "utf-8",
    )


@pytest.fixture
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


def _end(grounds: Grounds) -> None:
    grounds.rest()
    grounds.stop()


Standing = Callable[..., Stand]


@pytest.fixture
def stand_on(
    room: Room,
    qtbot: QtBot,
    tmp_path: Path,
    no_keyring: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Standing]:
    """Makes stands, one after another on the same files, as program runs would."""
    # A busy machine may need longer for the tile in hand than a person would wait.
    monkeypatch.setattr(grounds_of, "LEAVE_S", 30.0)
    made: list[Grounds] = []
    kept: list[MapChoice] = []

    def stand(choice: MapChoice | None = None) -> Stand:
        if made:
            _end(made[-1])
        before = choice or (kept[-1] if kept else MapChoice())
        grounds = Grounds(
            places_under(tmp_path),
            ChoiceShelf(before, kept.append),
            client=httpx.Client(trust_env=False, timeout=5.0),
            politeness=QUICK,
        )
        made.append(grounds)
        desks = outfit(room.window.pane, room.kit, room.feed, room.wall.live, room.desks, grounds)
        qtbot.waitUntil(lambda: grounds.is_idle, timeout=10_000)
        return Stand(room, grounds, desks, kept)

    yield stand
    room.window.map._tiles.stop()
    for grounds in made:
        _end(grounds)


@pytest.fixture
def stand(stand_on: Standing) -> Stand:
    return stand_on()
