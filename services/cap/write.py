"""A CAP 1.2 message as XML, elements in the order of the standard.

What XML cannot hold (control characters) becomes a space. Knows nothing of the town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from services.cap.document import NAMESPACE, Alert, Area, Info, LonLat, Named, Resource, stamp

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Content = str | datetime | float | None


class _Page:
    """Lines of XML, indented by how deep they are."""

    def __init__(self) -> None:
        self._lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        self._depth = 0

    def open(self, name: str, attributes: str = "") -> None:
        self._lines.append(f"{'  ' * self._depth}<{name}{attributes}>")
        self._depth += 1

    def close(self, name: str) -> None:
        self._depth -= 1
        self._lines.append(f"{'  ' * self._depth}</{name}>")

    def put(self, name: str, content: Content, required: bool = False) -> None:
        """One element; nothing when the content is empty and not required."""
        text = _text(content)
        if text or required:
            clean = escape(_ILLEGAL.sub(" ", text), {"\r": "&#13;"})
            self._lines.append(f"{'  ' * self._depth}<{name}>{clean}</{name}>")

    def put_all(self, name: str, contents: Iterable[Content]) -> None:
        for content in contents:
            self.put(name, content)

    def put_named(self, name: str, values: Iterable[Named]) -> None:
        for value in values:
            self.open(name)
            self.put("valueName", value.name, required=True)
            self.put("value", value.value, required=True)
            self.close(name)

    def data(self) -> bytes:
        return ("\n".join(self._lines) + "\n").encode()


def write_cap(alert: Alert) -> bytes:
    """The message as UTF-8."""
    page = _Page()
    page.open("alert", f' xmlns="{NAMESPACE}"')
    page.put("identifier", alert.identifier)
    page.put("sender", alert.sender)
    page.put("sent", alert.sent)
    page.put("status", alert.status)
    page.put("msgType", alert.message_type)
    page.put("source", alert.source)
    page.put("scope", alert.scope)
    page.put("restriction", alert.restriction)
    page.put("addresses", alert.addresses)
    page.put_all("code", alert.codes)
    page.put("note", alert.note)
    page.put("references", " ".join(map(str, alert.references)))
    page.put("incidents", alert.incidents)
    for info in alert.infos:
        _put_info(page, info)
    page.close("alert")
    return page.data()


def _put_info(page: _Page, info: Info) -> None:
    page.open("info")
    page.put("language", info.language)
    page.put_all("category", info.categories)
    page.put("event", info.event)
    page.put_all("responseType", info.response_types)
    page.put("urgency", info.urgency)
    page.put("severity", info.severity)
    page.put("certainty", info.certainty)
    page.put("audience", info.audience)
    page.put_named("eventCode", info.event_codes)
    page.put("effective", info.effective)
    page.put("onset", info.onset)
    page.put("expires", info.expires)
    page.put("senderName", info.sender_name)
    page.put("headline", info.headline)
    page.put("description", info.description)
    page.put("instruction", info.instruction)
    page.put("web", info.web)
    page.put("contact", info.contact)
    page.put_named("parameter", info.parameters)
    for resource in info.resources:
        _put_resource(page, resource)
    for area in info.areas:
        _put_area(page, area)
    page.close("info")


def _put_resource(page: _Page, resource: Resource) -> None:
    page.open("resource")
    page.put("resourceDesc", resource.description)
    page.put("mimeType", resource.mime_type)
    page.put("size", None if resource.size_bytes is None else str(resource.size_bytes))
    page.put("uri", resource.uri)
    page.put("derefUri", resource.dereferenced)
    page.put("digest", resource.digest)
    page.close("resource")


def _put_area(page: _Page, area: Area) -> None:
    page.open("area")
    page.put("areaDesc", area.description)
    page.put_all("polygon", (" ".join(map(_place, ring)) for ring in area.polygons))
    page.put_all("circle", (f"{_place(c.centre)} {_plain(c.radius_km)}" for c in area.circles))
    page.put_named("geocode", area.geocodes)
    page.put("altitude", area.altitude_ft)
    page.put("ceiling", area.ceiling_ft)
    page.close("area")


def _text(content: Content) -> str:
    if content is None:
        return ""
    if isinstance(content, datetime):
        return stamp(content)
    return _plain(content) if isinstance(content, float) else str(content)


def _plain(number: float) -> str:
    """A number without an exponent, which CAP does not know."""
    text = repr(number)
    return f"{Decimal(text):f}" if "e" in text else text


def _place(place: LonLat) -> str:
    lon, lat = place
    return f"{_plain(lat)},{_plain(lon)}"
