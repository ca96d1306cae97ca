"""A town of one stream and one pack of its own: the smallest that can be served."""

from __future__ import annotations

import json
from pathlib import Path

PACK = """
[pack]
id = "wet"
version = 1
title = { zh = "积水", en = "Water" }
[streams.depth]
unit = "cm"
title = { zh = "水深", en = "Depth" }
[rules.depth]
stream = "depth"
deadband = 1
on_delay_s = 0
off_delay_s = 60
class_code = "event.water"
title = { zh = "{name} 积水", en = "{name}: water" }
[rules.depth.levels.blue]
at = 5
[rules.depth.levels.red]
at = 25
"""


def write_town(folder: Path) -> Path:
    """Write the town's directory; the folder."""
    (folder / "packs" / "wet").mkdir(parents=True)
    (folder / "packs" / "wet" / "pack.toml").write_text(PACK, "utf-8")
    (folder / "town.toml").write_text(
        '[town]\nid = "y"\nname = "云泽"\nname_en = "Yunze"\ntimezone = "Asia/Shanghai"\n'
        'centre = [121.0, 31.0]\npacks = ["wet"]\n',
        "utf-8",
    )
    stream = {"id": "W1", "kind": "depth", "name": "W1", "unit": "cm", "lon": 121, "lat": 31}
    (folder / "streams.json").write_text(json.dumps([stream]), "utf-8")
    for name in ("assets.json", "teams.json"):
        (folder / name).write_text("[]", "utf-8")
    areas = {"type": "FeatureCollection", "features": []}
    (folder / "areas.geojson").write_text(json.dumps(areas), "utf-8")
    return folder
