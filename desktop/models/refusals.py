"""Why the server said no, in the reader's language. Has words for every code a server can send."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from services.contract.wire import Refusal

translate = QCoreApplication.translate


def refusal_text(refusal: Refusal) -> str:
    """The refusal in words; the server's own for a code unknown here."""
    pattern = _patterns().get(refusal.code)
    if pattern is None:
        return refusal.text or refusal.code
    try:
        return pattern.format_map(refusal.params)
    except KeyError:
        return refusal.text or pattern


def _patterns() -> dict[str, str]:
    return {
        **_alert_patterns(),
        **_case_patterns(),
        **_operation_patterns(),
        **_markup_patterns(),
        **_server_patterns(),
    }


def _alert_patterns() -> dict[str, str]:
    return {
        "alert.already_acknowledged": translate("Wording", "告警已由 {by} 确认"),
        "alert.already_shelved": translate("Wording", "告警已经搁置，要改时间请先取消搁置"),
        "alert.ended": translate("Wording", "告警已经结束，不用再处理"),
        "alert.has_case": translate("Wording", "该告警已有案件"),
        "alert.none_to_acknowledge": translate("Wording", "这些告警都已确认"),
        "alert.not_latched": translate("Wording", "条件消失后告警自行结束，确认即可，不用复位"),
        "alert.not_shelved": translate("Wording", "告警没有搁置"),
        "alert.out_of_service": translate("Wording", "告警已停用，请先恢复"),
        "alert.reason_missing": translate("Wording", "请写明理由"),
        "alert.reset_by_hand": translate("Wording", "告警只能由人复位"),
        "alert.reset_text_missing": translate("Wording", "复位前请写明现场情况"),
        "alert.shelf_past": translate("Wording", "搁置的截止时间已过，请选以后的时间"),
        "alert.shelf_too_long": translate("Wording", "最多搁置 {hours} 小时，请选短一些"),
        "alert.shelved": translate("Wording", "告警正在搁置，请先取消搁置"),
        "alert.suppressed": translate("Wording", "告警已抑制：{reason}。原因过后仍在，会自动恢复"),
        "alert.unknown": translate("Wording", "没有这条告警"),
        "rule.bad_patch": translate("Wording", "规则的改动写法不对，请重新填写"),
        "rule.invalid": translate("Wording", "改后的规则不对：{path} {problem}。{fix}"),
        "rule.reason_missing": translate("Wording", "修改规则须写明理由"),
        "rule.unchanged": translate("Wording", "规则已经是这样，没有变化"),
        "rule.unknown": translate("Wording", "没有规则 {rule}，请从列表里选"),
        "service.in_already": translate("Wording", "这些告警本来就在用"),
        "service.out_already": translate("Wording", "这些告警已由 {by} 停用"),
        "stream.unknown": translate("Wording", "没有这个监测点"),
    }


def _case_patterns() -> dict[str, str]:
    return {
        "case.already_closed": translate("Wording", "案件已由 {by} 结案"),
        "case.closed": translate("Wording", "案件已结，不能再操作"),
        "case.evidence_missing": translate("Wording", "结案须写明依据"),
        "case.exists": translate("Wording", "该案件已存在"),
        "case.id_missing": translate("Wording", "指令没有案件编号，请更新桌面程序"),
        "case.note_empty": translate("Wording", "记录为空，请写内容"),
        "case.reason_missing": translate("Wording", "请写明理由"),
        "case.same_tier": translate("Wording", "案件已在这个处置环"),
        "case.title_missing": translate("Wording", "请写案由"),
        "case.unknown": translate("Wording", "没有这个案件"),
        "case.void": translate("Wording", "案件已作废"),
        "team.busy": translate("Wording", "队伍正在其他任务中"),
        "team.unknown": translate("Wording", "没有这支队伍"),
        "team.wrong_step": translate("Wording", "队伍当前状态不能这样报"),
        "text.too_long": translate("Wording", "文字有 {length} 字，最多 {limit} 字"),
    }


def _operation_patterns() -> dict[str, str]:
    return {
        "area.unknown": translate("Wording", "没有这个区域"),
        "asset.reset_by_hand": translate("Wording", "{name} 已跳闸，只能由人确认合闸"),
        "asset.reset_first": translate("Wording", "{name} 因告警断电，请先复位告警并写明现场情况"),
        "asset.status_missing": translate("Wording", "请填写设备状态"),
        "asset.unchanged": translate("Wording", "{name} 已是此状态"),
        "asset.unknown": translate("Wording", "没有这台设备"),
        "response.none": translate("Wording", "当前没有启动响应"),
        "response.plan_missing": translate("Wording", "请写明所依据的预案"),
        "response.unchanged": translate("Wording", "响应等级没有变化"),
        "warning.incomplete": translate("Wording", "预警须写明种类、等级、内容和发布单位"),
        "warning.no_level": translate("Wording", "预警没有等级，请选蓝、黄、橙或红"),
        "warning.unchanged": translate("Wording", "相同的预警已在生效"),
        "warning.unknown": translate("Wording", "没有这条预警"),
    }


def _markup_patterns() -> dict[str, str]:
    return {
        "markup.exists": translate("Wording", "该标绘已存在"),
        "markup.id_wrong": translate("Wording", "标绘没有可用的编号，请重新绘制"),
        "markup.outside_world": translate("Wording", "标绘有坐标不在地球上"),
        "markup.text_missing": translate("Wording", "请填写标绘文字"),
        "markup.too_many": translate("Wording", "标绘已达 {limit} 个，请先擦除不用的"),
        "markup.too_many_vertices": translate("Wording", "标绘有 {count} 个点，最多 {limit} 个"),
        "markup.unchanged": translate("Wording", "标绘没有变化"),
        "markup.unknown": translate("Wording", "该标绘已被擦除"),
        "markup.wrong_radius": translate("Wording", "圆的半径须大于 0 且不超过 {limit} 米"),
        "markup.wrong_role": translate("Wording", "标绘的用途写法不对，请重新绘制"),
        "markup.wrong_shape": translate("Wording", "标绘的点数不对，请重新绘制"),
    }


def _server_patterns() -> dict[str, str]:
    return {
        "command.denied": translate("Wording", "您的账号没有此操作权限"),
        "command.id": translate("Wording", "指令没有可用的编号，请更新桌面程序"),
        "command.malformed": translate("Wording", "服务器读不懂这条指令，请更新桌面程序"),
        "command.unknown": translate("Wording", "服务器不认识这条指令，请更新服务器"),
        "server.error": translate("Wording", "服务器处理这条指令时出错，请联系管理员"),
        "store.busy": translate("Wording", "服务器繁忙，请稍后重试"),
        "store.failed": translate("Wording", "服务器未能保存，请稍后重试"),
        "store.stopped": translate("Wording", "服务器正在停止，重新连接后再做"),
    }
