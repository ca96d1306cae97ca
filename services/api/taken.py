"""How a door answers: what was taken of a message and what was refused, each with its reason."""

from __future__ import annotations

from starlette.responses import Response

from services.api.http import answer
from services.ingest.hub import Accepted, ReadingHub
from services.ingest.parse import Parsed, RefusedReading


def take(hub: ReadingHub, door: str, source: str, parsed: Parsed) -> Accepted:
    """Hand the readings on; the refused ones by their places in the message, in order."""
    for refused in parsed.refused:
        hub.refuse(door, source, refused.reason, "malformed item")
    taken = hub.accept(parsed.items, door)
    late = [
        RefusedReading(parsed.places[item.index], item.stream, item.reason)
        for item in taken.refused
    ]
    refused_all = sorted(parsed.refused + late, key=lambda item: item.index)
    return Accepted(taken.accepted, refused_all)


def taken_answer(hub: ReadingHub, door: str, source: str, parsed: Parsed) -> Response:
    """202, or 422 when the message had readings and none could be taken."""
    taken = take(hub, door, source, parsed)
    return answer(taken, 422 if taken.refused and not taken.accepted else 202)
