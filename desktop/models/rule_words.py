"""What the parts of a rule are called and what they mean. The one place with words for the keys
of a rule; the types themselves are the packs'.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.models import wording

translate = QCoreApplication.translate

ORDER: Final = (
    "of",
    "direction",
    "from_value",
    "side",
    "window_s",
    "within_s",
    "within_m",
    "max_gap_s",
    "per_s",
    "days",
    "min_readings",
    "min_spread",
    "deadband",
    "on_delay_s",
    "off_delay_s",
    "resting_values",
    "during",
    "latch",
    "group_by",
    "class_code",
    "where",
)
"""As a form has them, the measure first; what is not named here stands at the end."""
SIGNED: Final = frozenset({"from_value", "resting_values"})
"""Numbers that may be below 0."""


def kind_text(kind: str) -> str:
    """The kind of a rule in a word or two."""
    return {
        "threshold": translate("RuleWords", "超限"),
        "rate_of_change": translate("RuleWords", "变化率"),
        "stale": translate("RuleWords", "失联"),
        "stuck": translate("RuleWords", "卡值"),
        "count_in_window": translate("RuleWords", "窗口计数"),
        "absence": translate("RuleWords", "缺失"),
        "baseline": translate("RuleWords", "偏离基线"),
        "neighbours": translate("RuleWords", "邻点一致"),
        "accumulation": translate("RuleWords", "窗口累计"),
        "combination": translate("RuleWords", "规则组合"),
    }.get(kind, kind)


def kind_meaning(kind: str) -> str:
    """What a rule of this kind measures."""
    return {
        "threshold": translate("RuleWords", "比较读数本身"),
        "rate_of_change": translate("RuleWords", "比较读数每分钟变化多少"),
        "stale": translate("RuleWords", "多久没有可用的读数"),
        "stuck": translate("RuleWords", "读数一直来，多久没有变过"),
        "count_in_window": translate("RuleWords", "一段时间内达到起算值的次数"),
        "absence": translate("RuleWords", "多久没有出现达到起算值的读数"),
        "baseline": translate("RuleWords", "读数偏离自己平时的程度"),
        "neighbours": translate("RuleWords", "附近多少个测点同时达到起算值"),
        "accumulation": translate("RuleWords", "一段时间内的累计量"),
        "combination": translate("RuleWords", "同一地点有多少条所列规则差不多同时成立"),
    }.get(kind, "")


def label(name: str) -> str:
    """What a field is called; a key unknown here by itself."""
    return _labels().get(name, name)


def _labels() -> dict[str, str]:
    return {
        "direction": translate("RuleWords", "方向"),
        "from_value": translate("RuleWords", "起算值"),
        "window_s": translate("RuleWords", "窗口"),
        "within_s": translate("RuleWords", "先后不超过"),
        "within_m": translate("RuleWords", "相距不超过"),
        "of": translate("RuleWords", "所列规则"),
        "side": translate("RuleWords", "哪一侧"),
        "max_gap_s": translate("RuleWords", "最长间断"),
        "per_s": translate("RuleWords", "速率时长"),
        "days": translate("RuleWords", "学习天数"),
        "min_readings": translate("RuleWords", "最少读数"),
        "min_spread": translate("RuleWords", "最小离散度"),
        "deadband": translate("RuleWords", "回差"),
        "on_delay_s": translate("RuleWords", "触发延时"),
        "off_delay_s": translate("RuleWords", "恢复延时"),
        "resting_values": translate("RuleWords", "可以不变的值"),
        "during": translate("RuleWords", "生效时段"),
        "latch": translate("RuleWords", "手动复位"),
        "group_by": translate("RuleWords", "并组方式"),
        "class_code": translate("RuleWords", "案件分类"),
        "where": translate("RuleWords", "测点范围"),
    }


def meaning(name: str) -> str:
    """What a field does, in a sentence."""
    return {
        "title": translate(
            "RuleWords", "告警标题。{name} 是测点，{value:.0f} 是读数，{unit} 是单位"
        ),
        "direction": translate("RuleWords", "高于还是低于阈值时报警"),
        "from_value": translate("RuleWords", "没有到这个值的读数不算"),
        "window_s": translate("RuleWords", "往回看多长时间"),
        "within_s": translate("RuleWords", "彼此相隔多久以内算同时"),
        "of": translate("RuleWords", "本包内的规则名，用逗号分开"),
        "side": translate("RuleWords", "达到起算值或偏离平时，指哪一侧"),
        "max_gap_s": translate("RuleWords", "两条读数相隔更久，中间不累计"),
        "per_s": translate("RuleWords", "读数是每多少秒的量，每小时的填 3600"),
        "days": translate("RuleWords", "平时的样子按最近多少天学习"),
        "min_readings": translate("RuleWords", "学够这么多条读数才开始判断"),
        "min_spread": translate("RuleWords", "平时很平稳时，离散度至少按这个数算"),
        "within_m": translate("RuleWords", "多近的测点算邻点"),
        "deadband": translate("RuleWords", "要退回最低一级阈值以外这么多，才算恢复"),
        "on_delay_s": translate("RuleWords", "超限持续这么久才报警，0 为立即"),
        "off_delay_s": translate("RuleWords", "退回持续这么久才算恢复，0 为立即"),
        "resting_values": translate("RuleWords", "停在这些值上不算卡值，多个值用逗号分开"),
        "during": translate("RuleWords", "只在包内这些日历的时段报警，不填为全天"),
        "latch": translate("RuleWords", "超限过后告警不自动结束，要有人到场查看后复位"),
        "group_by": translate("RuleWords", "与哪些告警并成一组显示"),
        "class_code": translate("RuleWords", "立案时的案件分类，在场景包里改"),
        "where": translate("RuleWords", "只看属性符合的测点，在场景包里改"),
    }.get(name, "")


def choice(value: str) -> str:
    """One of the words a field offers."""
    return {
        "above": translate("RuleWords", "高于"),
        "below": translate("RuleWords", "低于"),
        "both": translate("RuleWords", "两侧"),
        "place": translate("RuleWords", "同一地点"),
        "area": translate("RuleWords", "同一居村"),
        "rule": translate("RuleWords", "同一规则"),
        "pack": translate("RuleWords", "同一场景包"),
    }.get(value, value)


def measure_unit(kind: str, unit: str) -> str:
    """The unit of what a kind of rule compares, of streams in `unit`."""
    said = wording.unit_text(unit)
    if kind == "rate_of_change":
        return translate("RuleWords", "{unit}/分").format(unit=said)
    return {
        "stale": translate("RuleWords", "秒"),
        "stuck": translate("RuleWords", "秒"),
        "absence": translate("RuleWords", "秒"),
        "count_in_window": translate("RuleWords", "次"),
        "neighbours": translate("RuleWords", "个"),
        "combination": translate("RuleWords", "条"),
        "baseline": translate("RuleWords", "倍离散度"),
        "accumulation": {"mm/h": translate("RuleWords", "毫米")}.get(unit, said),
    }.get(kind, said)


def unit_of(name: str, kind: str, unit: str) -> str:
    """The unit of a field."""
    if name.endswith("_s"):
        return translate("RuleWords", "秒")
    if name.endswith("_m"):
        return translate("RuleWords", "米")
    if name == "deadband":
        return measure_unit(kind, unit)
    if name in ("days", "min_readings"):
        return translate("RuleWords", "天") if name == "days" else translate("RuleWords", "条")
    return wording.unit_text(unit) if name in SIGNED or name == "min_spread" else ""
