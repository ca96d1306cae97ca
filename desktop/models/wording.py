"""Words and formats of the screen, in the language in force. The only place times are formatted."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication

from services.contract.commands import OperatorCommand
from services.contract.model import (
    Alert,
    AlertState,
    Case,
    Level,
    ResponseLevel,
    Stage,
    TeamStatus,
    Tier,
    Town,
)

translate = QCoreApplication.translate

RESPONSE_NUMERAL: Final = {
    ResponseLevel.NONE: "",
    ResponseLevel.IV: "Ⅳ",
    ResponseLevel.III: "Ⅲ",
    ResponseLevel.II: "Ⅱ",
    ResponseLevel.I: "Ⅰ",
}


def town_name(town: Town) -> str:
    """The town's name in the language in force, as far as it has one."""
    return chosen_text(town.name, town.name_en)


def alert_title(alert: Alert) -> str:
    """The alert's title in the language in force, as far as it has one."""
    return chosen_text(alert.title, alert.title_en)


def alert_guidance(alert: Alert) -> str:
    """What to do, in the language in force, as far as it is said."""
    return chosen_text(alert.guidance, alert.guidance_en)


def case_title(case: Case) -> str:
    """The case's title in the language in force, as far as it has one."""
    return chosen_text(case.title, case.title_en)


def reason_text(chinese: str, english: str) -> str:
    """Why, in the language in force, as far as it is said."""
    return chosen_text(chinese, english)


def chosen_text(chinese: str, english: str) -> str:
    """The words in the language in force; in Chinese where there are no English ones."""
    return english if english and translate("Wording", "zh") == "en" else chinese


def clock_time(at_ms: int, zone: tzinfo, *, seconds: bool = False) -> str:
    """Time of day in the town: 20:35 or 20:35:12."""
    pattern = "%H:%M:%S" if seconds else "%H:%M"
    return datetime.fromtimestamp(at_ms / 1000, zone).strftime(pattern)


def midnight_ms(now_ms: int, zone: tzinfo) -> int:
    """When the town's day began."""
    now = datetime.fromtimestamp(now_ms / 1000, zone)
    return round(now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def date_text(at_ms: int, zone: tzinfo) -> str:
    """7月18日 周六, or Sat 18 Jul."""
    day = datetime.fromtimestamp(at_ms / 1000, zone)
    weekdays = translate("Wording", "周一 周二 周三 周四 周五 周六 周日").split()
    months = translate("Wording", "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月").split()
    return translate("Wording", "{month}{day}日 {weekday}").format(
        month=months[day.month - 1], day=day.day, weekday=weekdays[day.weekday()]
    )


def age_text(age_ms: float) -> str:
    """How long ago: 刚刚, 8 秒前, 12 分前, 3 小时前, 2 天前."""
    seconds = max(0, int(age_ms // 1000))
    if seconds < 1:
        return translate("Wording", "刚刚")
    for limit, divisor, pattern in (
        (60, 1, translate("Wording", "{n} 秒前")),
        (3600, 60, translate("Wording", "{n} 分前")),
        (172_800, 3600, translate("Wording", "{n} 小时前")),
    ):
        if seconds < limit:
            return pattern.format(n=seconds // divisor)
    return translate("Wording", "{n} 天前").format(n=seconds // 86_400)


def duration_text(span_ms: float) -> str:
    """A span: 12:48 below an hour, 1:12:40 above."""
    seconds = max(0, int(span_ms // 1000))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def distance_text(metres: float) -> str:
    """850 米 or 1.9 公里."""
    tens = round(metres / 10) * 10
    if tens < 1000:
        return translate("Wording", "{n} 米").format(n=tens)
    return translate("Wording", "{n} 公里").format(n=f"{metres / 1000:.1f}")


def unit_text(unit: str) -> str:
    """The unit as the operator reads it."""
    return {
        "cm": translate("Wording", "厘米"),
        "mm/h": translate("Wording", "毫米/时"),
        "m": translate("Wording", "米"),
        "A": translate("Wording", "安"),
        "cm/min": translate("Wording", "厘米/分"),
        "mm": translate("Wording", "毫米"),
        "m/s": translate("Wording", "米/秒"),
        "s": translate("Wording", "秒"),
        "V": translate("Wording", "伏"),
        "W": translate("Wording", "瓦"),
        "mA": translate("Wording", "毫安"),
        "MPa": translate("Wording", "兆帕"),
        "dB": translate("Wording", "分贝"),
        "kg": translate("Wording", "千克"),
        "bpm": translate("Wording", "次/分"),
        "mmHg": translate("Wording", "毫米汞柱"),
        "person": translate("Wording", "人"),
        "person/min": translate("Wording", "人/分"),
    }.get(unit, unit)


def value_text(value: float, unit: str) -> str:
    """The figure alone, with the decimals its unit deserves."""
    return f"{value:.2f}" if unit == "m" else f"{value:.1f}"


def figure_text(value: float, unit: str) -> str:
    """The figure with its unit; "" without one: a score or a flag tells an operator nothing that
    the title does not."""
    return f"{value_text(value, unit)} {unit_text(unit)}" if unit else ""


def level_text(level: Level) -> str:
    """Warning colour: 红 橙 黄 蓝."""
    return {
        Level.NONE: translate("Wording", "正常"),
        Level.BLUE: translate("Wording", "蓝色"),
        Level.YELLOW: translate("Wording", "黄色"),
        Level.ORANGE: translate("Wording", "橙色"),
        Level.RED: translate("Wording", "红色"),
    }[level]


def alert_state_text(state: AlertState) -> str:
    """ISA-18.2 state in words."""
    match state:
        case AlertState.NORMAL:
            return translate("Wording", "正常")
        case AlertState.UNACKNOWLEDGED:
            return translate("Wording", "未确认")
        case AlertState.ACKNOWLEDGED:
            return translate("Wording", "已确认")
        case AlertState.RETURNED_UNACKNOWLEDGED:
            return translate("Wording", "已恢复未确认")
        case AlertState.SHELVED:
            return translate("Wording", "已搁置")
        case AlertState.SUPPRESSED:
            return translate("Wording", "已抑制")
        case AlertState.OUT_OF_SERVICE:
            return translate("Wording", "停用")


def stage_text(stage: Stage) -> str:
    """Stage of a case as the queue says it."""
    match stage:
        case Stage.REGISTERED:
            return translate("Wording", "登记")
        case Stage.FILED:
            return translate("Wording", "待派遣")
        case Stage.DISPATCHED:
            return translate("Wording", "已派遣")
        case Stage.HANDLING:
            return translate("Wording", "处置中")
        case Stage.REPORTED:
            return translate("Wording", "已反馈")
        case Stage.VERIFYING:
            return translate("Wording", "待核查")
        case Stage.CLOSED:
            return translate("Wording", "已结案")
        case Stage.VOID:
            return translate("Wording", "已作废")


def tier_text(tier: Tier) -> str:
    """小环 中环 大环."""
    match tier:
        case Tier.SMALL:
            return translate("Wording", "小环")
        case Tier.MIDDLE:
            return translate("Wording", "中环")
        case Tier.LARGE:
            return translate("Wording", "大环")


def team_status_text(status: TeamStatus) -> str:
    """待命 出动 到场 作业 归队."""
    return {
        TeamStatus.STANDBY: translate("Wording", "待命"),
        TeamStatus.EN_ROUTE: translate("Wording", "出动"),
        TeamStatus.ON_SITE: translate("Wording", "到场"),
        TeamStatus.WORKING: translate("Wording", "作业"),
        TeamStatus.RETURNING: translate("Wording", "归队"),
    }[status]


def log_text(what: str, text: str) -> str:
    """A line of a case's or an alert's chronology: an event kind and what came with it."""
    pattern = {
        **_alert_log(),
        "CaseOpened": translate("Wording", "立案：{text}"),
        "TeamDispatched": translate("Wording", "派遣 {text}"),
        "TeamArrived": translate("Wording", "{text} 到场"),
        "CaseNoted": translate("Wording", "{text}"),
        "CaseTierChanged": translate("Wording", "调整处置环：{text}"),
        "CaseClosed": translate("Wording", "结案：{text}"),
        "CaseStageChanged": translate("Wording", "{text}"),
    }.get(what, "{text}")
    said = pattern.format(text=text)
    return said if text else said.rstrip("：: ")


def _alert_log() -> dict[str, str]:
    return {
        "AlertRaised": translate("Wording", "告警：{text}"),
        "AlertLevelRaised": translate("Wording", "告警升级：{text}"),
        "AlertReturnedToNormal": translate("Wording", "恢复正常"),
        "AlertAcknowledged": translate("Wording", "确认告警"),
        "AlertShelved": translate("Wording", "搁置：{text}"),
        "AlertUnshelved": translate("Wording", "取消搁置"),
        "AlertSuppressed": translate("Wording", "抑制：{text}"),
        "AlertReleased": translate("Wording", "解除抑制"),
        "AlertReset": translate("Wording", "人工复位：{text}"),
        "TakenOutOfService": translate("Wording", "停用：{text}"),
        "ReturnedToService": translate("Wording", "恢复使用"),
        "EscalationStepped": translate("Wording", "无人确认，升级通知：{text}"),
        "NotificationSent": translate("Wording", "通知已送达：{text}"),
        "NotificationFailed": translate("Wording", "通知未送达：{text}"),
        "TripOrdered": translate("Wording", "令空开断电：{text}"),
        "TripSent": translate("Wording", "断电命令已送达：{text}"),
        "TripFailed": translate("Wording", "断电命令未送达，须派人断电：{text}"),
    }


def actor_text(actor: str) -> str:
    """Who did it; the system's own parts by what they are."""
    if actor.startswith("system:"):
        return translate("Wording", "自动")
    return actor


def command_text(body: OperatorCommand) -> str:
    """What was asked for, in short."""
    return {
        "AcknowledgeAlert": translate("Wording", "确认告警"),
        "AcknowledgeAlerts": translate("Wording", "确认多条告警"),
        "ResetAlert": translate("Wording", "复位告警"),
        "TakeOutOfService": translate("Wording", "停用告警"),
        "ReturnToService": translate("Wording", "恢复告警"),
        "ChangeRule": translate("Wording", "修改规则"),
        "ShelveAlert": translate("Wording", "搁置告警"),
        "UnshelveAlert": translate("Wording", "取消搁置"),
        "OpenCase": translate("Wording", "立案"),
        "DispatchTeam": translate("Wording", "派遣队伍"),
        "ReportTeam": translate("Wording", "队伍到场"),
        "NoteCase": translate("Wording", "记一笔"),
        "ChangeTier": translate("Wording", "调整处置环"),
        "CloseCase": translate("Wording", "结案"),
        "VoidCase": translate("Wording", "作废案件"),
        "SetResponseLevel": translate("Wording", "设定响应等级"),
        "IssueWarning": translate("Wording", "发布预警"),
        "LiftWarning": translate("Wording", "解除预警"),
        "SetAssetStatus": translate("Wording", "设备状态"),
        "DrawMarkup": translate("Wording", "标绘"),
        "ChangeMarkup": translate("Wording", "修改标绘"),
        "EraseMarkup": translate("Wording", "擦除标绘"),
    }.get(type(body).__name__, type(body).__name__)
