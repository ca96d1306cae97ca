"""SIMULATED appliances: what brands of each family are made of, drawn from broad ranges.

A brand fixes the circuit; a unit of it varies by component tolerance and by what it is doing.
Training and evaluation use different brands. Ranges are from data sheets, teardowns and the class
limits of IEC 61000-3-2 (a television or a computer above 75 W has power factor correction, a
charger needs none); no figure is measured. Knows no classifier.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from services.signature.currents import Circuit

Chance = np.random.Generator
_TOLERANCE = 0.08


@dataclass(frozen=True, slots=True)
class Brand:
    """One model of appliance. `use` is the range of its power, as a share of the nominal.

    `stage` names what a charger was doing: which part of its charge the power belongs to.
    """

    family: str
    charging: bool
    circuits: tuple[Circuit, ...]
    use: tuple[float, float] = (0.8, 1.0)


def _between(chance: Chance, low: float, high: float) -> float:
    return float(chance.uniform(low, high))


def _log(chance: Chance, low: float, high: float) -> float:
    return float(np.exp(chance.uniform(np.log(low), np.log(high))))


def _rectifier(
    chance: Chance, watts: float, uf_per_w: tuple[float, float], ramp_s: tuple[float, float]
) -> Circuit:
    """A switching supply without correction."""
    return Circuit(
        rect_w=watts,
        rect_uf=max(watts * _log(chance, *uf_per_w), 4.7),
        rect_ohm=_log(chance, 0.4, 2.5) * (1 + 60 / max(watts, 10)),
        rect_mh=_log(chance, 0.08, 0.8),
        ntc_ohm=_between(chance, 2, 12),
        ntc_s=_between(chance, 0.2, 2),
        delay_s=_between(chance, 0.0, 0.15),
        ramp_s=_log(chance, *ramp_s),
        x_uf=_between(chance, 0.05, 0.47),
    )


def _corrected(chance: Chance, watts: float, ramp_s: tuple[float, float]) -> Circuit:
    return Circuit(
        boost_w=watts,
        boost_dead_v=_between(chance, 5, 40),
        boost_h3=_between(chance, -0.08, 0.08),
        boost_lead_deg=_between(chance, 1, 15),
        boost_noise=_log(chance, 0.002, 0.03),
        delay_s=_between(chance, 0, 0.15),
        ramp_s=_log(chance, *ramp_s),
    )


def _charger_watts(chance: Chance) -> float:
    """From the mains, of a 48, 60 or 72 V charger of 1.8 to 5 A."""
    volts = float(chance.choice([48.0, 60.0, 72.0])) * 1.2
    return volts * _between(chance, 1.8, 5.0) / _between(chance, 0.82, 0.9)


def _li_ion(chance: Chance) -> Brand:
    """Constant current, then constant voltage down to a third."""
    circuit = _rectifier(chance, _charger_watts(chance), (0.25, 1.0), (0.05, 0.5))
    return Brand("charger_li_ion", True, (circuit,), (0.45, 1.0))


def _lead_acid(chance: Chance) -> Brand:
    """Three stages; some pulse the current."""
    circuit = _rectifier(chance, _charger_watts(chance) * 0.85, (0.25, 0.9), (0.03, 0.4))
    pulses = float(chance.random() < 0.4)
    circuit = replace(
        circuit, pulse_hz=_between(chance, 1, 40), pulse_depth=pulses * _between(chance, 0.05, 0.3)
    )
    return Brand("charger_lead_acid", True, (circuit,), (0.5, 1.0))


def _choke(chance: Chance) -> Brand:
    circuit = _rectifier(chance, _charger_watts(chance) * 1.3, (0.4, 1.2), (0.05, 0.4))
    return Brand(
        "charger_passive_pfc", True, (replace(circuit, rect_mh=_between(chance, 5, 25)),), (0.6, 1)
    )


def _valley_fill(chance: Chance) -> Brand:
    circuit = Circuit(
        valley_w=_charger_watts(chance),
        valley_spike=_between(chance, 0.1, 0.6),
        delay_s=_between(chance, 0, 0.15),
        ramp_s=_log(chance, 0.05, 0.4),
    )
    return Brand("charger_valley_fill", True, (circuit,), (0.6, 1))


def _transformer(chance: Chance) -> Brand:
    """An old charger: transformer, rectifier, battery."""
    circuit = Circuit(
        coil_w=_charger_watts(chance),
        coil_level=_between(chance, 0.6, 0.85),
        coil_idle_a=_between(chance, 0.05, 0.25),
        ramp_s=0.02,
        inrush=_between(chance, 1, 8),
        inrush_s=_between(chance, 0.03, 0.15),
    )
    return Brand("charger_transformer", True, (circuit,), (0.6, 1))


def _fast(chance: Chance) -> Brand:
    """Active correction: from outside like any other corrected supply."""
    circuit = _corrected(chance, _between(chance, 300, 900), (0.1, 0.8))
    return Brand("charger_active_pfc", True, (circuit,), (0.6, 1))


def _laptop(chance: Chance) -> Brand:
    watts = _log(chance, 30, 230)
    if watts > 75:
        return Brand("laptop", False, (_corrected(chance, watts, (0.01, 0.2)),), (0.3, 1))
    return Brand("laptop", False, (_rectifier(chance, watts, (0.8, 2), (0.005, 0.1)),), (0.3, 1))


def _television(chance: Chance) -> Brand:
    watts = _log(chance, 40, 300)
    if watts > 75:
        return Brand("television", False, (_corrected(chance, watts, (0.02, 0.3)),), (0.5, 1))
    return Brand("television", False, (_rectifier(chance, watts, (0.8, 2), (0.01, 0.3)),), (0.6, 1))


def _computer(chance: Chance) -> Brand:
    watts = _log(chance, 90, 450)
    if chance.random() < 0.25:
        circuit = _rectifier(chance, watts, (0.7, 1.6), (0.01, 0.1))
        circuit = replace(circuit, rect_mh=_between(chance, 8, 25))
    else:
        circuit = _corrected(chance, watts, (0.01, 0.3))
    return Brand("computer", False, (circuit,), (0.4, 1))


def _led(chance: Chance) -> Brand:
    watts = _log(chance, 15, 90)
    if chance.random() < 0.3:
        circuit = Circuit(
            valley_w=watts, valley_spike=_between(chance, 0.1, 0.6), ramp_s=_log(chance, 0.005, 0.1)
        )
        return Brand("led", False, (circuit,), (0.5, 1))
    if watts > 40:
        return Brand("led", False, (_corrected(chance, watts, (0.005, 0.1)),), (0.5, 1))
    return Brand("led", False, (_rectifier(chance, watts, (0.3, 1), (0.005, 0.05)),), (0.6, 1))


def _small_charger(chance: Chance) -> Brand:
    """Of telephones, drills, sweepers: the nearest to an e-bike's, mostly smaller."""
    watts = _log(chance, 18, 110)
    return Brand(
        "small_charger", False, (_rectifier(chance, watts, (0.5, 1.5), (0.01, 0.3)),), (0.5, 1)
    )


def _amplifier(chance: Chance) -> Brand:
    """A transformer and a rectifier, as in old chargers, on a capacitor instead of a battery."""
    circuit = Circuit(
        coil_w=_log(chance, 15, 150),
        coil_level=_between(chance, 0.65, 0.9),
        coil_idle_a=_between(chance, 0.02, 0.2),
        ramp_s=0.02,
        inrush=_between(chance, 2, 12),
        inrush_s=_between(chance, 0.03, 0.15),
    )
    return Brand("amplifier", False, (circuit,), (0.3, 1))


def _power_strip(chance: Chance) -> Brand:
    """Television, box and lamps switched on together at the strip."""
    watts = [_log(chance, 8, 60) for _ in range(int(chance.integers(2, 4)))]
    circuits = tuple(_rectifier(chance, each, (0.5, 2), (0.005, 0.2)) for each in watts)
    return Brand("power_strip", False, circuits, (0.6, 1))


def _fridge(chance: Chance) -> Brand:
    circuit = Circuit(
        motor_w=_between(chance, 70, 220),
        motor_pf=_between(chance, 0.5, 0.8),
        motor_h3=_between(chance, 0.02, 0.15),
        motor_h3_deg=_between(chance, -180, 180),
        inrush=_between(chance, 4, 9),
        inrush_s=_between(chance, 0.06, 0.3),
    )
    return Brand("fridge", False, (circuit,), (0.8, 1))


def _inverter_fridge(chance: Chance) -> Brand:
    watts = _log(chance, 35, 150)
    return Brand(
        "inverter_fridge", False, (_rectifier(chance, watts, (0.8, 2), (0.4, 4)),), (0.4, 1)
    )


def _air_conditioner(chance: Chance) -> Brand:
    if chance.random() < 0.5:
        return Brand(
            "air_conditioner", False, (_corrected(chance, _log(chance, 300, 2200), (0.5, 5)),)
        )
    circuit = Circuit(
        motor_w=_between(chance, 600, 2000),
        motor_pf=_between(chance, 0.8, 0.97),
        motor_h3=_between(chance, 0.02, 0.1),
        inrush=_between(chance, 3, 6),
        inrush_s=_between(chance, 0.1, 0.3),
    )
    return Brand("air_conditioner", False, (circuit,))


def _washer(chance: Chance) -> Brand:
    circuit = _rectifier(chance, _between(chance, 80, 350), (0.7, 2), (0.1, 1.5))
    drum = replace(
        circuit, pulse_hz=_between(chance, 0.3, 3), pulse_depth=_between(chance, 0.3, 0.9)
    )
    return Brand("washing_machine", False, (drum,), (0.5, 1))


def _kettle(chance: Chance) -> Brand:
    return Brand("kettle", False, (Circuit(heat_w=_between(chance, 800, 2400)),), (0.9, 1))


def _heater(chance: Chance) -> Brand:
    cold = _between(chance, 1, 1.4)
    return Brand("heater", False, (Circuit(heat_w=_log(chance, 60, 900), heat_cold=cold),))


def _lamp(chance: Chance) -> Brand:
    circuit = Circuit(
        heat_w=_log(chance, 25, 300), heat_cold=_between(chance, 7, 12), heat_cold_s=0.03
    )
    return Brand("filament_lamp", False, (circuit,), (0.9, 1))


def _induction(chance: Chance) -> Brand:
    circuit = Circuit(
        boost_w=_between(chance, 400, 2100),
        boost_dead_v=_between(chance, 20, 90),
        boost_h3=_between(chance, -0.05, 0.05),
        boost_lead_deg=_between(chance, 0, 12),
        boost_noise=_log(chance, 0.01, 0.08),
        ramp_s=_log(chance, 0.05, 1),
        delay_s=_between(chance, 0, 0.2),
    )
    return Brand("induction_cooker", False, (circuit,), (0.5, 1))


def _microwave(chance: Chance) -> Brand:
    circuit = Circuit(
        motor_w=_between(chance, 900, 1500),
        motor_pf=_between(chance, 0.88, 0.97),
        motor_h2=_between(chance, 0.02, 0.12),
        motor_h3=_between(chance, 0.15, 0.35),
        motor_h3_deg=_between(chance, 90, 270),
        motor_h5=_between(chance, 0.02, 0.1),
        inrush=_between(chance, 1, 5),
        inrush_s=_between(chance, 0.02, 0.1),
    )
    return Brand("microwave", False, (circuit,), (0.9, 1))


def _hair_dryer(chance: Chance) -> Brand:
    half = float(chance.random() < 0.5)
    heat = Circuit(heat_w=_between(chance, 400, 1900), heat_half=half)
    fan = Circuit(motor_w=_between(chance, 20, 60), motor_pf=0.9, motor_noise=0.05, inrush=2)
    return Brand("hair_dryer", False, (heat, fan), (0.8, 1))


def _vacuum(chance: Chance) -> Brand:
    circuit = Circuit(
        motor_w=_between(chance, 400, 1600),
        motor_pf=_between(chance, 0.9, 0.98),
        motor_h3=_between(chance, 0.08, 0.25),
        motor_h3_deg=_between(chance, 120, 240),
        motor_noise=_log(chance, 0.01, 0.06),
        inrush=_between(chance, 1.8, 4),
        inrush_s=_between(chance, 0.1, 0.4),
    )
    return Brand("vacuum_cleaner", False, (circuit,), (0.7, 1))


def _dimmer(chance: Chance) -> Brand:
    circuit = Circuit(
        heat_w=_log(chance, 40, 500), heat_cut_deg=_between(chance, 20, 140), heat_cold=1.5
    )
    return Brand("dimmer", False, (circuit,), (0.8, 1))


def _fan(chance: Chance) -> Brand:
    circuit = Circuit(
        motor_w=_between(chance, 25, 90),
        motor_pf=_between(chance, 0.75, 0.97),
        motor_h3=_between(chance, 0.02, 0.12),
        inrush=_between(chance, 1.1, 2.5),
        inrush_s=0.3,
    )
    return Brand("fan", False, (circuit,), (0.5, 1))


CHARGERS: tuple[Callable[[Chance], Brand], ...] = (
    _li_ion,
    _lead_acid,
    _choke,
    _valley_fill,
    _transformer,
    _fast,
)
OTHERS: tuple[Callable[[Chance], Brand], ...] = (
    _laptop,
    _television,
    _computer,
    _led,
    _small_charger,
    _amplifier,
    _power_strip,
    _fridge,
    _inverter_fridge,
    _air_conditioner,
    _washer,
    _kettle,
    _heater,
    _lamp,
    _induction,
    _microwave,
    _hair_dryer,
    _vacuum,
    _dimmer,
    _fan,
)


def brands(families: tuple[Callable[[Chance], Brand], ...], count: int, seed: int) -> list[Brand]:
    """`count` brands of each family. Another seed makes brands nobody has seen."""
    return [
        family(np.random.default_rng((seed, place, number)))
        for place, family in enumerate(families)
        for number in range(count)
    ]


def unit_of(brand: Brand, chance: Chance) -> tuple[Circuit, ...]:
    """One appliance of the brand at work: tolerances, and the power it runs at now."""
    share = _between(chance, *brand.use)

    def vary(value: float) -> float:
        return value * float(np.clip(chance.normal(1, _TOLERANCE), 0.7, 1.3))

    return tuple(
        replace(
            circuit,
            rect_w=circuit.rect_w * share,
            valley_w=circuit.valley_w * share,
            boost_w=circuit.boost_w * share,
            coil_w=circuit.coil_w * share,
            heat_w=circuit.heat_w * share,
            motor_w=circuit.motor_w * share,
            rect_uf=vary(circuit.rect_uf),
            rect_ohm=vary(circuit.rect_ohm),
            rect_mh=vary(circuit.rect_mh),
            ramp_s=vary(circuit.ramp_s),
            inrush=max(vary(circuit.inrush), 1.0),
        )
        for circuit in brand.circuits
    )
