"""The camera column: states, selection, keyboard, one decode per still."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QPixmap

from widgets.cameras.column import TileColumn
from widgets.theme.tokens import Level
from widgets.values import Age, Tile


def still() -> bytes:
    pixmap = QPixmap(320, 180)
    pixmap.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


def shown(qtbot, count: int = 3, height: int = 800) -> tuple[TileColumn, list[Tile]]:
    image = still()
    tiles = [
        Tile(str(at), f"n {at}", Level.RED, "20:21", Age("1 s"), "36 cm", "live", image, f"k{at}")
        for at in range(count)
    ]
    column = TileColumn(empty_text="none")
    qtbot.addWidget(column)
    column.resize(300, height)
    column.set_tiles(tiles)
    column.show()
    return column, tiles


def test_every_state_looks_different(qtbot):
    column, tiles = shown(qtbot, 1)
    images = []
    for state in ("ready", "loading", "stale", "offline", "denied"):
        column.set_tiles([replace(tiles[0], state=state)])
        images.append(column.grab().toImage())
    column.set_tiles([])
    images.append(column.grab().toImage())
    for at, image in enumerate(images):
        assert all(image != other for other in images[at + 1 :])


def test_click_arrows_and_enter(qtbot):
    column, _ = shown(qtbot)
    with qtbot.waitSignal(column.selected) as picked:
        at = column.tile_rect(1).center().toPoint()
        qtbot.mouseClick(column.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == ["1"]
    with qtbot.waitSignal(column.selected) as picked:
        qtbot.keyClick(column, Qt.Key.Key_Up)
    assert picked.args == ["0"]
    with qtbot.waitSignal(column.activated_id) as opened:
        qtbot.keyClick(column, Qt.Key.Key_Return)
    assert opened.args == ["0"]


def test_set_selected_is_silent_and_scrolls(qtbot):
    column, _ = shown(qtbot, 8, 400)
    with qtbot.assertNotEmitted(column.selected):
        column.set_selected("7")
    assert column.verticalScrollBar().value() > 0
    assert column.tile_rect(7).bottom() <= column.viewport().height()


def test_bar_is_hidden_when_all_tiles_fit(qtbot):
    column, _ = shown(qtbot, 2, 800)
    assert not column.verticalScrollBar().isVisible()
    column.resize(300, 200)
    assert column.verticalScrollBar().isVisible()


def test_a_still_is_decoded_once(qtbot):
    column, tiles = shown(qtbot, 2)
    column.grab()
    before = column.decoded_count()
    column.set_tiles([replace(tile, age=Age("9 s")) for tile in tiles])
    column.grab()
    assert column.decoded_count() == before
    column.set_tiles([replace(tiles[0], image_key="new"), tiles[1]])
    column.grab()
    assert column.decoded_count() == before + 1


def test_a_broken_still_is_no_error(qtbot):
    column, tiles = shown(qtbot, 1)
    column.set_tiles([replace(tiles[0], image=b"no image", image_key="bad")])
    column.grab()
