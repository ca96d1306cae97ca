"""Feeds the readers broken map files: `python -m tests.fuzz.fuzz_archives --seconds N [FILES]`.

Any end but tiles, `ArchiveError` and `TileError`, or more than `SLOW_S` for one file, stops the
run and keeps the file. FILES are further PMTiles or MBTiles to start from.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from desktop.maps import hilbert
from desktop.maps.errors import ArchiveError
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.pmtiles import PmtilesSource
from tests.fakes.archives import mbtiles, pmtiles, png, point_tile
from tests.fuzz.fuzz_mvt import mutated
from widgets.map.sources import TileError

SLOW_S = 5.0
TILES = 21


def seeds(folder: Path) -> list[bytes]:
    """Small archives that use everything the formats have."""
    addresses = [hilbert.address_of(number) for number in range(TILES)]
    pictures = {a: png(1, 1, (a.x + a.y) % 3) for a in addresses}
    vectors = dict.fromkeys(addresses, point_tile())
    said = {"name": "x", "format": "png", "bounds": "1,2,3,4", "minzoom": 0, "maxzoom": 2}
    return [
        pmtiles(pictures),
        pmtiles(pictures, leaf_size=2, packed=False),
        pmtiles(vectors, kind=1, leaf_size=3),
        mbtiles(folder / "raster", pictures, said).read_bytes(),
        mbtiles(folder / "vector", vectors, {"format": "pbf"}).read_bytes(),
    ]


def changed(data: bytes, chance: random.Random) -> bytes:
    """The file with its head, one page or all of it mutated; the rest kept as it was."""
    size = chance.choice((127, 512, 4096, len(data)))
    at = chance.randrange(0, max(1, len(data)), size)
    part = mutated(data[at : at + size], chance)
    if chance.random() < 0.7:
        # Lengths kept, so that what lies behind is still found.
        part = (part + data[at + len(part) : at + size])[: len(data[at : at + size])]
    return data[:at] + part + data[at + size :]


def read_all(path: Path) -> int:
    """Open the file as both kinds and ask for tiles; how many times it was refused."""
    refused = 0
    for kind in (PmtilesSource, MbtilesSource):
        try:
            source = kind(path)
        except ArchiveError:
            refused += 1
            continue
        for number in range(TILES + 8):
            try:
                source.load(hilbert.address_of(number))
            except TileError:
                refused += 1
        source.close()
    return refused


def run(seconds: float, files: Sequence[Path], seed: int) -> tuple[int, int]:
    """Files tried and refusals within the time. Raises what the readers let through."""
    chance = random.Random(seed)
    tried = refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = seeds(folder) + [file.read_bytes() for file in files]
        path = folder / "fuzzed"
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            path.write_bytes(changed(chance.choice(start), chance))
            tried += 1
            began = time.monotonic()
            try:
                refused += read_all(path)
                took_s = time.monotonic() - began
                if took_s > SLOW_S:
                    raise AssertionError(f"one file took {took_s:.1f} s")
            except BaseException:
                kept = shutil.copy(path, Path(tempfile.gettempdir()) / f"fuzz-{seed}-{tried}.bin")
                print(f"after {tried} files, seed {seed}: see {kept}", file=sys.stderr)
                raise
    return tried, refused


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.fuzz.fuzz_archives")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if given.seed is None else given.seed
    tried, refused = run(given.seconds, given.files, seed)
    print(f"{tried:,} files, {refused:,} refusals, seed {seed}")


if __name__ == "__main__":
    main()
