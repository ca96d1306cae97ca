"""Offline areas in words: how big, how far, what a download is doing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.maps.area_download import Phase, Progress
from desktop.maps.offline import OfflineArea

translate = QCoreApplication.translate


def area_note(
    area: OfflineArea, base: str, progress: Progress | None, done: int, total: int
) -> str:
    """The line under an area's title; `base` is what its base map is called."""
    zooms = translate("Offline", "{low}–{high} 级").format(
        low=area.plan.min_zoom, high=area.plan.max_zoom
    )
    tiles = translate("Offline", "{done}/{total} 块").format(done=f"{done:,}", total=f"{total:,}")
    phase = phase_text(progress, is_whole=done >= total)
    parts = (base, zooms, tiles, size_text(area.size_bytes), phase)
    return " · ".join(part for part in parts if part)


def phase_text(progress: Progress | None, *, is_whole: bool) -> str:
    """What a download is doing; `is_whole` when nothing is missing."""
    if progress is None or progress.phase in (Phase.IDLE, Phase.STOPPED):
        return "" if is_whole else translate("Offline", "未下完")
    if progress.phase is Phase.RUNNING:
        rate = size_text(progress.rate_bytes_s)
        return translate("Offline", "下载中 {rate}/秒").format(rate=rate)
    if progress.phase is Phase.DONE:
        return translate("Offline", "已下完")
    words = {
        Phase.PAUSED: translate("Offline", "已暂停"),
        Phase.INCOMPLETE: translate("Offline", "{n} 块没取到").format(n=progress.failed),
        Phase.FAILED: translate("Offline", "失败"),
    }[progress.phase]
    return f"{words}（{progress.problem}）" if progress.problem else words


def size_text(bytes_: float) -> str:
    """An amount of data: 340 KB, 12.5 MB."""
    if bytes_ < 1_000_000:
        return f"{bytes_ / 1_000:.0f} KB"
    return f"{bytes_ / 1_000_000:.1f} MB"
