"""The typhoon day from 06:00 to 20:00. Rows of time, actor, action and arguments."""

from __future__ import annotations

Row = tuple[str, str, str, dict[str, str]]

PLAN = "云泽镇防汛防台应急预案"


def case(key: str, title: str, code: str, place: str, level: str, tier: str) -> dict[str, str]:
    """The arguments of `open_case`; `place` is the id of an asset or a stream."""
    return {
        "key": key,
        "title": title,
        "class_code": code,
        "place": place,
        "level": level,
        "tier": tier,
    }


def warning(kind: str, level: str, text: str) -> dict[str, str]:
    """The arguments of `issue_warning`."""
    return {"kind": kind, "level": level, "text": text}


ROWS: tuple[Row, ...] = (
    (
        "06:00",
        "warning",
        "issue_warning",
        warning(
            "台风", "蓝", "台风青鹭将于今夜影响本镇，阵风 7 至 8 级，请检查户外设施并注意防范。"
        ),
    ),
    ("06:01", "chief", "set_response", {"level": "IV", "plan": PLAN}),
    (
        "06:12",
        "duty",
        "open_case",
        case("ack22", "22 个居村响应确认", "E-0101", "R01", "蓝", "middle"),
    ),
    (
        "06:41",
        "duty",
        "close_case",
        {
            "key": "ack22",
            "evidence": "22 个居村全部确认；末位吴家村经短信、语音催办后 06:41 确认。",
        },
    ),
    ("08:26", "grid", "acknowledge_group", {"stream": "WR3.fill", "rule": "fill"}),
    (
        "08:30",
        "duty",
        "open_case",
        case("pumps", "2 台水泵故障待修", "C-0312", "P13", "黄", "middle"),
    ),
    (
        "08:36",
        "duty",
        "note",
        {"key": "pumps", "text": "八图八表导出时清点物资：北环下立交泵、学府苑泵不能启动。"},
    ),
    ("08:44", "duty", "set_asset", {"asset": "P13", "status": "broken"}),
    ("08:45", "duty", "set_asset", {"asset": "P14", "status": "broken"}),
    ("09:20", "grid", "open_case", case("drain", "老街雨水口堵塞", "C-0107", "W02", "蓝", "small")),
    (
        "09:58",
        "grid",
        "close_case",
        {"key": "drain", "evidence": "清出落叶和塑料袋两筐，雨水口排水正常，照片 2 张。"},
    ),
    (
        "10:00",
        "warning",
        "issue_warning",
        warning(
            "台风", "黄", "台风青鹭逼近，预计阵风 9 级、雨量 150 毫米以上，请停止户外集体活动。"
        ),
    ),
    ("10:02", "chief", "set_response", {"level": "III", "plan": PLAN}),
    ("10:10", "duty", "set_asset", {"asset": "S1", "status": "open"}),
    ("10:11", "duty", "set_asset", {"asset": "S2", "status": "open"}),
    ("10:12", "duty", "set_asset", {"asset": "S3", "status": "open"}),
    ("10:13", "duty", "set_asset", {"asset": "S4", "status": "open"}),
    ("10:14", "duty", "set_asset", {"asset": "S5", "status": "open"}),
    (
        "10:20",
        "duty",
        "open_case",
        case("evacuate", "危险区域人员转移 312 人", "E-0204", "S1", "黄", "large"),
    ),
    ("11:46", "grid", "acknowledge_group", {"stream": "WR5.bag_dropped", "rule": "bag_dropped"}),
    ("13:05", "duty", "acknowledge_group", {"stream": "PL1.gust", "rule": "gust"}),
    (
        "13:20",
        "grid",
        "open_case_from_alert",
        {"stream": "PL1.tilt", "key": "pole", "tier": "middle"},
    ),
    ("13:20:30", "grid", "acknowledge_group", {"stream": "PL1.tilt", "rule": "pole_tilt"}),
    ("13:21", "grid", "acknowledge_group", {"stream": "PL1.tilt", "rule": "pole_in_wind"}),
    ("13:22", "duty", "dispatch", {"key": "pole", "team": "T7"}),
    ("13:23", "T7", "report_team", {"team": "T7", "status": "出动"}),
    ("13:46", "T7", "report_team", {"team": "T7", "status": "到场"}),
    (
        "13:52",
        "T7",
        "note",
        {"key": "pole", "text": "已设围挡，疏散 10 米内行人；待电信权属单位拔除。"},
    ),
    ("14:20", "T7", "report_team", {"team": "T7", "status": "归队"}),
    ("14:40", "T7", "report_team", {"team": "T7", "status": "待命"}),
    (
        "15:10",
        "grid",
        "open_case",
        case("billboard", "店招松动下垂", "C-0216", "C25", "黄", "small"),
    ),
    (
        "15:48",
        "warning",
        "issue_warning",
        warning("暴雨", "蓝", "6 小时内雨量将达 50 毫米以上，请注意低洼路段积水。"),
    ),
    (
        "15:55",
        "grid",
        "close_case",
        {"key": "billboard", "evidence": "店招已拆下入库，商户签字，照片 3 张。"},
    ),
    ("16:05", "duty", "acknowledge_group", {"stream": "R01", "rule": "rain_6h"}),
    (
        "16:30",
        "duty",
        "note",
        {"key": "evacuate", "text": "已转移 287 人；25 人不愿转移，居村干部分组上门。"},
    ),
    (
        "17:32",
        "patrol",
        "open_case",
        case("branch", "树枝遮挡信号灯", "C-0302", "C26", "蓝", "small"),
    ),
    (
        "18:05:30",
        "system",
        "open_case_from_alert",
        {"stream": "LF1.ebike", "key": "lift", "tier": "small"},
    ),
    ("18:05:50", "duty", "acknowledge_group", {"stream": "LF1.ebike", "rule": "ebike_in_lift"}),
    ("18:06", "duty", "note", {"key": "lift", "text": "电梯门保持 41 秒，语音劝阻两次。"}),
    (
        "18:11",
        "duty",
        "close_case",
        {"key": "lift", "evidence": "骑车人退出电梯，车辆停入 5 号楼充电棚，回看录像 1 段。"},
    ),
    ("18:37", "duty", "acknowledge_group", {"stream": "TIDE1", "rule": "tide_level"}),
    ("18:40", "grid", "open_case", case("leak", "老房屋面渗漏", "C-0408", "C24", "蓝", "small")),
    (
        "19:01",
        "warning",
        "issue_warning",
        warning("暴雨", "黄", "6 小时内雨量将达 80 毫米以上，低洼小区和下立交可能积水。"),
    ),
    ("19:01:30", "duty", "acknowledge_group", {"stream": "R01", "rule": "rain_6h"}),
    (
        "19:02",
        "duty",
        "open_case",
        case("preset", "移动泵预置 W03、W07", "E-0302", "D1", "黄", "middle"),
    ),
    ("19:03", "duty", "dispatch", {"key": "preset", "team": "T2"}),
    ("19:03:20", "T2", "report_team", {"team": "T2", "status": "出动"}),
    ("19:06", "T6", "report_team", {"team": "T6", "status": "出动"}),
    (
        "19:10",
        "warning",
        "issue_warning",
        warning("台风", "橙", "台风青鹭今夜最近，阵风 10 级，请留在室内，远离低洼处。"),
    ),
    ("19:11", "chief", "set_response", {"level": "II", "plan": PLAN}),
    ("19:17", "T2", "report_team", {"team": "T2", "status": "到场"}),
    ("19:23", "T6", "report_team", {"team": "T6", "status": "到场"}),
    (
        "19:26",
        "T2",
        "note",
        {"key": "preset", "text": "W03 泵 1 台、W07 泵 2 台接好电缆，试机正常。"},
    ),
    ("19:30", "duty", "set_asset", {"asset": "G1", "status": "closed"}),
    (
        "19:34",
        "duty",
        "note",
        {"key": "preset", "text": "关闸，潮位 4.71 米；预测 W07 在 50 分钟内超过 25 厘米。"},
    ),
)
"""06:00 to 20:00."""
