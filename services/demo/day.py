"""The packs Yunze uses, and its day with what their demo parts add."""

from __future__ import annotations

from services.demo.placing import put_up
from services.demo.sensors import Sensors
from services.demo.typhoon import TyphoonDay
from services.packs.loader import load_packs
from services.packs.schema import Pack

PACKS = (
    "waterlogging_response",
    "emergency_plans",
    "hazard_inspection",
    "ebike_safety",
    "electrical_signature",
    "smart_estate",
    "smart_waste",
    "grid_casework",
    "elder_health_care",
    "service_circle",
)


def demo_packs() -> tuple[Pack, ...]:
    """The packs of Yunze as they are shipped."""
    return load_packs((), PACKS)


def demo_day() -> TyphoonDay:
    """The day with all the packs' sensors."""
    packs = demo_packs()
    return TyphoonDay(sensors=Sensors(packs, put_up(packs)))
