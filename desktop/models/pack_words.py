"""The packs by their names, for lists that have no room for an id."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def pack_of(rule: str) -> str:
    """The pack a rule of the journal belongs to; empty for a rule without one."""
    pack, dot, _ = rule.partition(".")
    return pack if dot else ""


def pack_text(pack: str) -> str:
    """The name of a pack in the language in force; its id when it has none here."""
    return _names().get(pack, pack)


def _names() -> dict[str, str]:
    return {
        "waterlogging_response": translate("Packs", "积水防汛"),
        "emergency_plans": translate("Packs", "应急预案"),
        "hazard_inspection": translate("Packs", "隐患排查"),
        "ebike_safety": translate("Packs", "电动车安全"),
        "electrical_signature": translate("Packs", "电纹与消防"),
        "smart_waste": translate("Packs", "垃圾厢房"),
        "grid_casework": translate("Packs", "网格处置"),
        "smart_estate": translate("Packs", "智慧小区"),
        "elder_health_care": translate("Packs", "养老健康"),
    }
