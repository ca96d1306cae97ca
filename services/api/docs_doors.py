"""What the OpenAPI document says of the doors: webhooks, ONVIF, media, refusals, SensorThings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from services.api.onvif import OnvifAnswer
from services.api.pictures import MediaAnswer
from services.api.refusals import RefusalsAnswer
from services.api.sensorthings.door import ROOT

DESCRIBED: tuple[type[msgspec.Struct], ...] = (OnvifAnswer, MediaAnswer, RefusalsAnswer)
_IMAGES: dict[str, Any] = {"image/jpeg": {}, "image/png": {}}
_STA = {"application/json": {"schema": {"type": "object"}}}
_STA_ERRORS = ("400", "401", "403", "404")


def door_paths(route: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """The paths of the doors; `route` describes one method of one path."""
    return {
        "/api/hooks/{name}": {
            "parameters": _parameter("name", "of [hooks.NAME] in town.toml"),
            "post": route(
                "Send any JSON or form; town.toml says which readings it means, at most 1 MiB",
                "ingest, or signed with the secret of the webhook",
                {"application/json": {}, "application/x-www-form-urlencoded": {}},
                {
                    "202": ("taken; each refused item with its reason", "Accepted"),
                    "422": ("understood, but nothing could be taken", "Accepted"),
                },
                errors=("400", "401", "403", "404", "413"),
            ),
        },
        "/api/onvif/{source}": {
            "parameters": _parameter("source", "of [onvif.NAME] in town.toml"),
            "post": route(
                "Send ONVIF events, as a camera pushes wsnt:Notify; at most 1 MiB",
                "ingest, or with the sender's key as ?key=",
                {"application/soap+xml": {"schema": {"type": "string"}}},
                {
                    "202": ("taken, not mapped, and refused", "OnvifAnswer"),
                    "422": ("understood, but nothing could be taken", "OnvifAnswer"),
                },
                errors=("400", "401", "403", "404", "413"),
            ),
        },
        **_media(route),
        **_sensorthings(route),
    }


def _media(route: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    return {
        "/api/media": {
            "post": route(
                "Send a picture to be kept as evidence, at most 2 MiB",
                "ingest",
                _IMAGES,
                {"201": ("kept; its id is for the field evidence", "MediaAnswer")},
                errors=("401", "403", "413", "415", "507"),
            )
        },
        "/api/media/{id}": {
            "parameters": _parameter("id", "as an alert's evidence says"),
            "get": route("A picture kept as evidence", "view", errors=("401", "403", "404")),
        },
        "/api/refusals": {
            "get": route(
                "What the doors refused and why, the last 200 in words",
                "view",
                answers={"200": ("newest first", "RefusalsAnswer")},
                errors=("401", "403"),
            )
        },
    }


def _sensorthings(route: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    options = [
        {"name": name, "in": "query", "schema": {"type": "string"}}
        for name in ("$filter", "$orderby", "$top", "$skip", "$count", "$select", "$expand")
    ]
    read = route("Entities of OGC SensorThings 1.1", "view", errors=_STA_ERRORS)
    created = {"201": ("created; Location leads to it", "")}
    write = route(
        "Create Observations, Things with what is in them, or Datastreams; and "
        "CreateObservations for data arrays; at most 4 MiB",
        "ingest",
        _STA,
        created,
        errors=(*_STA_ERRORS, "405", "409", "413", "501", "503"),
    )
    root = route("The entity sets, and what of the standard is obeyed", "view")
    for method in (read, write, root):
        for status, response in method["responses"].items():
            if status.startswith(("4", "5")):
                response["content"] = {"application/json": {"schema": _ERROR}}
    return {
        ROOT: {"get": root},
        f"{ROOT}/{{path}}": {
            "parameters": _parameter("path", "for example Datastreams('W07')/Observations"),
            "get": {**read, "parameters": options},
            "post": write,
        },
    }


_ERROR = {
    "type": "object",
    "properties": {
        "code": {"type": "integer"},
        "type": {"const": "error"},
        "message": {"type": "string"},
    },
}


def _parameter(name: str, text: str) -> list[dict[str, Any]]:
    schema = {"type": "string"}
    return [{"name": name, "in": "path", "required": True, "description": text, "schema": schema}]
