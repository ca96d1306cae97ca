"""The wall: where everything stands. It lays out widgets and forwards keys; it decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desktop.actions.catalogue import ActionText
from desktop.views.keys import WindowKeys
from desktop.views.map.pane import MapPane
from desktop.views.map.words import say_pane
from widgets.boards.banner import Banner
from widgets.boards.detail import DetailPanel
from widgets.boards.figures import FigureStrip
from widgets.boards.header import HeaderBar
from widgets.boards.status import StatusBar
from widgets.boards.text import ElidedLabel
from widgets.cameras.column import TileColumn
from widgets.charts.level_chart import ChartRow
from widgets.map.canvas import MapCanvas
from widgets.queue.stages import StageStrip
from widgets.queue.view import QueueView
from widgets.theme import tokens
from widgets.theme.fonts import ui_font

translate = QCoreApplication.translate

QUEUE_WIDTH = 48 * tokens.GRID
TILES_WIDTH = 44 * tokens.GRID
DETAIL_WIDTH = 52 * tokens.GRID
CHARTS_HEIGHT = 24 * tokens.GRID
DESIGN_SIZE = QSize(1920, 1080)


class WallWindow(QMainWindow):
    """Header, queue, figures, map with the detail beside it, curves, tiles, status bar.

    Signals: `action_asked(str, int)` for a key or a button with the number of a numbered action,
    `closed()` when the operator closes it.
    """

    action_asked = Signal(str, int)
    closed = Signal()

    def __init__(self, actions: tuple[ActionText, ...]) -> None:
        super().__init__()
        self.setMinimumSize(1280, 720)
        self.resize(DESIGN_SIZE)
        self.header = HeaderBar()
        self.stages = StageStrip()
        self.queue = QueueView()
        self.figures = FigureStrip()
        self.pane = MapPane()
        self.detail = DetailPanel(bind_keys=False)
        self.charts = ChartRow()
        self.tiles = TileColumn()
        self.status = StatusBar()
        self.banner = Banner()
        title = ui_font(tokens.SIZE_TITLE, QFont.Weight.Bold)
        self._queue_title = ElidedLabel(title)
        self._tiles_title = ElidedLabel(title)
        self.setCentralWidget(self._layout())
        self.detail.setVisible(False)
        self.detail.triggered.connect(self._on_button)
        WindowKeys(actions, self).pressed.connect(self.action_asked)
        self.set_words()

    def _layout(self) -> QWidget:
        middle = _column(self.figures, self.banner)
        stage = QHBoxLayout()
        stage.setContentsMargins(0, 0, 0, 0)
        stage.setSpacing(0)
        self.detail.setFixedWidth(DETAIL_WIDTH)
        stage.addWidget(self.detail)
        stage.addWidget(self.pane, 1)
        middle.addLayout(stage, 1)
        middle.addWidget(_line(QFrame.Shape.HLine))
        self.charts.setFixedHeight(CHARTS_HEIGHT)
        middle.addWidget(self.charts)
        left = _column(_titled(self._queue_title), self.stages, self.queue)
        right = _column(_titled(self._tiles_title), self.tiles)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(_panel(left, QUEUE_WIDTH))
        body.addWidget(_line(QFrame.Shape.VLine))
        body.addLayout(middle, 1)
        body.addWidget(_line(QFrame.Shape.VLine))
        body.addWidget(_panel(right, TILES_WIDTH))
        whole = _column(self.header, _line(QFrame.Shape.HLine))
        whole.addLayout(body, 1)
        whole.addWidget(_line(QFrame.Shape.HLine))
        whole.addWidget(self.status)
        page = QWidget()
        page.setLayout(whole)
        return page

    def set_words(self) -> None:
        """Say everything that does not come from the town, in the language in force."""
        self.setWindowTitle(translate("Wall", "OneMap 一张图"))
        self._queue_title.set_text(translate("Wall", "告警与案件"))
        self._tiles_title.set_text(translate("Wall", "视频告警"))
        self.tiles.set_empty_text(translate("Wall", "没有需要查看的画面"))
        self.charts.set_empty_text(translate("Wall", "尚无水位数据"))
        say_pane(self.pane)

    @property
    def map(self) -> MapCanvas:
        """The map itself, without what stands over it."""
        return self.pane.canvas

    def _on_button(self, action: str) -> None:
        self.action_asked.emit(action, 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the owner; the program ends in its own order."""
        self.closed.emit()
        event.accept()


def _column(*widgets: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def _panel(layout: QVBoxLayout, width: int) -> QWidget:
    panel = QWidget()
    panel.setLayout(layout)
    panel.setFixedWidth(width)
    palette = panel.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(tokens.PANEL))
    panel.setPalette(palette)
    panel.setAutoFillBackground(True)
    return panel


def _titled(label: ElidedLabel) -> QWidget:
    frame = QWidget()
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(2 * tokens.GRID, tokens.GRID, 2 * tokens.GRID, tokens.GRID)
    layout.addWidget(label)
    return frame


def _line(shape: QFrame.Shape) -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.NoFrame)
    if shape is QFrame.Shape.HLine:
        line.setFixedHeight(1)
    else:
        line.setFixedWidth(1)
    line.setStyleSheet(f"background: {tokens.LINE};")
    line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return line
