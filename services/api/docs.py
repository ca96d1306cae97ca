"""The API's own description: OpenAPI from the structs in use, and a plain page that shows it."""

from __future__ import annotations

import html
import json
from typing import Any

import msgspec

from services.api.docs_doors import door_paths

READING = {
    "type": "object",
    "required": ["stream", "value"],
    "properties": {
        "stream": {"type": "string", "description": "id of a registered stream"},
        "value": {"type": "number"},
        "at": {
            "oneOf": [{"type": "string", "format": "date-time"}, {"type": "integer"}],
            "description": "ISO-8601 with offset, or milliseconds since 1970 UTC; without: now",
        },
        "quality": {
            "oneOf": [{"enum": ["good", "uncertain", "bad"]}, {"enum": [0, 1, 2]}],
            "default": "good",
        },
        "evidence": {"type": "string", "description": "id of a picture or clip that shows it"},
    },
}


_RETRY_AFTER = {
    "description": "too many wrong sign-ins for this name or address",
    "headers": {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}},
}


def openapi(types: tuple[type[msgspec.Struct], ...]) -> dict[str, Any]:
    """The OpenAPI 3.1 document. `types` are the structs the routes take and give."""
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    schemas["Reading"] = READING
    schemas["Error"] = {"type": "object", "properties": {"error": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OneMap 一张图",
            "version": "1",
            "description": "Readings and stills in; the town's state out. Live: WebSocket /ws, "
            "subprotocol onemap.v1.",
        },
        "paths": _paths(),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> dict[str, Any]:
    still = [{"name": "camera", "in": "path", "required": True, "schema": {"type": "string"}}]
    images: dict[str, Any] = {"image/jpeg": {}, "image/png": {}}
    return {
        **_warning_paths(),
        **_waveform_paths(),
        **_rule_paths(),
        **door_paths(_route),
        "/api/readings": {
            "post": _route(
                "Send readings: a JSON array, or one object a line; at most 4 MiB",
                "ingest",
                {
                    "application/json": {"schema": {"type": "array", "items": _ref("Reading")}},
                    "application/x-ndjson": {"schema": _ref("Reading")},
                },
                {"202": ("taken; each refused item with its reason", "Accepted")},
                errors=("400", "401", "403", "413"),
            )
        },
        "/api/health": {"get": _route("Figures of the server itself", "")},
        "/api/state": {"get": _route("Open alerts, cases and latest values", "view")},
        "/api/session": {
            "post": _route(
                "Sign in",
                "",
                {"application/json": {"schema": _ref("SignIn")}},
                {"200": ("signed in", "Session")},
                errors=("400", "401", "429"),
            ),
            "delete": _route("Sign out", "view", answers={"204": ("signed out", "")}),
        },
        "/api/basemap": {"get": _route("The town's basemap, GeoJSON, gzip, with ETag", "view")},
        "/api/cameras/{camera}/still": {
            "parameters": still,
            "get": _route(
                "A camera's latest still, with ETag", "view", errors=("401", "403", "404")
            ),
            "put": _route(
                "Send a still, at most 2 MiB; header X-Taken-At says when it was taken",
                "ingest",
                images,
                {"204": ("kept and announced", "")},
                errors=("400", "401", "403", "404", "413", "415"),
            ),
        },
    }


def _warning_paths() -> dict[str, Any]:
    key = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    post = _route(
        "Send a warning as CAP 1.2; Update and Cancel by references, Exercise is a drill",
        "ingest",
        {"application/cap+xml": {"schema": {"type": "string"}}},
        {
            "200": ("what became of it", "CapAnswer"),
            "400": ("no CAP 1.2, with element, line and what is expected", "CapRefusal"),
        },
        errors=("401", "403", "409", "413", "503"),
    )
    get = _route("A warning as CAP 1.2", "view", errors=("401", "403", "404"))
    get["responses"]["200"]["content"] = {"application/cap+xml": {}}
    return {
        "/api/cap": {"post": post},
        "/api/warnings/{id}.cap.xml": {"parameters": key, "get": get},
    }


def _waveform_paths() -> dict[str, Any]:
    post = _route(
        "Send voltage and current around a switching event; at most 3 MiB",
        "ingest",
        {"application/json": {"schema": _ref("WaveformMessage")}},
        {
            "202": ("features and scores; readings of the breaker's streams", "WaveformAnswer"),
            "422": ("understood, but no reading was taken", "WaveformAnswer"),
        },
        errors=("400", "401", "403", "404", "413", "503"),
    )
    return {"/api/waveforms": {"post": post}}


def _rule_paths() -> dict[str, Any]:
    ask = {"application/json": {"schema": _ref("BacktestAsk")}}
    bad = {"422": ("the change makes no rule, and where", "PatchRefusal")}
    errors = ("400", "401", "403", "404", "409")
    lines = _route(
        "Try a change of a rule on the readings of 1 to 92 days; one line after another while it "
        "works, the report last. Closing the connection ends it",
        "view",
        ask,
        {"200": ("progress, then the report", ""), **bad},
        errors=errors,
    )
    lines["responses"]["200"]["content"] = {
        "application/x-ndjson": {"schema": _ref("BacktestLine")}
    }
    return {
        "/api/rules": {
            "get": _route(
                "The rules in force, with values, changes and what they watch",
                "view",
                answers={"200": ("found", "RuleBookAnswer")},
            )
        },
        "/api/backtest": {"post": lines},
        "/api/backtest/curve": {
            "post": _route(
                "One stream of a back-test: its readings and its alarms",
                "view",
                ask,
                {"200": ("found", "Curve"), **bad},
                errors=errors,
            )
        },
        "/api/packs/reload": {
            "post": _route(
                "Read the packs and the town's overrides anew",
                "operate",
                answers={
                    "200": ("read; what differs", "ReloadAnswer"),
                    "422": ("they have mistakes, and the old ones stay", "ReloadRefusal"),
                },
                errors=("401", "403"),
            )
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _route(
    summary: str,
    role: str,
    body: dict[str, Any] | None = None,
    answers: dict[str, tuple[str, str]] | None = None,
    errors: tuple[str, ...] = (),
) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, (text, schema) in (answers or {"200": ("found", "")}).items():
        responses[status] = {"description": text}
        if schema:
            responses[status]["content"] = {"application/json": {"schema": _ref(schema)}}
    for status in errors or (("401", "403") if role else ()):
        content = {"application/json": {"schema": _ref("Error")}}
        responses[status] = {"description": "refused, in words", "content": content}
        if status == "429":
            responses[status] |= _RETRY_AFTER
    route: dict[str, Any] = {"summary": summary, "responses": responses}
    if role:
        route["security"] = [{"token": []}]
        route["description"] = f"Needs a token with the role {role}."
    if body:
        route["requestBody"] = {"required": True, "content": body}
    return route


_STYLE = """body{font:16px/1.5 system-ui,"Noto Sans SC",sans-serif;margin:0 auto;max-width:60rem;
padding:2rem;background:#0B131E;color:#E8EEF5}h2{margin-top:2.5rem;border-top:1px solid #24364A;
padding-top:1rem;font-size:1.1rem}code,pre{font-family:ui-monospace,monospace;color:#4FB3FF}
pre{background:#111C2A;padding:1rem;overflow:auto}a{color:#4FB3FF}p,li{color:#9CB0C5}"""


def page(document: dict[str, Any]) -> str:
    """The document as one plain page that needs nothing from elsewhere."""
    info = document["info"]
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        f"<title>{html.escape(info['title'])} API</title><style>{_STYLE}</style>",
        f"<h1>{html.escape(info['title'])} API</h1><p>{html.escape(info['description'])}</p>",
        '<p><a href="openapi.json">openapi.json</a></p>',
    ]
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            if method != "parameters":
                parts.append(_section(path, method, route))
    schemas = json.dumps(document["components"]["schemas"], indent=2, ensure_ascii=False)
    parts.append(f"<h2>Schemas</h2><pre>{html.escape(schemas)}</pre></html>")
    return "\n".join(parts)


def _section(path: str, method: str, route: dict[str, Any]) -> str:
    kinds = ", ".join(route.get("requestBody", {}).get("content", {}))
    answers = "".join(
        f"<li><code>{status}</code> {html.escape(response['description'])}</li>"
        for status, response in route["responses"].items()
    )
    return (
        f"<h2><code>{method.upper()} {html.escape(path)}</code></h2>"
        f"<p>{html.escape(route['summary'])}. {html.escape(route.get('description', ''))}</p>"
        + (f"<p>Body: <code>{html.escape(kinds)}</code></p>" if kinds else "")
        + f"<ul>{answers}</ul>"
    )
