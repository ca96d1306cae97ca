"""How a page of the manual looks: what the stylesheet cannot say of a Markdown document.

Only formats what is there; must not change a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)

from widgets.theme import tokens
from widgets.theme.fonts import ui_font

GAP: Final = "\u00a0"
"""Words of a paragraph that only keeps two others apart."""
_SIZES: Final = {1: tokens.SIZE_FIGURE, 2: tokens.SIZE_HEADING, 3: tokens.SIZE_TITLE}
_LINE_PERCENT: Final = 150.0


def dress(document: QTextDocument) -> None:
    """Give headings, paragraphs, tables and code the look of the program."""
    document.setDefaultFont(ui_font(tokens.SIZE_BODY))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for table in _tables(document):
        _mend_first_cell(table)
    for block in _blocks(document):
        _dress_block(QTextCursor(block), block)
    for table in _tables(document):
        _dress_table(table)
    cursor.endEditBlock()


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _dress_block(cursor: QTextCursor, block: QTextBlock) -> None:
    form = block.blockFormat()
    level = form.headingLevel()
    changed = QTextBlockFormat()
    if level:
        changed.setTopMargin(3.0 * tokens.GRID if level > 1 else 0.0)
        changed.setBottomMargin(tokens.GRID)
    elif _is_code(block):
        changed.setBackground(QColor(tokens.RAISED))
        changed.setLeftMargin(tokens.GRID)
        changed.setTopMargin(0.0 if _is_code(block.previous()) else tokens.GRID / 2)
        changed.setBottomMargin(0.0 if _is_code(block.next()) else 1.5 * tokens.GRID)
    elif block.text() == GAP:
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        changed.setLineHeight(tokens.GRID / 2, fixed)
    elif cursor.currentTable() is None:
        line = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        changed.setLineHeight(_LINE_PERCENT, line)
        changed.setBottomMargin(tokens.GRID / 2 if block.textList() else float(tokens.GRID))
    cursor.mergeBlockFormat(changed)
    _dress_words(cursor, block, level)


def _dress_words(cursor: QTextCursor, block: QTextBlock, level: int) -> None:
    """Sizes of headings, and code in the fixed font of the system beside the interface's."""
    if level:
        look = QTextCharFormat()
        look.setFont(ui_font(_SIZES.get(level, tokens.SIZE_BODY), QFont.Weight.DemiBold))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(look)
        return
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    code = QTextCharFormat()
    code.setFontFamilies([fixed, *tokens.FONT_FAMILIES])
    code.setForeground(QColor(tokens.TEXT))
    if not _is_code(block):
        code.setBackground(QColor(tokens.RAISED))
    for start, length in list(_code(block)):
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(code)


def _is_code(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _code(block: QTextBlock) -> Iterator[tuple[int, int]]:
    """Where the words of a block are code: start and length."""
    at = block.begin()
    while not at.atEnd():
        part = at.fragment()
        if part.charFormat().fontFixedPitch():
            yield part.position(), part.length()
        at += 1


def _tables(document: QTextDocument) -> Iterator[QTextTable]:
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            yield frame


def _mend_first_cell(table: QTextTable) -> None:
    """A table that follows a code block is read with an empty line before its first word."""
    cell = table.cellAt(0, 0)
    first = cell.firstCursorPosition()
    if not first.block().text() and first.block().position() < cell.lastPosition():
        first.deleteChar()


def _dress_table(table: QTextTable) -> None:
    form = table.format()
    form.setBorder(1.0)
    form.setBorderBrush(QBrush(QColor(tokens.LINE)))
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderCollapse(True)
    form.setCellPadding(float(tokens.GRID))
    form.setCellSpacing(0.0)
    form.setTopMargin(tokens.GRID / 2)
    form.setBottomMargin(2.0 * tokens.GRID)
    table.setFormat(form)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        look = cell.format()
        look.setBackground(QColor(tokens.RAISED))
        cell.setFormat(look)
        words = cell.firstCursorPosition()
        words.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        words.mergeCharFormat(bold)
