"""Views under digits: set with Ctrl, gone to without, named, removed, kept on disk."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.settings import Bookmark
from desktop.views.map.bookmarks import BookmarksDialog, BookmarkShelf
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import key, trigger
from widgets.map.values import MapView

CTRL = Qt.KeyboardModifier.ControlModifier
VIEW = MapView(121.01, 31.01, 15.0)


def test_a_view_set_with_ctrl_is_gone_to_by_its_digit(room: Room) -> None:
    canvas = room.window.map
    canvas.set_animated(False)
    canvas.set_view(VIEW)
    key(room, Qt.Key.Key_3, CTRL)
    canvas.go_home()
    assert canvas.view() != VIEW
    key(room, Qt.Key.Key_3)
    view = canvas.view()
    assert (view.lon, view.lat, view.zoom) == pytest.approx((121.01, 31.01, 15.0))


def test_a_digit_without_a_view_says_how_to_set_one(room: Room) -> None:
    room.window.map.set_view(VIEW)
    key(room, Qt.Key.Key_5)
    view = room.window.map.view()
    assert (view.lon, view.lat, view.zoom) == pytest.approx((121.01, 31.01, 15.0))
    assert "Ctrl+5" in room.window.banner.accessibleName()


def test_the_strip_lists_goes_to_and_keeps_views(room: Room) -> None:
    room.window.map.set_animated(False)
    room.window.map.set_view(VIEW)
    trigger(room, "keep_bookmark")
    assert [mark.number for mark in room.kit.bookmarks.all()] == [1]
    room.window.map.go_home()
    trigger(room, "bookmark:1")
    assert room.window.map.view().lon == pytest.approx(121.01)


def test_a_full_shelf_says_so(room: Room) -> None:
    room.kit.bookmarks.set_all([Bookmark(n, f"{n}", 121, 31, 14) for n in range(1, 10)])
    trigger(room, "keep_bookmark")
    assert len(room.kit.bookmarks.all()) == 9
    assert "已满" in room.window.banner.accessibleName()


def test_the_dialog_names_and_removes(room: Room) -> None:
    room.kit.bookmarks.set_all([Bookmark(1, "甲", 121, 31, 14), Bookmark(2, "乙", 122, 31, 14)])
    trigger(room, "edit_bookmarks")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BookmarksDialog)
    dialog._remove.click()
    dialog._list.item(0).setText("渡口")
    dialog.accept()
    assert room.kit.bookmarks.all() == (Bookmark(2, "渡口", 122, 31, 14),)


def test_an_empty_name_is_not_taken(room: Room) -> None:
    room.kit.bookmarks.set_all([Bookmark(1, "甲", 121, 31, 14)])
    trigger(room, "edit_bookmarks")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BookmarksDialog)
    dialog._list.item(0).setText("  ")
    dialog.accept()
    assert room.kit.bookmarks.all()[0].name == "甲"


def test_every_change_is_kept_and_told_once() -> None:
    kept: list[Sequence[Bookmark]] = []
    shelf = BookmarkShelf((), kept.append)
    told: list[int] = []
    shelf.changed.connect(lambda: told.append(1))
    shelf.put(2, VIEW, "甲")
    shelf.put(2, VIEW)
    assert kept == [(Bookmark(2, "甲", 121.01, 31.01, 15.0),)]
    assert told == [1]


def test_a_view_set_again_keeps_its_name() -> None:
    shelf = BookmarkShelf([Bookmark(1, "甲", 0, 0, 3)], lambda marks: None)
    assert shelf.put(1, VIEW).name == "甲"
    assert shelf.view(1) == VIEW
    assert shelf.free_number() == 2


def test_digits_that_do_not_exist_are_left_out() -> None:
    shelf = BookmarkShelf([Bookmark(0, "a", 0, 0, 3), Bookmark(12, "b", 0, 0, 3)], lambda m: None)
    assert shelf.all() == ()
    assert shelf.view(0) is None
