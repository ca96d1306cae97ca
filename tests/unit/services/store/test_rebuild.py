from __future__ import annotations

from services.contract.model import TownState
from services.store.rebuild import copy_state


def test_a_copy_shares_no_register_with_its_original() -> None:
    state = TownState()
    copy = copy_state(state)
    registers = [n for n in TownState.__struct_fields__ if isinstance(getattr(state, n), dict)]
    assert "escalations" in registers
    for name in registers:
        assert getattr(copy, name) is not getattr(state, name), name
