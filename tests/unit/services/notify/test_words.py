from __future__ import annotations

from services.contract.model import Area, Stream, TownState
from services.notify.words import body_of, subject_of
from tests.unit.services.notify.alerts import make_alert


def test_a_message_says_level_place_value_time_and_what_to_do() -> None:
    state = TownState(
        areas={"N1": Area("N1", "东街", "居委", ())},
        streams={"W0": Stream("W0", 0, "water.depth", "下立交", "cm", 121.0, 31.0)},
    )
    alert = make_alert()
    assert subject_of(alert, "zh") == "【红色】积水"
    assert body_of(state, alert, 1, "zh").splitlines() == [
        "07-18 06:00 东街 下立交",
        "25 cm",
        "撤离",
        "尚无人确认（第 2 级通知），请在一张图确认。",
    ]
    assert subject_of(alert, "en") == "[Red] Water"
    assert "(notice 1)" in body_of(state, alert, 0, "en")
