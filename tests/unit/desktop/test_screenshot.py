"""The picture of the window: not before there is something live to show, and as large as asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from desktop import screenshot
from desktop.actions.catalogue import catalogue
from desktop.screenshot import Screenshot, ScreenshotError
from desktop.state.values import Status
from desktop.views.wall_window import WallWindow
from tests.fakes import town as fake


@pytest.fixture
def window(qtbot: QtBot) -> WallWindow:
    made = WallWindow(catalogue())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def live() -> fake.SmallTown:
    town = fake.busy()
    town.read("W1", 3.0)
    town.store.set_connection(status=Status.ONLINE)
    return town


async def test_it_writes_the_window_in_the_size_asked_for(
    window: WallWindow, live: fake.SmallTown, tmp_path: Path
) -> None:
    file = tmp_path / "wall.png"
    await Screenshot(window, live.store, file, (1400, 800)).take(0.0)

    with Image.open(file) as picture:
        assert (picture.format, picture.size) == ("PNG", (1400, 800))


async def test_a_file_that_cannot_be_written_is_told(
    window: WallWindow, live: fake.SmallTown, tmp_path: Path
) -> None:
    with pytest.raises(ScreenshotError, match="cannot be written"):
        await Screenshot(window, live.store, tmp_path / "none" / "wall.png", None).take(0.0)


@pytest.mark.parametrize("missing", ["connection", "readings"])
async def test_without_live_data_there_is_no_picture(
    window: WallWindow, tmp_path: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screenshot, "PATIENCE_S", 0.02)
    monkeypatch.setattr(screenshot, "POLL_S", 0.01)
    town = fake.busy()
    if missing == "connection":
        town.read("W1", 3.0)
    else:
        town.store.set_connection(status=Status.ONLINE)
    with pytest.raises(ScreenshotError, match="no live data"):
        await Screenshot(window, town.store, tmp_path / "wall.png", None).take(0.0)

    assert list(tmp_path.iterdir()) == []
