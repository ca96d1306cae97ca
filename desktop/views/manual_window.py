"""The manual in a window of its own: pages at the left, the page at the right, a way back.

It reads the manual that comes with the program; what leads out of it opens in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.manual import INDEX, Manual, anchor
from desktop.views.manual_look import GAP, dress
from widgets.map.side_panel import LIST_STYLE
from widgets.theme import tokens

translate = QCoreApplication.translate

_SCHEME: Final = "manual"
_NAME: Final = Qt.ItemDataRole.UserRole
_TWO_FENCES: Final = re.compile(r"^```\n\n(?=```)", re.MULTILINE)
_LINE_PX: Final = 130 * tokens.GRID
_LIST_PX: Final = 36 * tokens.GRID
_FIRST_SIZE: Final = (140 * tokens.GRID, 100 * tokens.GRID)


def address(language: str, page: str, heading: str = "") -> QUrl:
    """Where a page lies, so that its relative links lead to the other pages."""
    url = QUrl(f"{_SCHEME}:/{language}/{page}.md")
    if heading:
        url.setFragment(anchor(heading))
    return url


class ManualBrowser(QTextBrowser):
    """Shows pages by their `address`; `left(url)` for a link that leads out of the manual."""

    left = Signal(QUrl)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manuals: dict[str, Manual] = {}
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.document().setDocumentMargin(3 * tokens.GRID)
        self.anchorClicked.connect(self._on_link)
        self.sourceChanged.connect(self._on_source)

    def manual(self, language: str) -> Manual:
        """The pages of a language."""
        return self._manuals.setdefault(language, Manual(language))

    def here(self) -> tuple[str, str]:
        """Language and name of the page that is shown."""
        return _parts(self.source())

    def open(self, url: QUrl) -> None:
        """Show a page."""
        self.setSource(url, QTextDocument.ResourceType.MarkdownResource)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Lines that cross a whole wide screen cannot be followed.
        self.setLineWrapColumnOrWidth(min(_LINE_PX, self.viewport().width()))
        super().resizeEvent(event)

    def loadResource(self, type: int, url: QUrl | str) -> Any:
        language, name = _parts(QUrl(url))
        page = self.manual(language).page(name) if name else None
        # Two examples in a row would be read as one.
        return _TWO_FENCES.sub(f"```\n\n{GAP}\n\n", page.text) if page is not None else ""

    def _on_link(self, url: QUrl) -> None:
        language, name = _parts(url)
        if name and self.manual(language).page(name) is not None:
            self.open(url)
        else:
            self.left.emit(url)

    def _on_source(self) -> None:
        dress(self.document())

    def doSetSource(
        self,
        url: QUrl | str,
        type: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource,
    ) -> None:
        super().doSetSource(url, type)
        wanted = QUrl(url).fragment(QUrl.ComponentFormattingOption.FullyDecoded)
        if wanted:
            self._scroll_to(wanted)

    def _scroll_to(self, wanted: str) -> None:
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and anchor(block.text()) == wanted:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top) - tokens.GRID)
                self.setTextCursor(QTextCursor(block))
                return
            block = block.next()


class ManualWindow(QWidget):
    """Opens at the index in the language in force. `closed()` when it is put away."""

    closed = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        go_out: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_FIRST_SIZE)
        self.browser = ManualBrowser()
        self.pages = QListWidget()
        self.line = QLineEdit()
        self.back, self.forward = QToolButton(), QToolButton()
        self._go_out = go_out
        self._listed = ""
        self._lay_out()
        self._connect()
        self.set_words()
        self.pages.setFocus()

    def _lay_out(self) -> None:
        self.setStyleSheet(f"ManualWindow {{ background: {tokens.GROUND}; }}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.pages.setStyleSheet(LIST_STYLE)
        self.line.setClearButtonEnabled(True)
        self.back.setEnabled(False)
        self.forward.setEnabled(False)
        self.back.setText("←")
        self.forward.setText("→")
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.forward)
        head.addWidget(self.line, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(*(tokens.GRID,) * 4)
        column.setSpacing(tokens.GRID)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(self.browser)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_LIST_PX, _FIRST_SIZE[0] - _LIST_PX])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)
        self.setTabOrder(self.line, self.pages)
        self.setTabOrder(self.pages, self.browser)

    def _connect(self) -> None:
        self.back.clicked.connect(self.browser.backward)
        self.forward.clicked.connect(self.browser.forward)
        self.browser.backwardAvailable.connect(self.back.setEnabled)
        self.browser.forwardAvailable.connect(self.forward.setEnabled)
        self.browser.sourceChanged.connect(self._on_source)
        self.browser.left.connect(self._go_out)
        self.pages.currentItemChanged.connect(self._on_page)
        self.pages.itemActivated.connect(self.browser.setFocus)
        self.line.textChanged.connect(self._on_find)
        self.line.returnPressed.connect(self.find_next)
        for keys, serve in (
            (QKeySequence("Alt+Left"), self.browser.backward),
            (QKeySequence("Alt+Right"), self.browser.forward),
            (QKeySequence("Ctrl+F"), self._begin_find),
            (QKeySequence("F3"), self.find_next),
            (QKeySequence("Esc"), self._step_back),
        ):
            QShortcut(keys, self).activated.connect(serve)

    def set_words(self) -> None:
        """Say everything in the language in force, the page too."""
        self.setWindowTitle(translate("Manual", "使用手册"))
        self.pages.setAccessibleName(translate("Manual", "页面"))
        self.line.setPlaceholderText(translate("Manual", "在手册中查找"))
        self.line.setAccessibleName(translate("Manual", "在手册中查找"))
        for button, text in (
            (self.back, translate("Manual", "后退（Alt+←）")),
            (self.forward, translate("Manual", "前进（Alt+→）")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        language, name = self.browser.here()
        if language != translate("Wording", "zh"):
            self.show_page(name or INDEX)

    def show_page(self, name: str, heading: str = "") -> None:
        """Show a page in the language in force, from a heading on."""
        self.browser.open(address(translate("Wording", "zh"), name, heading))

    def find_next(self) -> None:
        """Go to the next place that says what is looked for, on this page or a later one."""
        words = self.line.text().strip()
        if not words or self.browser.find(words):
            return
        rows = [row for row in range(self.pages.count()) if not self.pages.item(row).isHidden()]
        if not rows:
            return
        here = self.pages.currentRow()
        self.pages.setCurrentRow(next((row for row in rows if row > here), rows[0]))
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.browser.find(words)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        event.accept()

    def _on_source(self, url: QUrl) -> None:
        language, name = _parts(url)
        self._list(language)
        with QSignalBlocker(self.pages):
            for row in range(self.pages.count()):
                if self.pages.item(row).data(_NAME) == name:
                    self.pages.setCurrentRow(row)

    def _list(self, language: str) -> None:
        """List the pages of a language, if these are not listed yet."""
        if language == self._listed:
            return
        self._listed = language
        with QSignalBlocker(self.pages):
            self.pages.clear()
            for page in self.browser.manual(language).pages:
                item = QListWidgetItem(page.title)
                item.setData(_NAME, page.name)
                self.pages.addItem(item)
        self._on_find(self.line.text())

    def _on_page(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.browser.open(address(self._listed, str(item.data(_NAME))))

    def _on_find(self, text: str) -> None:
        held = self.browser.manual(self._listed).holding(text.strip())
        for row in range(self.pages.count()):
            item = self.pages.item(row)
            item.setHidden(item.data(_NAME) not in held)

    def _begin_find(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _step_back(self) -> None:
        if self.line.text():
            self.line.clear()
        else:
            self.close()


def _parts(url: QUrl) -> tuple[str, str]:
    """Language and name of a page's address; empty for any other address."""
    folder, _, file = url.path().strip("/").rpartition("/")
    is_page = url.scheme() == _SCHEME and file.endswith(".md")
    return (folder, file.removesuffix(".md")) if is_page else ("", "")
