import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.api.stills import EVIDENCE_IN_MEMORY, StillStore, still_of

JPEG = b"\xff\xd8\xff"


@pytest.mark.parametrize("on_disk", [True, False])
def test_evidence_outlives_the_next_still(tmp_path: Path, on_disk: bool) -> None:
    store = StillStore(tmp_path if on_disk else None)
    first, second = still_of(JPEG + b"1"), still_of(JPEG + b"2")
    store.put("C1", first)
    id = store.keep(first)
    store.put("C1", second)
    assert store.get("C1") == second
    assert store.evidence(id) == first
    assert store.keep(first) == id


def test_the_oldest_evidence_goes_past_the_bound(tmp_path: Path) -> None:
    store = StillStore(tmp_path, evidence_kept=10)
    ids = []
    for number in range(12):
        ids.append(store.keep(still_of(JPEG + bytes([number]))))
        if file := next((tmp_path / "evidence").glob(f"{ids[-1]}*"), None):
            os.utime(file, (number, number))
    assert store.evidence(ids[-1])
    assert store.evidence(ids[0]) is None
    assert len(list((tmp_path / "evidence").iterdir())) <= 10


def test_memory_is_bounded_too() -> None:
    store = StillStore(None)
    ids = [store.keep(still_of(JPEG + bytes([n]))) for n in range(EVIDENCE_IN_MEMORY + 1)]
    assert store.evidence(ids[0]) is None
    assert store.evidence(ids[-1])


@pytest.mark.parametrize("id", ["", "../C1", "0" * 31, "g" * 32, "0" * 32])
def test_what_is_no_id_of_evidence_leads_nowhere(tmp_path: Path, id: str) -> None:
    (tmp_path / "C1.jpg").write_bytes(JPEG)
    assert StillStore(tmp_path).evidence(id) is None


def test_many_threads_may_keep_pictures_at_once(tmp_path: Path) -> None:
    store = StillStore(tmp_path, evidence_kept=20)
    stills = [still_of(JPEG + bytes([number])) for number in range(40) for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(store.keep, stills))
        list(threads.map(lambda still: store.put("C1", still), stills))
    assert ids == [still.etag for still in stills]
    assert store.get("C1") in stills
    assert not list(tmp_path.rglob("*.part"))
