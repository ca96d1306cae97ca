"""Header, figures, status, banner and detail."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from widgets.boards.banner import Banner
from widgets.boards.chronology import LogModel
from widgets.boards.detail import DetailPanel
from widgets.boards.figures import FigureStrip
from widgets.boards.header import HeaderBar
from widgets.boards.status import StatusBar
from widgets.boards.text import ElidedLabel
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import Level
from widgets.values import Action, Detail, Figure, LogLine, StatusItem

DETAIL = Detail(
    "case:1", Level.RED, "Title", "Sub", "12:48", "left",
    (LogLine("20:11", "seen"), LogLine("", "closed")),
    (
        Action("feedback", "Feedback", "F", primary=True),
        Action("close", "Close", "C", False, "needs a photo"),
    ),
    tuple(LogLine(f"20:{at}", "what") for at in range(10, 40)),
)  # fmt: skip


def test_tone_is_a_shape_as_well_as_a_colour(qtbot):
    bar = StatusBar()
    qtbot.addWidget(bar)
    tones = [StatusItem(tone, tone, tone) for tone in ("quiet", "good", "warn", "bad")]
    bar.set_items(tones, [StatusItem("z", "right")])
    assert bar.texts() == ["quiet", "● good", "▲ warn", "■ bad", "right"]
    bar.set_items(tones[:1])
    assert bar.texts() == ["quiet"]


def test_label_elides_and_tells_the_whole_in_its_tip(qtbot):
    label = ElidedLabel(ui_font(14))
    qtbot.addWidget(label)
    label.set_text("a long line of text")
    label.resize(40, 20)
    assert label.is_elided()
    assert label.toolTip() == "a long line of text"
    label.resize(label.sizeHint())
    assert not label.is_elided()
    assert label.toolTip() == ""


def test_figures_emit_and_level_and_age_show(qtbot):
    strip = FigureStrip()
    qtbot.addWidget(strip)
    strip.resize(400, 88)
    base = Figure("a", "Open", "3", "pcs", "today")
    strip.set_figures([base, replace(base, id="b")])
    strip.show()
    with qtbot.waitSignal(strip.selected) as picked:
        qtbot.mouseClick(strip.cell("b"), Qt.MouseButton.LeftButton)
    assert picked.args == ["b"]
    images = [strip.grab().toImage()]
    for one in (replace(base, level=Level.RED), replace(base, stale=True)):
        strip.set_figures([one, replace(base, id="b")])
        images.append(strip.grab().toImage())
    assert images[0] != images[1] != images[2] != images[0]


def test_header_keeps_clock_and_title_whole_when_narrow(qtbot):
    header = HeaderBar()
    qtbot.addWidget(header)
    header.set_title("Product", "a subtitle that is rather long")
    header.set_response(Level.ORANGE, "Response II")
    header.set_warning("warning " * 20)
    header.set_figures([Figure("a", "Rain", "76", "mm")])
    header.set_clock("20:35:12", "18 July")
    header.resize(900, 64)
    header.show()
    labels = {one.text(): one for one in header.findChildren(ElidedLabel)}
    assert not labels["20:35:12"].is_elided()
    assert not labels["Product"].is_elided()
    assert labels["warning " * 20].is_elided()
    edge = labels["18 July"].mapTo(header, QPoint(labels["18 July"].width(), 0)).x()
    assert edge <= 900
    with qtbot.waitSignal(header.response_clicked):
        qtbot.mouseClick(header.badge(), Qt.MouseButton.LeftButton)


def test_banner_is_dismissed_by_cross_and_escape(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    banner = Banner(close_text="Close", parent=holder)
    holder.show()
    assert not banner.isVisible()
    banner.show_message("m1", "Refused", "bad", "Retry")
    with qtbot.waitSignal(banner.triggered) as done:
        qtbot.mouseClick(banner.action_button(), Qt.MouseButton.LeftButton)
    assert done.args == ["m1"]
    with qtbot.waitSignal(banner.dismissed) as done:
        qtbot.mouseClick(banner.close_button(), Qt.MouseButton.LeftButton)
    assert done.args == ["m1"]
    assert not banner.isVisible()
    banner.show_message("m2", "Refused")
    with qtbot.waitSignal(banner.dismissed) as done:
        qtbot.keyClick(banner, Qt.Key.Key_Escape)
    assert done.args == ["m2"]


def panel(qtbot) -> DetailPanel:
    one = DetailPanel(log_title="Log", empty_text="nothing")
    qtbot.addWidget(one)
    one.resize(700, 600)
    one.set_detail(DETAIL)
    one.show()
    return one


def test_actions_by_mouse_and_keyboard(qtbot):
    one = panel(qtbot)
    with qtbot.waitSignal(one.triggered) as done:
        qtbot.mouseClick(one.button("feedback"), Qt.MouseButton.LeftButton)
    assert done.args == ["feedback"]
    with qtbot.waitSignal(one.triggered):
        qtbot.keyClick(one.button("feedback"), Qt.Key.Key_Space)
    assert one.button("feedback").shortcut().toString() == "F"


def test_disabled_action_says_why_and_does_nothing(qtbot):
    one = panel(qtbot)
    assert one.button("close").side_text() == "needs a photo"
    with qtbot.assertNotEmitted(one.triggered):
        qtbot.mouseClick(one.button("close"), Qt.MouseButton.LeftButton)


def test_detail_keeps_buttons_while_only_the_clock_runs_and_can_be_empty(qtbot):
    one = panel(qtbot)
    button = one.button("feedback")
    one.set_detail(replace(DETAIL, clock="12:47"))
    assert one.button("feedback") is button
    full = one.grab().toImage()
    one.set_detail(None)
    assert one.detail_id() is None
    assert one.grab().toImage() != full


def test_chronology_reports_only_the_new_lines(qtmodeltester):
    model = LogModel()
    lines = [LogLine(str(at), "what") for at in range(5)]
    model.set_lines(lines)
    seen: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: seen.append((first, last)))
    model.set_lines([LogLine("new", "what"), *lines])
    assert seen == [(0, 0)]
    assert model.rowCount() == 6
    qtmodeltester.check(model)
