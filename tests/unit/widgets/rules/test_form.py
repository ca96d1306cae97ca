"""The form keeps its editors while the fields are the same, and the cursor when they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from widgets.rules.form import RuleForm
from widgets.rules.values import Editor, FormField, FormSection
from widgets.theme.tokens import Level

AT = FormField("red.at", "At", Editor.NUMBER, "25", unit="cm")
BAND = FormField("deadband", "Deadband", Editor.NUMBER, "2", unit="cm")
SECTIONS = (
    FormSection("level:red", "red", (AT,), Level.RED, True),
    FormSection("level:blue", "blue", (), Level.BLUE, False, note="now 5"),
    FormSection("rest", "Conditions", (BAND,), problem="odd"),
)


@pytest.fixture
def form(qtbot: QtBot) -> RuleForm:
    made = RuleForm()
    qtbot.addWidget(made)
    made.set_sections(SECTIONS)
    made.show()
    return made


def test_editors_stay_while_the_fields_are_the_same(form: RuleForm) -> None:
    before = form.box("deadband")
    form.set_sections((*SECTIONS[:2], replace(SECTIONS[2], fields=(replace(BAND, text="3"),))))
    assert form.box("deadband") is before and before.text() == "3"


def test_a_level_that_comes_leaves_the_cursor_where_it_is(qtbot: QtBot, form: RuleForm) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert form.focus("deadband")
    blue = replace(SECTIONS[1], fields=(replace(AT, key="blue.at"),), switch=True)
    form.set_sections((SECTIONS[0], blue, SECTIONS[2]))
    assert form.box("deadband").has_focus()


def test_a_switch_tells_its_section(qtbot: QtBot, form: RuleForm) -> None:
    with qtbot.waitSignal(form.switched) as told:
        form.switch("level:red").click()
    assert told.args == ["level:red", False]


def test_read_only_nothing_can_be_switched_or_typed(form: RuleForm) -> None:
    form.set_sections(SECTIONS, read_only=True)
    assert not form.switch("level:red").isEnabled()
    assert not form.box("deadband").line().isVisible()


def test_what_is_not_there_is_not_found(form: RuleForm) -> None:
    assert not form.focus("nothing")
    with pytest.raises(KeyError):
        form.box("nothing")
    with pytest.raises(KeyError):
        form.switch("rest")


def test_the_editors_of_levels_and_of_conditions_stand_below_each_other(form: RuleForm) -> None:
    def left(key: str) -> int:
        line = form.box(key).line()
        return line.mapTo(form, line.rect().topLeft()).x()

    assert left("red.at") == left("deadband")
