"""Brands follow from their seed, units vary about their brand, sets do not share brands."""

from __future__ import annotations

import numpy as np

from services.signature.appliances import CHARGERS, OTHERS, brands, unit_of
from services.signature.train import SEEDS


def test_brands_follow_from_their_seed() -> None:
    assert brands(OTHERS, 3, 5) == brands(OTHERS, 3, 5)


def test_training_validation_and_evaluation_share_no_brand() -> None:
    circuits = [
        {brand.circuits for brand in brands((*CHARGERS, *OTHERS), 10, seed)}
        for seed in SEEDS.values()
    ]
    assert all(len(each) == 10 * len((*CHARGERS, *OTHERS)) for each in circuits)
    assert not circuits[0] & circuits[1]
    assert not circuits[0] & circuits[2]
    assert not circuits[1] & circuits[2]


def test_chargers_charge_and_the_others_do_not() -> None:
    assert all(brand.charging for brand in brands(CHARGERS, 2, 1))
    assert not any(brand.charging for brand in brands(OTHERS, 2, 1))


def test_a_charger_of_an_e_bike_takes_between_80_and_1200_watts() -> None:
    for brand in brands(CHARGERS, 30, 2):
        watts = sum(c.rect_w + c.valley_w + c.boost_w + c.coil_w for c in brand.circuits)
        assert 80 < watts < 1200, brand


def test_units_of_a_brand_differ_a_little() -> None:
    (brand,) = brands(CHARGERS[:1], 1, 3)
    chance = np.random.default_rng(0)
    farads = [unit_of(brand, chance)[0].rect_uf for _ in range(50)]
    nominal = brand.circuits[0].rect_uf
    assert len(set(farads)) == 50
    assert 0.7 * nominal <= min(farads) < max(farads) <= 1.3 * nominal
