"""Feeds the vector tile decoder broken tiles: `python -m tests.fuzz.fuzz_mvt --seconds N [FILES]`.

Any end but a well-formed tile or `MvtError` stops the run and prints the bytes. FILES are further
tiles (uncompressed) to start from.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.fakes import mvt as fake
from tests.fakes.mvt import Drawn
from tests.fakes.tile_checks import check_layer
from widgets.map.mvt import MvtError, decode

SQUARE = [(0, 0), (100, 0), (100, 100), (0, 100)]
HOLE = [(10, 10), (10, 20), (20, 20), (20, 10)]
EDGES = (0, 1, 2, 7, 8, 9, 0x0A, 0x12, 0x1A, 0x22, 0x7F, 0x80, 0xFE, 0xFF)


def seeds() -> list[bytes]:
    """Small tiles that use everything the format has."""
    features = [
        Drawn(1, [[(5, 5), (9, -3)]], {"kind": "cafe", "n": 3}, id=7),
        Drawn(2, [[(0, 0), (4096, 4096)], [(1, 1), (2, 2), (3, 1)]], {"oneway": True}),
        Drawn(3, [SQUARE, HOLE], {"name": "云泽", "height": -2, "min": 1.5}, id=1 << 60),
    ]
    one = fake.layer("roads", features)
    two = fake.layer("water", features[2:], extent=512, version=1)
    return [fake.tile(one), fake.tile(one, two), fake.tile(fake.layer("empty", []))]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, cut out, doubled or put elsewhere."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not out:
            break
        at = chance.randrange(len(out))
        size = chance.randrange(1, 12)
        move = chance.randrange(6)
        if move == 0:
            out[at] ^= 1 << chance.randrange(8)
        elif move == 1:
            out[at] = chance.choice(EDGES)
        elif move == 2:
            del out[at : at + size]
        elif move == 3:
            out[at:at] = out[at : at + size]
        elif move == 4:
            out[at:at] = bytes(chance.choice(EDGES) for _ in range(size))
        else:
            del out[at:]
    return bytes(out)


def run(seconds: float, start: Sequence[bytes], seed: int) -> tuple[int, int]:
    """Tiles tried and tiles refused within the time. Raises what the decoder lets through."""
    chance = random.Random(seed)
    tried = refused = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(chance.choice(start), chance)
        tried += 1
        try:
            tile = decode(data)
            for layer in tile.layers.values():
                check_layer(layer)
        except MvtError:
            refused += 1
        except BaseException:
            print(f"after {tried} tiles, seed {seed}: {data.hex()}", file=sys.stderr)
            raise
    return tried, refused


def main(argv: Sequence[str] | None = None) -> int:
    """Run for the seconds asked, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(argv)
    start = seeds() + [path.read_bytes() for path in options.files]
    tried, refused = run(options.seconds, start, options.seed)
    print(f"{tried} tiles, {refused} refused, none broke the decoder")
    return 0


if __name__ == "__main__":
    sys.exit(main())
