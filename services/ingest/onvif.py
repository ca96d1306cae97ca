"""ONVIF event XML (WS-BaseNotification) to notifications: topic, source, key and data items.

Pure. Knows the two schemas, no camera and no stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.cap.tree import BadXml, Node, read_tree
from services.ingest.parse import printable

WSNT = "http://docs.oasis-open.org/wsn/b-2"
TT = "http://www.onvif.org/ver10/schema"
WRAPPERS = ("Envelope", "Notify", "NotificationMessage", "PullMessagesResponse", "MetadataStream")
MAX_NOTIFICATIONS = 1_000


class BadNotify(ValueError):
    """The body as a whole is no notification; the text says why, with its line."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One event. `topic` is without prefixes; items are by name, as the camera writes them."""

    topic: str
    at: str
    operation: str = ""
    source: dict[str, str] = field(default_factory=dict)
    key: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BadNotification:
    """A NotificationMessage that cannot be understood, and why."""

    reason: str


def parse_notify(body: bytes) -> list[Notification | BadNotification]:
    """Every notification of a body, in order. Raises BadNotify when there can be none."""
    try:
        root = read_tree(body)
    except BadXml as error:
        where = f" (element {printable(error.element)})" if error.element else ""
        raise BadNotify(f"{error}{where}") from error
    if root.name not in WRAPPERS:
        expected = ", ".join(WRAPPERS)
        raise BadNotify(f"line 1: <{printable(root.name)}> is none of {expected}")
    found: list[Notification | BadNotification] = []
    for node in _messages(root):
        if len(found) >= MAX_NOTIFICATIONS:
            raise BadNotify(f"line {node.line}: more than {MAX_NOTIFICATIONS} notifications")
        try:
            found.append(_notification(node))
        except _Bad as error:
            found.append(BadNotification(str(error)))
    if not found:
        raise BadNotify(
            f"<{root.name}> holds no NotificationMessage of the namespace {WSNT}, line {root.line}"
        )
    return found


class _Bad(ValueError):
    pass


def _messages(root: Node) -> Iterator[Node]:
    """NotificationMessages in document order, without recursion."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if (node.namespace, node.name) == (WSNT, "NotificationMessage"):
            yield node
        else:
            waiting.extend(reversed(node.children))


def _notification(node: Node) -> Notification:
    topic = _child(node, WSNT, "Topic")
    outer = _child(node, WSNT, "Message")
    message = _child(outer, TT, "Message")
    at = message.attributes.get("UtcTime", "")
    if not at:
        raise _Bad(f"line {message.line}: <Message> has no UtcTime")
    return Notification(
        topic=_plain(topic),
        at=at,
        operation=message.attributes.get("PropertyOperation", ""),
        source=_items(message, "Source"),
        key=_items(message, "Key"),
        data=_items(message, "Data"),
    )


def _child(node: Node, namespace: str, name: str) -> Node:
    for child in node.children:
        if (child.namespace, child.name) == (namespace, name):
            return child
    raise _Bad(f"line {node.line}: <{node.name}> has no <{name}> of the namespace {namespace}")


def _plain(topic: Node) -> str:
    """tns1:RuleEngine/tns1:X as RuleEngine/X: prefixes are the sender's own choice."""
    parts = [part.rpartition(":")[2].strip() for part in topic.text.split("/")]
    if not all(parts):
        raise _Bad(f"line {topic.line}: <Topic> {printable(topic.text)!r} is no topic")
    return "/".join(parts)


def _items(message: Node, group: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in message.children:
        if (part.namespace, part.name) != (TT, group):
            continue
        for item in part.children:
            if (item.namespace, item.name) != (TT, "SimpleItem"):
                continue
            name, value = item.attributes.get("Name"), item.attributes.get("Value")
            if name is None or value is None:
                raise _Bad(f"line {item.line}: <SimpleItem> needs Name and Value")
            found[name] = value
    return found
