from __future__ import annotations

from msgspec.structs import replace

from services.cap.document import Alert, MessageType, Severity, Status
from services.cap.outgoing import alert_of
from services.cap.parse import parse_cap
from services.cap.settings import Settings
from services.cap.write import write_cap
from services.contract.model import Level, TownState, Warning
from tests.unit.services.cap.test_incoming import STATE

RAIN = Warning("暴雨", Level.ORANGE, "1 小时内 50 毫米", "镇指挥中心", 1_784_378_100_000)


def written(warning: Warning, drill: bool = False, state: TownState = STATE) -> Alert:
    """As whoever fetches it reads it."""
    assert STATE.town is not None
    return parse_cap(write_cap(alert_of(warning, state, STATE.town, Settings(drill=drill))))


def test_our_warning_is_a_whole_message_in_two_languages() -> None:
    alert = written(RAIN)
    assert (alert.status, alert.message_type) == (Status.ACTUAL, MessageType.ALERT)
    assert alert.sent.isoformat() == "2026-07-18T20:35:00+08:00"
    assert [info.language for info in alert.infos] == ["zh-CN", "en"]
    chinese, english = alert.infos
    assert chinese.headline == "云泽镇暴雨橙色预警"
    assert chinese.description == RAIN.text
    assert (english.headline, english.event) == ("Orange warning of rainstorm, Yunze", "rainstorm")
    assert {info.severity for info in alert.infos} == {Severity.SEVERE}
    assert len(chinese.areas[0].polygons) == 2


def test_an_update_refers_to_the_versions_before_it() -> None:
    first = written(RAIN)
    second = replace(RAIN, issued_at_ms=RAIN.issued_at_ms + 60_000, level=Level.RED)
    alert = written(replace(second, versions_ms=(RAIN.issued_at_ms,)))
    assert alert.message_type is MessageType.UPDATE
    assert alert.references == (first.reference,)
    assert alert.identifier != first.identifier


def test_a_lifted_warning_is_cancelled_by_reference() -> None:
    alert = written(replace(RAIN, ended_at_ms=RAIN.issued_at_ms + 90_000))
    assert alert.message_type is MessageType.CANCEL
    assert alert.references == (written(RAIN).reference,)


def test_a_server_in_a_drill_writes_exercises_only() -> None:
    for alert in (written(RAIN, drill=True), written(replace(RAIN, is_drill=True))):
        assert alert.status is Status.EXERCISE
        assert alert.infos[0].headline.startswith("【演练】")
        assert alert.infos[1].headline.startswith("[EXERCISE]")


def test_only_the_neighbourhoods_it_is_for_are_drawn() -> None:
    alert = written(replace(RAIN, areas=("N2", "gone"), area_text="河西"))
    assert alert.infos[0].areas[0].description == "河西"
    assert [ring[0] for ring in alert.infos[0].areas[0].polygons] == [(121.25, 31.1)]


def test_a_town_without_shapes_still_says_where() -> None:
    alert = written(RAIN, state=TownState(town=STATE.town))
    assert alert.infos[0].areas[0].description == "云泽镇"
