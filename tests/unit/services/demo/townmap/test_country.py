"""The country's frame is the plan's in the plan, and stays in order beyond it."""

from __future__ import annotations

import numpy as np

from services.demo import layout
from services.demo.townmap import country


def test_in_the_plan_it_is_the_plans_own_frame() -> None:
    u, v = (
        each.ravel()
        for each in np.meshgrid(np.arange(-3000, 3001, 250.0), np.arange(-3050, 3051, 250.0))
    )
    assert np.abs(country.place(u, v) - layout.warp(u, v)).max() < 1e-9


def test_beyond_it_nothing_folds_over() -> None:
    u, v = np.meshgrid(
        np.arange(-12_000, 12_001, 200.0), np.arange(-15_000, 15_001, 200.0), indexing="ij"
    )
    plane = country.place(u.ravel(), v.ravel()).reshape(*u.shape, 2)
    down, across = np.diff(plane, axis=0)[:, :-1], np.diff(plane, axis=1)[:-1]
    turned = down[..., 0] * across[..., 1] - down[..., 1] * across[..., 0]
    assert (turned > 0.2 * 200 * 200).all()
