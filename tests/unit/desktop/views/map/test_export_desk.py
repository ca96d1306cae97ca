"""Printing a map: asked by dialog, painted beside the running map, one whole file or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.views.dialogs.export_form import PAGES, ExportDialog, ExportWish
from desktop.views.map.export_desk import ExportError, write_sheet
from tests.unit.desktop.views.map.conftest import Stand, Standing
from widgets.map.sheet import Sheet
from widgets.theme import tokens


def dialog_of(stand: Stand) -> ExportDialog:
    found = [d for d in stand.room.window.findChildren(ExportDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def choose(dialog: ExportDialog, data: str) -> None:
    for box in dialog.findChildren(QComboBox):
        if (at := box.findData(data)) >= 0:
            box.setCurrentIndex(at)


def confirm(qtbot: QtBot, dialog: ExportDialog) -> None:
    buttons = dialog.findChildren(QDialogButtonBox)[0].buttons()
    qtbot.mouseClick(next(b for b in buttons if b.isDefault()), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]


def saving_to(stand: Stand, path: Path) -> list[str]:
    """Answer the question for a file; tells what name was suggested."""
    asked: list[str] = []

    def ask(name: str, _suffix: str, then: Callable[[str], None]) -> None:
        asked.append(name)
        then(str(path))

    stand.desks.export._ask_file = ask
    return asked


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_map_is_printed(stand_on: Standing, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    stand = stand_on()
    path = tmp_path / f"map.{kind}"
    asked = saving_to(stand, path)
    stand.press(ActionId.EXPORT)
    dialog = dialog_of(stand)
    title = dialog.findChildren(QLineEdit)[0]
    title.setText("积水分布图: 下立交")
    choose(dialog, kind)
    confirm(qtbot, dialog)
    qtbot.waitUntil(path.exists, timeout=20_000)
    qtbot.waitUntil(lambda: stand.room.window.banner.isVisible(), timeout=5_000)
    assert asked[0].startswith("积水分布图_ 下立交 ")
    if kind == "png":
        image = QImage(str(path))
        assert image.width() == round(PAGES["a4"].width() * 200 / 72)
        assert QColor(image.pixel(3, 3)).name() == tokens.PAPER.lower()
        assert image.text("Title") == "积水分布图: 下立交"
    else:
        content = path.read_bytes()
        assert content.startswith(b"%PDF-1.")
        assert content.rstrip().endswith(b"%%EOF")
        assert re.findall(rb"/Type /Page\b", content) == [b"/Type /Page"]
        box = re.search(rb"/MediaBox \[([^]]*)\]", content)
        assert box is not None
        assert [round(float(edge)) for edge in box[1].split()] == [0, 0, 842, 595]
        assert b"/FontFile" in content, "the words are letters, not pixels"


def test_a_map_without_title_is_not_printed(stand_on: Standing, qtbot: QtBot) -> None:
    stand = stand_on()
    stand.press(ActionId.EXPORT)
    dialog = dialog_of(stand)
    dialog.findChildren(QLineEdit)[0].clear()
    with qtbot.assertNotEmitted(dialog.answered):
        confirm(qtbot, dialog)
    assert dialog.isVisible()
    dialog.reject()


def test_a_folder_that_is_not_there_is_told_and_the_next_map_can_be_printed(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    stand = stand_on()
    saving_to(stand, tmp_path / "nowhere" / "map.png")
    stand.press(ActionId.EXPORT)
    confirm(qtbot, dialog_of(stand))
    banner = stand.room.window.banner
    qtbot.waitUntil(lambda: "没有保存" in banner.accessibleName(), timeout=20_000)
    stand.press(ActionId.EXPORT)
    dialog_of(stand).reject()


def test_an_older_file_stays_when_the_new_one_fails(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "map.pdf"
    folder.mkdir()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    wish = ExportWish("x", "a4", "pdf", "", 150, "")
    with pytest.raises(ExportError):
        write_sheet(Sheet("x", image, 100.0), QSizeF(842, 595), wish, folder)
    assert folder.is_dir()
