"""Which camera looks at the place of an alert."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from services.contract.model import Asset, Stream
from services.detect.arrays import Values
from services.detect.places import metres
from services.packs.schema import Belonging


class Cameras:
    """The town's cameras: those that watch a stream by name, else the nearest of a pack's."""

    def __init__(self, assets: Iterable[Asset], belongings: Mapping[str, Belonging]) -> None:
        cameras = [asset for asset in assets if asset.kind == "camera"]
        self._watching = {
            str(camera.attributes["watches"]): camera.id
            for camera in cameras
            if "watches" in camera.attributes
        }
        self._of_pack = {
            pack: (belonging.within_m, *_columns(cameras, belonging))
            for pack, belonging in belongings.items()
        }

    def of(self, pack: str, stream: Stream) -> str:
        """The id of the camera, empty when none is near enough."""
        if stream.id in self._watching:
            return self._watching[stream.id]
        if pack not in self._of_pack:
            return ""
        within_m, ids, lon, lat = self._of_pack[pack]
        if not ids:
            return ""
        away = metres(lon, lat, stream.lon, stream.lat)
        nearest = int(away.argmin())
        return ids[nearest] if away[nearest] <= within_m else ""


def _columns(cameras: list[Asset], belonging: Belonging) -> tuple[list[str], Values, Values]:
    mine = [
        camera
        for camera in cameras
        if all(
            str(camera.attributes.get(name, "")) in wanted
            for name, wanted in belonging.where.items()
        )
    ]
    lon = np.array([camera.lon for camera in mine], np.float64)
    return [camera.id for camera in mine], lon, np.array([camera.lat for camera in mine])
