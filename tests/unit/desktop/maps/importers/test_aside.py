"""An import read in a child process: what is said, what is drawn, and the file that is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.maps.child import Cancelled
from desktop.maps.crs import GCJ02
from desktop.maps.importers.aside import (
    ImportRequest,
    Preview,
    Stage,
    read_aside,
    read_in_child,
    reload_aside,
)
from desktop.maps.importers.result import ImportRefused, ImportSummary
from widgets.map.features import FeatureColumns

TABLE = "name,lon,lat\na,121.01,31.01\nb,121.02,31.02\nc,x,31.0\n"


def _request(folder: Path, text: str = TABLE, name: str = "a.csv") -> ImportRequest:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return ImportRequest(path, (121.0, 31.0), folder / "kept" / "a.draft")


def _read(request: ImportRequest) -> tuple[Preview, list[Stage]]:
    stages: list[Stage] = []
    return read_aside(request, is_cancelled=lambda: False, on_stage=stages.append), stages


def test_a_file_comes_back_said_drawn_and_written(tmp_path: Path) -> None:
    preview, stages = _read(_request(tmp_path))

    assert stages == [Stage.READING, Stage.PREPARING, Stage.SENDING]
    assert (preview.result.count, preview.result.refused_count) == (2, 1)
    assert preview.result.refused[0].row == 4
    assert preview.columns.bounds is not None and preview.result.bounds is not None
    assert preview.columns.bounds.west == pytest.approx(preview.result.bounds.west)
    assert len(json.loads(preview.kept.read_text("utf-8"))["features"]) == 2


def test_a_refusal_keeps_its_code(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as found:
        _read(_request(tmp_path, "", "a.geojson"))
    assert found.value.said.code == "json.cut_off"


def test_a_cancelled_read_ends(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        read_aside(_request(tmp_path), is_cancelled=lambda: True, on_stage=lambda stage: None)


def _summary(request: ImportRequest) -> ImportSummary:
    told: list[object] = []
    read_in_child(told.append, request)
    found = told[-1]
    assert isinstance(found, ImportSummary)
    return found


def test_the_system_and_the_order_asked_for_are_used(tmp_path: Path) -> None:
    request = _request(tmp_path)
    plain = _summary(request)
    assert _summary(replace(request, crs=GCJ02)).bounds != plain.bounds
    # 121 is no latitude.
    swapped = _summary(replace(request, swapped=True))
    assert (swapped.is_swapped, swapped.count) == (True, 0)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    with pytest.raises(ImportRefused) as found:
        _summary(_request(tmp_path))
    assert found.value.said.code == "file.unwritable"


def test_what_was_kept_is_read_again_and_the_damaged_is_named(tmp_path: Path) -> None:
    kept = _request(tmp_path).kept
    _summary(_request(tmp_path))
    broken = tmp_path / "broken.geojson"
    broken.write_text("{")
    paths = (kept, broken, tmp_path / "gone.geojson", kept)
    answers = reload_aside(paths, is_cancelled=lambda: False)

    assert [isinstance(each, FeatureColumns) for each in answers] == [True, False, False, True]
    assert all(answers[1:3])


def test_nothing_to_read_again_starts_no_process() -> None:
    assert reload_aside((), is_cancelled=lambda: pytest.fail("asked")) == []
