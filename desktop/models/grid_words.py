"""A local grid in words: how well its control points agree, and why points make none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.maps.control_points import ControlPoints
from desktop.maps.crs import LocalFit
from desktop.maps.said import Said

translate = QCoreApplication.translate


def fit_text(fit: LocalFit, points: ControlPoints) -> str:
    """The residual of each point in its line, and of all together."""
    rows = [
        translate("Grid", "第 {line} 行　残差 {m}").format(line=line, m=_metres(residual))
        for line, residual in zip(points.lines, fit.fit.residuals_m, strict=True)
    ]
    if not fit.fit.is_checked:
        rows.append(translate("Grid", "三个点必然吻合；再加一个才能检验"))
    rows.append(translate("Grid", "中误差 {m}").format(m=_metres(fit.fit.rms_m)))
    return "\n".join(rows)


def grid_problem(said: Said) -> str:
    """Why the points make no grid."""
    pattern = {
        "grid.too_many": translate("Grid", "最多 {most} 个控制点"),
        "grid.not_four": translate("Grid", "第 {line} 行应为 x, y, 经度, 纬度"),
        "grid.outside": translate("Grid", "第 {line} 行的 {lon:g}, {lat:g} 不是经纬度"),
        "grid.too_few": translate("Grid", "已有 {n} 个控制点，至少 3 个"),
        "grid.not_finite": translate("Grid", "有坐标不是数值"),
        "grid.one_line": translate("Grid", "控制点在一条直线上或重合，请选分散的点"),
    }.get(said.code)
    return pattern.format_map(said.params) if pattern else said.text


def _metres(value: float) -> str:
    return translate("Grid", "{m:.2f} 米").format(m=value)
