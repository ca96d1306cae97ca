"""A local grid in words."""

from __future__ import annotations

from desktop.maps.control_points import ControlPointError, fit_points, read_points
from desktop.maps.said import say
from desktop.models.grid_words import fit_text, grid_problem

THREE = "0,0,121,31\n0,1000,121,31.009\n\n1000,0,121.0105,31"


def test_residuals_stand_in_the_line_of_their_point() -> None:
    points = read_points(f"{THREE}\n1000,1000,121.0105,31.010")
    said = fit_text(fit_points(points), points).split("\n")
    assert [row.partition("　")[0] for row in said[:4]] == [
        "第 1 行",
        "第 2 行",
        "第 4 行",
        "第 5 行",
    ]
    assert said[-1].startswith("中误差 ")


def test_three_points_are_said_to_prove_nothing() -> None:
    points = read_points(THREE)
    assert "三个点必然吻合" in fit_text(fit_points(points), points)


def test_every_reason_has_words() -> None:
    for text in ("1,2,3,4", "1", "1,2,31,121", "1,2,3,4\n" * 3):
        try:
            fit_points(read_points(text))
        except ControlPointError as error:
            assert grid_problem(error.said) != error.said.text
    assert grid_problem(say("strange", "something else")) == "something else"
