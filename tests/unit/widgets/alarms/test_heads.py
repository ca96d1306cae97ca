"""Every column has a width, and together they fit a wide screen beside the detail."""

from __future__ import annotations

from widgets.alarms.heads import WIDTHS
from widgets.alarms.values import Column


def test_every_column_has_a_width() -> None:
    assert set(WIDTHS) == set(Column)


def test_the_columns_fit_1920_beside_the_detail() -> None:
    assert sum(WIDTHS.values()) <= 1920 - 62 * 8
