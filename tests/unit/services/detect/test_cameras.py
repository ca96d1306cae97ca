"""Which camera an alert is shown with."""

from __future__ import annotations

from services.contract.model import Asset
from services.detect.cameras import Cameras
from services.packs.schema import Belonging
from tests.unit.services.detect.test_engine import stream


def camera(name: str, lon: float, **attributes: str) -> Asset:
    return Asset(name, "camera", name, lon, 31.0, attributes=dict(attributes))


ASSETS = [
    camera("far", 121.004),
    camera("near", 121.001),
    camera("fire", 121.002, use="fire"),
    Asset("gate", "gate", "gate", 121.0, 31.0),
]


def test_the_camera_that_watches_a_stream_goes_before_the_nearest() -> None:
    cameras = Cameras([*ASSETS, camera("eye", 122.0, watches="W1")], {"p": Belonging()})
    assert cameras.of("p", stream(1)) == "eye"
    assert cameras.of("p", stream(2)) == "near"


def test_only_cameras_of_the_pack_within_its_distance_are_taken() -> None:
    belongings = {
        "fire": Belonging(where={"use": ["fire"]}),
        "close": Belonging(within_m=50),
        "none": Belonging(where={"use": ["boats"]}),
    }
    cameras = Cameras(ASSETS, belongings)
    found = [cameras.of(pack, stream(2)) for pack in ("fire", "close", "none", "unknown")]
    assert found == ["fire", "", "", ""]
