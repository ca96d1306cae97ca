"""XML to a CAP 1.2 message, strictly: order, number, vocabulary and form of every element.

Collects what is wrong instead of stopping at the first, each with element, line and what is
expected. Knows nothing of the town.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from services.cap.document import (
    NAMESPACE,
    Alert,
    Area,
    Category,
    Certainty,
    Info,
    MessageType,
    Named,
    Resource,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
)
from services.cap.leaves import EPOCH, Leaves, Problem
from services.cap.tree import BadXml, Node, read_tree

MAX_PROBLEMS = 20

_SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
_ALERT = (
    "identifier! sender! sent! status! msgType! source? scope! restriction? addresses? code* "
    "note? references? incidents? info*"
)
_INFO = (
    "language? category+ event! responseType* urgency! severity! certainty! audience? eventCode* "
    "effective? onset? expires? senderName? headline? description? instruction? web? contact? "
    "parameter* resource* area*"
)
_RESOURCE = "resourceDesc! mimeType! size? uri? derefUri? digest?"
_AREA = "areaDesc! polygon* circle* geocode* altitude? ceiling?"
_NAMED = "valueName! value!"

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class CapError(ValueError):
    """The bytes are not a CAP 1.2 message. `problems` says why, in the order of the message."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def parse_cap(data: bytes) -> Alert:
    """The message. Raises CapError."""
    try:
        root = read_tree(data)
    except BadXml as error:
        problem = Problem(error.element or "alert", error.line, f"the document {error.problem}")
        raise CapError((problem,)) from error
    reader = _Reader()
    alert = reader.alert(root)
    if reader.problems or alert is None:
        raise CapError(tuple(sorted(reader.problems, key=lambda p: p.line)[:MAX_PROBLEMS]))
    return alert


class _Parts:
    """The children of one element by name, checked against what the standard has there."""

    def __init__(self, reader: _Reader, node: Node, plan: str) -> None:
        self._reader = reader
        self._node = node
        self._found: dict[str, list[Node]] = {}
        names = [word[:-1] for word in plan.split()]
        if node.text:
            reader.say(node, "expected elements only, no text between them")
        place = 0
        for child in node.children:
            if child.namespace == _SIGNATURE and node.name == "alert":
                continue
            if child.namespace != NAMESPACE or child.name not in names:
                reader.say(child, f"expected none such in <{node.name}> of CAP 1.2")
                continue
            if names.index(child.name) < place:
                reader.say(child, f"expected before <{names[place]}>: the order is fixed")
            place = max(place, names.index(child.name))
            self._found.setdefault(child.name, []).append(child)
        for word in plan.split():
            self._count(word[:-1], word[-1])

    def _count(self, name: str, often: str) -> None:
        found = self._found.get(name, [])
        if not found and often in "!+":
            self._reader.say(self._node, f"expected a <{name}> in it; it is required", name)
        if len(found) > 1 and often in "!?":
            self._reader.say(found[1], f"expected once in <{self._node.name}>")

    def nodes(self, name: str) -> list[Node]:
        return self._found.get(name, [])

    def first(self, name: str, read: Callable[[Node], T], default: T) -> T:
        """The first one read, or `default` when there is none."""
        found = self._found.get(name)
        return read(found[0]) if found else default

    def every(self, name: str, read: Callable[[Node], T]) -> tuple[T, ...]:
        return tuple(read(node) for node in self._found.get(name, ()))

    def text(self, name: str) -> str:
        return self.first(name, self._reader.text, "")

    def needed(self, name: str) -> str:
        return self.first(name, self._reader.filled, "")

    def one(self, name: str, kind: type[E]) -> E:
        """One word of a vocabulary; any of it when missing, which has been said already."""
        return self.first(name, lambda node: self._reader.word_of(node, kind), next(iter(kind)))


class _Reader(Leaves):
    """Reads the elements that hold others."""

    def alert(self, root: Node) -> Alert | None:
        if root.namespace != NAMESPACE or root.name != "alert":
            self.say(root, f"expected the element alert of the namespace {NAMESPACE}")
            return None
        parts = _Parts(self, root, _ALERT)
        alert = Alert(
            identifier=parts.first("identifier", self.token, ""),
            sender=parts.first("sender", self.token, ""),
            sent=parts.first("sent", self.time, EPOCH),
            status=parts.one("status", Status),
            message_type=parts.one("msgType", MessageType),
            scope=parts.one("scope", Scope),
            source=parts.text("source"),
            restriction=parts.text("restriction"),
            addresses=parts.text("addresses"),
            codes=parts.every("code", self.text),
            note=parts.text("note"),
            references=parts.first("references", self.references, ()),
            incidents=parts.text("incidents"),
            infos=parts.every("info", self.info),
        )
        self._check_conditions(root, alert)
        return alert

    def _check_conditions(self, root: Node, alert: Alert) -> None:
        """What one element demands of another (CAP-v1.2, 3.2.1)."""
        kind = alert.message_type
        if kind is not MessageType.ALERT and not alert.references:
            words = f"expected with msgType {kind}: which messages it is about"
            self.say(root, words, "references")
        if alert.scope is Scope.RESTRICTED and not alert.restriction:
            self.say(root, "expected with scope Restricted: who may see it", "restriction")
        if alert.scope is Scope.PRIVATE and not alert.addresses:
            self.say(root, "expected with scope Private: to whom it is addressed", "addresses")

    def info(self, node: Node) -> Info:
        parts = _Parts(self, node, _INFO)
        return Info(
            language=parts.first("language", self.language, "en-US"),
            categories=parts.every("category", lambda n: self.word_of(n, Category)),
            event=parts.needed("event"),
            response_types=parts.every("responseType", lambda n: self.word_of(n, ResponseType)),
            urgency=parts.one("urgency", Urgency),
            severity=parts.one("severity", Severity),
            certainty=parts.one("certainty", Certainty),
            audience=parts.text("audience"),
            event_codes=parts.every("eventCode", self.named),
            effective=parts.first("effective", self.time, None),
            onset=parts.first("onset", self.time, None),
            expires=parts.first("expires", self.time, None),
            sender_name=parts.text("senderName"),
            headline=parts.text("headline"),
            description=parts.text("description"),
            instruction=parts.text("instruction"),
            web=parts.text("web"),
            contact=parts.text("contact"),
            parameters=parts.every("parameter", self.named),
            resources=parts.every("resource", self.resource),
            areas=parts.every("area", self.area),
        )

    def resource(self, node: Node) -> Resource:
        parts = _Parts(self, node, _RESOURCE)
        return Resource(
            parts.needed("resourceDesc"),
            parts.needed("mimeType"),
            parts.first("size", self.size, None),
            parts.text("uri"),
            parts.text("derefUri"),
            parts.text("digest"),
        )

    def area(self, node: Node) -> Area:
        parts = _Parts(self, node, _AREA)
        if parts.nodes("ceiling") and not parts.nodes("altitude"):
            self.say(node, "expected with a <ceiling>: where the range begins", "altitude")
        return Area(
            parts.needed("areaDesc"),
            parts.every("polygon", self.polygon),
            parts.every("circle", self.circle),
            parts.every("geocode", self.named),
            parts.first("altitude", self.number, None),
            parts.first("ceiling", self.number, None),
        )

    def named(self, node: Node) -> Named:
        parts = _Parts(self, node, _NAMED)
        return Named(parts.needed("valueName"), parts.text("value"))
