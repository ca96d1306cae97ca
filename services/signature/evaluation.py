"""How good a classifier is on appliances it has not seen: figures with their confidence.

Owns the counting and the tables; knows no circuits. All figures are of SIMULATED waveforms.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import msgspec

from services.signature.classifier import Judgement, Verdict
from services.signature.cycles import Samples

CONFIDENCE = 0.95
_VERDICTS = ("charging", "unsure", "other")


class Rate(msgspec.Struct, frozen=True):
    """`hits` of `count`, with the exact interval (Clopper–Pearson, 95 %)."""

    hits: int
    count: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.hits / self.count if self.count else 0.0


class Row(msgspec.Struct, frozen=True):
    """One family of appliances: how many of its events had which verdict."""

    family: str
    is_true: bool
    charging: int
    unsure: int
    other: int

    @property
    def count(self) -> int:
        return self.charging + self.unsure + self.other


class Report(msgspec.Struct, frozen=True):
    """What came of a set of events. `false_acts` are those that would have switched off wrongly."""

    rows: tuple[Row, ...]
    false_acts: Rate
    false_alerts: Rate
    """Unsure or sure, of what is not it: what a person is asked about in vain."""
    recall: Rate
    seen: Rate
    """Unsure or sure, of what is it."""


def rate(hits: int, count: int) -> Rate:
    """The rate with its exact interval."""
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if hits == 0 else _solve(lambda p: 1 - _at_most(hits - 1, count, p) - tail)
    high = 1.0 if hits == count else _solve(lambda p: tail - _at_most(hits, count, p))
    return Rate(hits, count, low, high)


def _at_most(hits: int, count: int, chance: float) -> float:
    """P(X <= hits) of a binomial distribution."""
    if chance <= 0:
        return 1.0
    if chance >= 1:
        return 1.0 if hits >= count else 0.0
    log_p, log_q = math.log(chance), math.log1p(-chance)
    total = math.lgamma(count + 1)
    terms = (
        math.exp(
            total
            - math.lgamma(k + 1)
            - math.lgamma(count - k + 1)
            + k * log_p
            + (count - k) * log_q
        )
        for k in range(hits + 1)
    )
    return min(1.0, math.fsum(terms))


def _solve(rising: Callable[[float], float]) -> float:
    """Where a rising function of a probability crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def evaluate(
    judgement: Judgement, rows: Samples, families: Iterable[str], truth: Iterable[bool]
) -> Report:
    """The verdicts on events by family."""
    counts: dict[tuple[str, bool], dict[Verdict, int]] = {}
    for chance, family, is_true in zip(judgement.probability(rows), families, truth, strict=True):
        fresh: dict[Verdict, int] = {"charging": 0, "unsure": 0, "other": 0}
        counts.setdefault((family, is_true), fresh)[judgement.verdict(float(chance))] += 1
    found = tuple(Row(family, is_true, **by) for (family, is_true), by in counts.items())
    wrong = [row for row in found if not row.is_true]
    right = [row for row in found if row.is_true]
    negatives, positives = sum(row.count for row in wrong), sum(row.count for row in right)
    return Report(
        found,
        rate(sum(row.charging for row in wrong), negatives),
        rate(sum(row.charging + row.unsure for row in wrong), negatives),
        rate(sum(row.charging for row in right), positives),
        rate(sum(row.charging + row.unsure for row in right), positives),
    )


def table(report: Report, name: str) -> str:
    """The report as Markdown: confusion matrix, families, rates."""
    lines = [f"| in truth | events | {name} | unsure | other |", "|---|---:|---:|---:|---:|"]
    for is_true in (True, False):
        part = [row for row in report.rows if row.is_true is is_true]
        cells = [sum(getattr(row, verdict) for row in part) for verdict in _VERDICTS]
        words = " | ".join(str(cell) for cell in (sum(cells), *cells))
        lines.append(f"| {name if is_true else 'something else'} | {words} |")
    lines += ["", f"| appliance | events | {name} | unsure | other |", "|---|---:|---:|---:|---:|"]
    for row in sorted(report.rows, key=lambda row: not row.is_true):
        shares = [100 * getattr(row, verdict) / row.count for verdict in _VERDICTS]
        cells_of = " | ".join(f"{share:.1f} %" for share in shares)
        title = f"**{row.family}**" if row.is_true else row.family
        lines.append(f"| {title} | {row.count} | {cells_of} |")
    lines.append("")
    for title, found in (
        ("false, sure", report.false_acts),
        ("false, sure or unsure", report.false_alerts),
        ("recall, sure", report.recall),
        ("recall, sure or unsure", report.seen),
    ):
        lines.append(
            f"- {title}: {found.hits} of {found.count} = {100 * found.share:.3f} % "
            f"(95 %: {100 * found.low:.3f}–{100 * found.high:.3f} %)"
        )
    return "\n".join(lines)
