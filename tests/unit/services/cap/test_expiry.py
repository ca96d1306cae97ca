from __future__ import annotations

from services.cap.expiry import end_expired
from services.contract import events as ev
from services.contract.commands import CommandBody, ExpireWarning
from services.contract.model import Level, Warning
from services.contract.wire import Result
from tests.fakes.server import NOW, FakeKeeper


class _Keeper(FakeKeeper):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, CommandBody]] = []

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result:
        self.asked.append((command_id, body))
        return Result(command_id, self.state.seq)


async def test_only_what_has_run_out_is_ended_always_by_the_same_command() -> None:
    keeper = _Keeper()
    for id, expires_ms in (("a", NOW), ("b", NOW + 1), ("c", 0)):
        warning = Warning("暴雨", Level.RED, "x", "台", NOW, id=id, expires_ms=expires_ms)
        keeper.put(ev.WarningIssued(warning))
    await end_expired(keeper, NOW)
    await end_expired(keeper, NOW)
    assert {body for _, body in keeper.asked} == {ExpireWarning("a")}
    assert len({command_id for command_id, _ in keeper.asked}) == 1
