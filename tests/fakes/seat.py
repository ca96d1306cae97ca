"""A seat with much to do: a flood in the evening, one alarm that flutters, one nobody mends."""

from __future__ import annotations

from services.contract.events import AlertRaised, AlertReturnedToNormal, CaseOpened
from services.contract.model import Level, Stage, Tier
from tests.fakes import town as fake

HOUR = 60 * fake.MIN
NOISY, QUIET, OLD = "W1", "W2", "R1"
NOISY_RULE = "water.depth_road"


def noisy() -> fake.SmallTown:
    """The town after such a day."""
    town = fake.registers()
    town.put(
        AlertRaised(fake.alert("old", OLD, Level.ORANGE, age_ms=30 * HOUR, rule="rain.stale")),
        at_ms=fake.NOW - 30 * HOUR,
    )
    for at in range(40):
        _raise(town, f"n{at}", NOISY, Level.BLUE, 100 * fake.MIN - at * 45_000, NOISY_RULE)
    for at in range(6):
        _raise(town, f"q{at}", QUIET, Level.RED, 20 * HOUR - at * HOUR, "water.depth_underpass")
    for at in range(4):
        _raise(town, f"c{at}", QUIET, Level.YELLOW, 4 * fake.MIN - at * 10_000, "water.rising")
    return town


def open_repair(town: fake.SmallTown, stream: str) -> None:
    """Somebody is sent to mend a device."""
    case = fake.case(
        "0042", Level.NONE, age_ms=fake.MIN, place=stream, class_code="device.repair",
        tier=Tier.SMALL, stage=Stage.FILED,
    )  # fmt: skip
    town.put(CaseOpened(case))


def _raise(
    town: fake.SmallTown, id: str, stream: str, level: Level, age_ms: int, rule: str
) -> None:
    at_ms = fake.NOW - age_ms
    town.put(AlertRaised(fake.alert(id, stream, level, age_ms=age_ms, rule=rule)), at_ms=at_ms)
    if id != "n39":
        town.put(AlertReturnedToNormal(id, 1.0), at_ms=at_ms + 5_000)
