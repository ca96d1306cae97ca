"""The people's part of the typhoon day."""

import json

from services.demo import script
from services.demo.clock import minutes


def test_steps_are_in_time_order_and_json_able():
    steps = script.steps()
    assert 60 <= len(steps) <= 130
    assert [s.minute for s in steps] == sorted(s.minute for s in steps)
    for step in steps:
        assert json.loads(json.dumps(dict(step.args))) == dict(step.args)


def test_each_action_has_its_arguments_and_a_known_actor(records):
    for step in script.steps():
        assert set(step.args) == script.ACTIONS[step.action], step
        assert step.actor in script.ACTORS or step.actor in records["teams"], step


def test_steps_name_things_that_exist(records):
    assets, streams, teams = (records[n] for n in ("assets", "streams", "teams"))
    for step in script.steps():
        args = step.args
        assert args.get("team", "T1") in teams, step
        assert args.get("stream", "W07") in streams, step
        assert args.get("asset", "P01") in assets, step
        if "place" in args:
            assert args["place"] in assets or args["place"] in streams, step
        assert args.get("tier", "small") in ("small", "middle", "large")
        assert args.get("level", "IV") in ("IV", "III", "II", "I", "蓝", "黄", "橙", "红")
        assert args.get("status", "待命") in {
            *("待命", "出动", "到场", "作业", "归队"),
            *("open", "closed", "broken"),
        }


def test_a_case_is_opened_once_before_it_is_used_and_never_after_it_is_closed():
    opened, closed = set(), set()
    for step in script.steps():
        key = step.args.get("key")
        if key is None:
            continue
        if step.action.startswith("open_case"):
            assert key not in opened
            opened.add(key)
            continue
        assert key in opened - closed, step
        if step.action == "close_case":
            closed.add(key)
    assert opened - closed == {"pumps", "pole", "leak"}  # three stay on the books


def test_a_dozen_cases_are_open_at_the_height_of_the_storm():
    open_keys, closed = set(), 0
    for step in script.steps():
        if step.minute > minutes("20:35"):
            break
        if step.action.startswith("open_case"):
            open_keys.add(step.args["key"])
        if step.action == "close_case":
            open_keys.remove(step.args["key"])
            closed += 1
    assert 11 <= len(open_keys) <= 15
    assert closed >= 3
    assert {"w07", "w03", "w11", "pole", "stalled", "feeder", "pumps"} <= open_keys


def test_the_underpass_is_answered_on_the_minute():
    times = {(s.action, s.args.get("key") or s.args.get("stream")): s.at for s in script.steps()}
    assert times["acknowledge", "W07"] == "20:11:31"
    assert times["open_case_from_alert", "w07"].startswith("20:11")
    assert times["dispatch", "w07"] == "20:12:02"
    assert any(s.actor == "T3" and s.at == "20:25:40" for s in script.steps())
