"""SIMULATED currents of appliances on a mains voltage: the physics, many appliances at once.

Owns what a circuit draws; knows no brand and no sensor. Every array has one row an appliance and
one column a sample. An appliance is the sum of the parts below, most of them absent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from services.signature.cycles import Samples

PEAK_V = 311.0
DIODES_V = 1.6


@dataclass(frozen=True, slots=True)
class Circuit:
    """What an appliance draws once it is on. Powers in W; a part with 0 W is absent.

    `rect_…`: bridge rectifier on a capacitor (`rect_uf`) behind a resistance (`rect_ohm`, with an
    NTC of `ntc_ohm` that warms in `ntc_s`) and a choke (`rect_mh`), feeding a converter of
    constant power that waits `delay_s` and ramps in `ramp_s`; `x_uf` across the line.
    `valley_…`: the same with a valley-fill circuit. `boost_…`: active power factor correction,
    also an inverter with little capacitance; it rests below `boost_dead_v`, has a ripple
    (`boost_noise`) and a phase lead.
    `coil_…`: transformer and rectifier on a battery; conducts above `coil_level` of the peak.
    `heat_…`: resistance; `heat_cut_deg` of a dimmer, `heat_half` behind a diode, `heat_cold`
    times the current when cold.
    `motor_…`: winding with power factor, harmonics, brush noise and inrush.
    `pulse_hz`/`pulse_depth` modulate every converter's power.
    """

    rect_w: float = 0
    rect_uf: float = 100
    rect_ohm: float = 1.0
    rect_mh: float = 0.2
    ntc_ohm: float = 0
    ntc_s: float = 0.5
    delay_s: float = 0
    ramp_s: float = 0.05
    x_uf: float = 0
    valley_w: float = 0
    valley_spike: float = 0.3
    boost_w: float = 0
    boost_dead_v: float = 10
    boost_h3: float = 0.03
    boost_lead_deg: float = 3
    boost_noise: float = 0
    coil_w: float = 0
    coil_level: float = 0.75
    coil_idle_a: float = 0
    heat_w: float = 0
    heat_cut_deg: float = 0
    heat_half: float = 0
    heat_cold: float = 1
    heat_cold_s: float = 0.05
    motor_w: float = 0
    motor_pf: float = 0.7
    motor_h2: float = 0
    motor_h3: float = 0.05
    motor_h3_deg: float = 0
    motor_h5: float = 0.02
    motor_noise: float = 0
    inrush: float = 1
    inrush_s: float = 0.1
    pulse_hz: float = 0
    pulse_depth: float = 0


NAMES = tuple(field.name for field in fields(Circuit))


class Bench:
    """Circuits side by side on their mains: `phase` of the voltage, `on_s` since switched on."""

    def __init__(
        self,
        columns: dict[str, Samples],
        voltage: Samples,
        phase: Samples,
        on_s: Samples,
        chance: np.random.Generator,
    ) -> None:
        self._columns = columns
        self._voltage, self._phase, self._on_s = voltage, phase, on_s
        self._chance = chance

    @classmethod
    def of(
        cls,
        circuits: list[Circuit],
        voltage: Samples,
        phase: Samples,
        on_s: Samples,
        chance: np.random.Generator,
    ) -> Bench:
        """A bench with one row a circuit."""
        columns = {
            name: np.array([[getattr(circuit, name)] for circuit in circuits]) for name in NAMES
        }
        return cls(columns, voltage, phase, on_s, chance)

    def __getitem__(self, name: str) -> Samples:
        return self._columns[name]

    def current(self) -> Samples:
        """Amperes of every circuit, 0 before it is on."""
        total = np.zeros_like(self._voltage)
        for name, part in (
            ("heat_w", Bench._heat),
            ("motor_w", Bench._motor),
            ("boost_w", Bench._boost),
            ("valley_w", Bench._valley),
            ("coil_w", Bench._coil),
            ("rect_w", Bench._rectifier),
        ):
            rows = np.flatnonzero(self[name][:, 0] > 0)
            if len(rows):
                total[rows] += part(self._of(rows))
        total[self._on_s < 0] = 0
        return total

    def _of(self, rows: NDArray[np.int64]) -> Bench:
        columns = {name: column[rows] for name, column in self._columns.items()}
        return Bench(
            columns, self._voltage[rows], self._phase[rows], self._on_s[rows], self._chance
        )

    def _ramp(self) -> Samples:
        """Share of a converter's power that flows already."""
        rise = np.clip((self._on_s - self["delay_s"]) / self["ramp_s"], 0, 1)
        wave = np.sin(2 * np.pi * self["pulse_hz"] * self._on_s)
        found: Samples = rise * (1 - self["pulse_depth"] * (0.5 + 0.5 * wave))
        return found

    def _noise(self, level: Samples) -> Samples:
        return level * self._chance.standard_normal(self._voltage.shape)

    def _heat(self) -> Samples:
        angle = np.degrees(self._phase) % 180
        gate = angle >= self["heat_cut_deg"]
        gate &= (self["heat_half"] < 0.5) | (self._voltage > 0)
        cold = 1 + (self["heat_cold"] - 1) * np.exp(
            -np.maximum(self._on_s, 0) / self["heat_cold_s"]
        )
        found: Samples = gate * cold * self["heat_w"] * 2 / PEAK_V**2 * self._voltage
        return found

    def _motor(self) -> Samples:
        lag = np.arccos(self["motor_pf"])
        peak = 2 * self["motor_w"] / (PEAK_V * self["motor_pf"])
        since = np.maximum(self._on_s, 0)
        start = (self["inrush"] - 1) * np.exp(-((since / self["inrush_s"]) ** 2))
        wave = (
            np.sin(self._phase - lag)
            + self["motor_h2"] * np.sin(2 * (self._phase - lag))
            + self["motor_h3"] * np.sin(3 * (self._phase - lag) + np.radians(self["motor_h3_deg"]))
            + self["motor_h5"] * np.sin(5 * (self._phase - lag))
        )
        # A starting motor lags more and draws a nearly pure sine.
        locked = np.sin(self._phase - np.maximum(lag, 0.9))
        found: Samples = peak * (wave + start * locked)
        return found + self._noise(peak * self["motor_noise"]) * np.abs(np.sin(self._phase))

    def _boost(self) -> Samples:
        peak = 2 * self["boost_w"] / PEAK_V
        angle = self._phase + np.radians(self["boost_lead_deg"])
        wave = self._voltage / PEAK_V
        wave = wave * (1 - np.exp(-((self._voltage / self["boost_dead_v"]) ** 2)))
        wave = 0.7 * wave + 0.3 * np.sin(angle) + self["boost_h3"] * np.sin(3 * angle)
        found: Samples = self._ramp() * peak * (wave + self._noise(self["boost_noise"]))
        return found

    def _valley(self) -> Samples:
        """Conducts above half the peak as a constant power does, with a spike that refills."""
        angles = np.linspace(0, np.pi, 181)
        share = np.mean(self._valley_wave(angles) * np.sin(angles), axis=1, keepdims=True)
        wave = self._valley_wave(self._phase % np.pi)
        peak = self["valley_w"] / (PEAK_V * share)
        found: Samples = self._ramp() * peak * np.sign(self._voltage) * wave
        return found

    def _valley_wave(self, angle: Samples) -> Samples:
        size = np.sin(angle)
        spike = np.exp(-(((np.degrees(angle) - 85) / 6) ** 2))
        level = np.where(size > 0.5, 0.62 / np.maximum(size, 0.5), 0.0)
        found: Samples = level + 2 * self["valley_spike"] * spike
        return found

    def _coil(self) -> Samples:
        level = self["coil_level"]
        angles = np.linspace(0, np.pi, 181)
        drive = np.maximum(np.sin(angles) - level, 0)
        share = np.mean(drive * np.sin(angles), axis=1, keepdims=True)
        size = self["coil_w"] / (PEAK_V * share)
        conducts = np.maximum(np.abs(self._voltage) / PEAK_V - level, 0) * np.sign(self._voltage)
        idle = self["coil_idle_a"] * (np.sin(self._phase - 1.5) - 0.3 * np.cos(3 * self._phase))
        magnetise = 1 + (self["inrush"] - 1) * np.exp(-np.maximum(self._on_s, 0) / self["inrush_s"])
        found: Samples = size * conducts * self._ramp() + idle * magnetise
        return found

    def _rectifier(self) -> Samples:
        """A bridge on a capacitor, stepped through time by backward Euler."""
        column = {name: self[name][:, 0] for name in NAMES}
        step = float(self._on_s[0, 1] - self._on_s[0, 0])
        size = np.abs(self._voltage).T.copy()
        power = (self._ramp() * self["rect_w"]).T.copy()
        ntc = self["ntc_ohm"] * np.exp(-np.maximum(self._on_s, 0) / self["ntc_s"])
        inductance, each_uf = column["rect_mh"] * 1e-3 / step, step / (column["rect_uf"] * 1e-6)
        ohm = (self["rect_ohm"] + ntc).T + inductance + each_uf
        on = (self._on_s >= 0).T.copy()
        charge, flow = np.zeros(size.shape[1]), np.zeros(size.shape[1])
        found = np.empty_like(size)
        for k in range(len(size)):
            flow = np.maximum(size[k] - DIODES_V - charge + inductance * flow, 0) / ohm[k] * on[k]
            charge = np.maximum(charge + each_uf * (flow - power[k] / np.maximum(charge, 60)), 0)
            found[k] = flow
        across = self["x_uf"] * 1e-6 * np.gradient(self._voltage, step, axis=1)
        signed: Samples = found.T * np.sign(self._voltage) + across
        return signed
