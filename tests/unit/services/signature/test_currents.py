"""Simulated circuits draw what they are made to draw, and nothing before they are on."""

from __future__ import annotations

import numpy as np
import pytest

from services.signature.currents import NAMES, PEAK_V, Bench, Circuit

STEP_S = 1 / 12_800
TIME = np.arange(12_800) * STEP_S
PHASE = 2 * np.pi * 50 * TIME
EVENT_S = 0.2


def draw(*circuits: Circuit) -> np.ndarray:
    rows = len(circuits)
    phase = np.tile(PHASE, (rows, 1))
    bench = Bench.of(
        list(circuits),
        PEAK_V * np.sin(phase),
        phase,
        np.tile(TIME - EVENT_S, (rows, 1)),
        np.random.default_rng(1),
    )
    return bench.current()


def power(current: np.ndarray) -> float:
    last = slice(-int(0.2 / STEP_S), None)
    return float(np.mean(PEAK_V * np.sin(PHASE[last]) * current[last]))


@pytest.mark.parametrize(
    ("circuit", "tolerance"),
    [
        (Circuit(heat_w=1500), 0.01),
        (Circuit(motor_w=150, motor_pf=0.6, inrush=6), 0.02),
        (Circuit(boost_w=300), 0.1),
        (Circuit(coil_w=200, ramp_s=0.02), 0.02),
        (Circuit(valley_w=180), 0.02),
        (Circuit(rect_w=200, rect_uf=150), 0.1),
        (Circuit(rect_w=200, rect_uf=150, rect_mh=12), 0.1),
    ],
)
def test_a_circuit_draws_the_power_it_has(circuit: Circuit, tolerance: float) -> None:
    nominal = sum(getattr(circuit, name) for name in NAMES if name.endswith("_w"))
    assert power(draw(circuit)[0]) == pytest.approx(nominal, rel=tolerance)


def test_nothing_flows_before_it_is_on() -> None:
    found = draw(Circuit(heat_w=100), Circuit(rect_w=100), Circuit(motor_w=100), Circuit(boost_w=9))
    assert np.abs(found[:, TIME < EVENT_S - STEP_S]).max() == 0
    assert np.abs(found[:, TIME > EVENT_S + 0.1]).max(1).min() > 0


def test_a_rectifier_draws_only_near_the_crest_and_charges_with_a_surge() -> None:
    current = draw(Circuit(rect_w=200, rect_uf=150, ntc_ohm=5))[0]
    late = current[TIME > 0.8]
    assert np.mean(np.abs(late) > 0.1 * np.abs(late).max()) < 0.45
    assert np.abs(current).max() > 2 * np.abs(late).max()


def test_a_choke_widens_the_pulses() -> None:
    narrow, wide = (
        np.mean(np.abs(row[TIME > 0.8]) > 0.1 * np.abs(row[TIME > 0.8]).max())
        for row in draw(
            Circuit(rect_w=200, rect_uf=150), Circuit(rect_w=200, rect_uf=150, rect_mh=15)
        )
    )
    assert wide > 1.3 * narrow


def test_a_dimmer_cuts_the_beginning_of_each_half_and_a_diode_one_half() -> None:
    dimmed, halved = draw(Circuit(heat_w=100, heat_cut_deg=90), Circuit(heat_w=100, heat_half=1))
    angle = np.degrees(PHASE) % 180
    on = TIME > EVENT_S + 0.02
    assert np.abs(dimmed[on & (angle < 89)]).max() == 0
    assert halved[on].min() >= 0
    assert power(halved) == pytest.approx(50, rel=0.01)
