"""Response level, warnings and asset status: two fields kept apart, refusals with codes."""

from __future__ import annotations

from typing import Any

import pytest

from services.contract import commands as cmd
from services.contract.events import (
    AssetStatusChanged,
    ResponseLevelSet,
    WarningIssued,
    WarningLifted,
)
from services.contract.model import (
    Asset,
    Level,
    Operation,
    ResponseLevel,
    TownState,
    Warning,
)
from services.decisions import Context, Refused
from services.operations.handlers import HANDLERS

RAIN = Warning("rain", Level.BLUE, "6 小时 50 毫米", "区气象台", 5)


def decide(state: TownState, body: Any) -> list[Any]:
    return list(HANDLERS[type(body)](state, body, Context("值班员", 9, str, "Asia/Shanghai")))


def town() -> TownState:
    return TownState(
        assets={"U2": Asset("U2", "underpass", "下立交", 0.0, 0.0, status="open")},
        warnings={"rain": RAIN},
        operation=Operation(ResponseLevel.III, "防汛预案", 1, "x"),
    )


def test_each_command_becomes_its_event() -> None:
    state = town()
    assert decide(state, cmd.SetResponseLevel(ResponseLevel.II, "防汛预案")) == [
        ResponseLevelSet(Operation(ResponseLevel.II, "防汛预案", 9, "值班员"))
    ]
    issue = cmd.IssueWarning("rain", Level.YELLOW, "1 小时 50 毫米", "区气象台")
    assert decide(state, issue) == [
        WarningIssued(
            Warning("rain", Level.YELLOW, "1 小时 50 毫米", "区气象台", 9, versions_ms=(5,))
        )
    ]
    assert decide(state, cmd.LiftWarning("rain")) == [WarningLifted("rain")]
    assert decide(state, cmd.SetAssetStatus("U2", "closed")) == [AssetStatusChanged("U2", "closed")]
    assert decide(state, cmd.SetResponseLevel(ResponseLevel.NONE, ""))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (cmd.SetResponseLevel(ResponseLevel.III, "防汛预案"), "response.unchanged"),
        (cmd.SetResponseLevel(ResponseLevel.I, " "), "response.plan_missing"),
        (cmd.IssueWarning("rain", Level.RED, "", "台"), "warning.incomplete"),
        (cmd.IssueWarning("rain", Level.NONE, "x", "台"), "warning.no_level"),
        (cmd.IssueWarning("rain", Level.BLUE, RAIN.text, RAIN.issuer), "warning.unchanged"),
        (cmd.LiftWarning("tide"), "warning.unknown"),
        (cmd.SetAssetStatus("U9", "closed"), "asset.unknown"),
        (cmd.SetAssetStatus("U2", ""), "asset.status_missing"),
        (cmd.SetAssetStatus("U2", "open"), "asset.unchanged"),
    ],
)
def test_refusals_carry_their_code(body: Any, code: str) -> None:
    with pytest.raises(Refused) as caught:
        decide(town(), body)
    assert caught.value.code == code


def test_no_response_cannot_be_ended() -> None:
    with pytest.raises(Refused) as caught:
        decide(TownState(), cmd.SetResponseLevel(ResponseLevel.NONE, ""))
    assert caught.value.code == "response.none"
