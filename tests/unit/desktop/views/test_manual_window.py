"""The window of the manual: list and page go together, links lead on, there is a way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.language import Language
from desktop.models.manual import Manual, anchor
from desktop.views.manual_window import ManualWindow, address


class Made:
    """A window, and the addresses it sent out of the manual."""

    def __init__(self, qtbot: QtBot) -> None:
        self.out: list[str] = []
        self.window = ManualWindow(go_out=lambda url: self.out.append(url.toString()))
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)

    @property
    def here(self) -> tuple[str, str]:
        return self.window.browser.here()

    @property
    def listed(self) -> list[str]:
        pages = self.window.pages
        rows = [pages.item(row) for row in range(pages.count())]
        return [item.text() for item in rows if not item.isHidden()]

    def follow(self, target: str) -> None:
        """Follow a link as it stands on the page."""
        browser = self.window.browser
        browser.anchorClicked.emit(browser.source().resolved(QUrl(target)))


@pytest.fixture
def made(qtbot: QtBot) -> Made:
    return Made(qtbot)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, "en")
    yield language
    language.current = "zh"
    language.apply()


def test_it_opens_at_the_index_with_every_page_listed(made: Made) -> None:
    assert made.here == ("zh", "index")
    assert made.listed == [page.title for page in Manual("zh").pages]
    assert made.window.pages.currentRow() == 0
    assert not made.window.back.isEnabled()


def test_choosing_a_page_in_the_list_shows_it(made: Made) -> None:
    made.window.pages.setFocus()
    QTest.keyClick(made.window.pages, Qt.Key.Key_Down)
    second = Manual("zh").pages[1]

    assert made.here == ("zh", second.name)
    assert second.title in made.window.browser.toPlainText()


def test_a_link_leads_to_its_page_and_the_list_follows(made: Made) -> None:
    made.follow("doors.md")

    assert made.here == ("zh", "doors")
    assert made.window.pages.currentItem().text() == "数据接入"


def test_there_is_a_way_back_and_forward_by_keys_too(made: Made) -> None:
    made.follow("doors.md")
    made.follow("town.md")
    QTest.keyClick(made.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert made.here == ("zh", "doors")
    made.window.back.click()
    assert made.here == ("zh", "index")
    assert made.window.pages.currentRow() == 0
    QTest.keyClick(made.window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert made.here == ("zh", "doors")


def test_a_link_to_a_heading_stands_at_the_heading(made: Made) -> None:
    made.follow("map.md#地图按键")
    bar = made.window.browser.verticalScrollBar()

    assert bar.value() > 0
    assert made.window.browser.textCursor().block().text() == "地图按键"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_heading_of_the_manual_can_be_linked_to(made: Made, language: str) -> None:
    browser = made.window.browser
    for page in browser.manual(language).pages:
        browser.open(address(language, page.name))
        block = browser.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                assert f" {block.text()}\n".replace("`", "") in page.text.replace("`", "")
                assert anchor(block.text())
            block = block.next()


def test_a_link_out_of_the_manual_opens_elsewhere(made: Made) -> None:
    made.follow("https://console.tianditu.gov.cn")
    made.follow("../../secret.md")

    assert made.here == ("zh", "index")
    assert made.out == ["https://console.tianditu.gov.cn", "manual:/secret.md"]


def test_a_link_to_the_other_language_lists_its_pages(made: Made) -> None:
    made.follow("../en/index.md")

    assert made.here == ("en", "index")
    assert made.listed[0] == "OneMap manual"


def test_a_change_of_language_keeps_the_page(made: Made, english: Language) -> None:
    made.follow("packs.md")
    english.apply()
    made.window.set_words()

    assert made.here == ("en", "packs")
    assert made.window.windowTitle() == "Manual"
    assert made.window.pages.currentItem().text() == "Scenario packs"


def test_looking_for_words_lists_the_pages_that_say_them(made: Made) -> None:
    QTest.keyClick(made.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(made.window.line, "client_id")
    titles = [page.title for page in Manual("zh").pages if "client_id" in page.text]

    assert made.listed == titles
    assert 0 < len(titles) < len(Manual("zh").pages)


def test_enter_goes_from_place_to_place_over_all_pages(made: Made) -> None:
    made.window.line.setText("client_id")
    seen = set()
    for _ in range(40):
        QTest.keyClick(made.window.line, Qt.Key.Key_Return)
        seen.add(made.here[1])
        assert made.window.browser.textCursor().selectedText() == "client_id"

    assert seen == set(Manual("zh").holding("client_id"))


def test_looking_for_what_nobody_says_stays_where_it_is(made: Made) -> None:
    made.window.line.setText("天方夜谭")
    QTest.keyClick(made.window.line, Qt.Key.Key_Return)

    assert made.listed == []
    assert made.here == ("zh", "index")


def test_escape_empties_the_line_then_closes(made: Made, qtbot: QtBot) -> None:
    made.window.line.setText("client_id")
    QTest.keyClick(made.window, Qt.Key.Key_Escape)
    assert made.window.isVisible()
    assert made.window.line.text() == ""
    with qtbot.waitSignal(made.window.closed):
        QTest.keyClick(made.window, Qt.Key.Key_Escape)


def test_a_table_after_an_example_begins_with_its_word(made: Made) -> None:
    made.follow("doors.md#上报读数")
    tables = made.window.browser.document().rootFrame().childFrames()
    heads = [table.cellAt(0, 0).firstCursorPosition().block().text() for table in tables]

    assert len(heads) > 3
    assert all(heads)


def test_two_examples_in_a_row_stay_two(made: Made) -> None:
    made.follow("doors.md")
    text = made.window.browser.toPlainText()

    assert "api/readings\n{" not in text
    assert '{"accepted":1' in text
