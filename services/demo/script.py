"""What people do on the typhoon day, as data: who does what when, from 06:00 to 06:00.

The steps name streams, assets and teams of the town; cases have keys of their own. Nothing here
knows commands or handlers; whoever plays the script turns each step into a real command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.demo import script_evening, script_morning
from services.demo.clock import minutes

ACTORS = {
    "chief": "值班长 沈国平",
    "duty": "值班员 周敏",
    "grid": "网格员 陆文华",
    "patrol": "巡查员 顾晓峰",
    "warning": "区预警发布中心",
    "system": "AI 视频主机",
}
"""Actor ids and the names they sign with; teams act under their own ids."""

ACTIONS: Mapping[str, frozenset[str]] = {
    "set_response": frozenset({"level", "plan"}),
    "issue_warning": frozenset({"kind", "level", "text"}),
    "open_case": frozenset({"key", "title", "class_code", "place", "level", "tier"}),
    "acknowledge": frozenset({"stream"}),
    "acknowledge_group": frozenset({"stream", "rule"}),
    "open_case_from_alert": frozenset({"stream", "key", "tier"}),
    "dispatch": frozenset({"key", "team"}),
    "report_team": frozenset({"team", "status"}),
    "note": frozenset({"key", "text"}),
    "close_case": frozenset({"key", "evidence"}),
    "set_asset": frozenset({"asset", "status"}),
}
"""Every action with the names of its arguments."""


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One act: the local time "HH:MM[:SS]", who, which action, and its JSON-able arguments."""

    at: str
    actor: str
    action: str
    args: Mapping[str, str]

    @property
    def minute(self) -> float:
        """Minutes since 06:00."""
        return minutes(self.at)


def steps() -> list[ScriptStep]:
    """The day's steps in time order."""
    rows = (*script_morning.ROWS, *script_evening.ROWS)
    return [ScriptStep(at, actor, action, dict(args)) for at, actor, action, args in rows]
