"""Collections and entities as the standard writes them: links, pages, selected and expanded parts.

Pure over a View, so that it can be run in a thread; bounded in how much it builds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from services.api.sensorthings.evaluate import Evaluator
from services.api.sensorthings.expression import Binary, Literal, Node, Path
from services.api.sensorthings.options import Options, Order
from services.api.sensorthings.paths import Resource, Step
from services.api.sensorthings.view import Span, View
from services.api.sensorthings.words import (
    NAVIGATION,
    Entity,
    Instant,
    StaError,
    quoted,
    target_of,
)

MAX_BUILT = 50_000
"""Entities written in one answer."""
_TIMES = ("phenomenonTime", "resultTime")
_STREAM_IDS = (("Datastream", "id"), ("Datastream", "@iot.id"))


@dataclass(slots=True)
class Answerer:
    """Builds the answer to one request. `root` is the service's address without a last slash."""

    view: View
    root: str
    now_ms: int
    _built: int = 0
    _evaluator: Evaluator = field(init=False)

    def __post_init__(self) -> None:
        self._evaluator = Evaluator(self.view.follow, self.now_ms)

    def collection(self, resource: Resource, options: Options) -> dict[str, Any]:
        """The collection a resource names. Raises StaError."""
        parent, last = self._parent(resource), resource.last
        found = self._of(parent, last, options)
        address = self._address(parent, last)
        if resource.form == "$ref":
            page = found[options.skip : options.skip + options.top]
            value: list[Any] = [{"@iot.selfLink": self.address_of(each)} for each in page]
        else:
            value = self._page(found, options)
        answer: dict[str, Any] = {}
        if options.count:
            answer["@iot.count"] = len(found)
        suffix = "/$ref" if resource.form == "$ref" else ""
        if 0 < options.top < len(found) - options.skip:
            answer["@iot.nextLink"] = _next(f"{self.root}/{address}{suffix}", options)
        return {**answer, "value": value}

    def entity(self, resource: Resource) -> Entity:
        """The entity a resource names. Raises StaError 404."""
        parent, last = self._parent(resource), resource.last
        if parent is None or last.is_single:
            found = self._one(parent, last)
        else:
            found = self._among(parent, last)
        if found is None:
            name = last.name if last.id is None else f"{last.name}({quoted(last.id)})"
            raise StaError(404, f"there is no {name[:120]}")
        return found

    def written(self, entity: Entity, options: Options) -> dict[str, Any]:
        """The entity with its links, what is selected and what is expanded."""
        self._built += 1
        if self._built > MAX_BUILT:
            raise StaError(400, f"more than {MAX_BUILT} entities are asked for; ask for fewer")
        chosen = options.select
        answer: dict[str, Any] = {}
        if not chosen or "id" in chosen or "@iot.id" in chosen:
            answer["@iot.id"] = entity.id
        if not chosen:
            answer["@iot.selfLink"] = self.address_of(entity)
        for name, value in entity.properties.items():
            if not chosen or name in chosen:
                answer[name] = plain(value)
        for link in NAVIGATION[entity.set]:
            if link in options.expand:
                self._expand(answer, entity, link, options.expand[link])
            elif not chosen or link in chosen:
                answer[f"{link}@iot.navigationLink"] = f"{self.address_of(entity)}/{link}"
        return answer

    def _expand(self, answer: dict[str, Any], entity: Entity, link: str, options: Options) -> None:
        target = target_of(entity.set, link)
        assert target is not None
        step = Step(link, target[0], target[1])
        if target[1]:
            found = self._one(entity, step)
            answer[link] = self.written(found, options) if found else None
            return
        every = self._of(entity, step, options)
        answer[link] = self._page(every, options)
        if options.count:
            answer[f"{link}@iot.count"] = len(every)
        if 0 < options.top < len(every) - options.skip:
            answer[f"{link}@iot.nextLink"] = _next(f"{self.address_of(entity)}/{link}", options)

    def _page(self, found: Sequence[Entity], options: Options) -> list[dict[str, Any]]:
        return [
            self.written(each, options) for each in found[options.skip : options.skip + options.top]
        ]

    def _of(self, parent: Entity | None, step: Step, options: Options) -> list[Entity]:
        """The entities of a collection that fit, in their order."""
        span = span_of(options) if step.set == "Observations" else None
        if parent is None:
            found = self.view.all(step.set, span)
        else:
            found = self.view.follow(parent, step.name, span)
        if options.filter is not None:
            found = [each for each in found if self._evaluator.fits(options.filter, each)]
        for order in reversed(options.orders):
            found.sort(
                key=lambda each: self._evaluator.key(order.node, each), reverse=order.is_falling
            )
        return found

    def _parent(self, resource: Resource) -> Entity | None:
        if len(resource.steps) == 1:
            return None
        return self.entity(Resource(resource.steps[:-1]))

    def _one(self, parent: Entity | None, step: Step) -> Entity | None:
        if parent is None:
            return self.view.one(step.set, step.id or "")
        return next(iter(self.view.follow(parent, step.name)), None)

    def _among(self, parent: Entity, step: Step) -> Entity | None:
        """An entity by its id, if the parent's link leads to it."""
        found = self.view.one(step.set, step.id or "")
        if found is None:
            return None
        if step.set == "Observations":
            return found if found.id.rpartition("@")[0] == parent.id else None
        return found if found in self.view.follow(parent, step.name) else None

    def address_of(self, entity: Entity) -> str:
        """The self link of an entity."""
        return f"{self.root}/{entity.set}({quote(quoted(entity.id), safe=QUOTED)})"

    def _address(self, parent: Entity | None, step: Step) -> str:
        if parent is None:
            return step.name
        return f"{parent.set}({quote(quoted(parent.id), safe=QUOTED)})/{step.name}"


QUOTED = "'@.-_~:"
"""Signs that stand for themselves in the addresses of entities."""


def plain(value: Any) -> Any:
    """A property as JSON writes it."""
    return str(value) if isinstance(value, Instant) else value


def _next(address: str, options: Options) -> str:
    said = {**options.text, "$top": str(options.top), "$skip": str(options.skip + options.top)}
    return f"{address}?{urlencode(said, safe='$', quote_via=quote)}"


def span_of(options: Options) -> Span:
    """What a filter and an order say of where to look; the filter is asked again of each."""
    since, until, streams = _narrow(options.filter)
    newest = (
        options.filter is None
        and options.top == 1
        and options.skip == 0
        and not options.count
        and _is_newest_first(options.orders)
    )
    return Span(since, until, streams, newest)


def _is_newest_first(orders: tuple[Order, ...]) -> bool:
    if len(orders) != 1 or not orders[0].is_falling:
        return False
    node = orders[0].node
    return isinstance(node, Path) and len(node.parts) == 1 and node.parts[0] in _TIMES


def _narrow(node: Node | None) -> tuple[int, int, frozenset[str] | None]:
    """Times and streams beyond which nothing can fit."""
    since, until, streams = 0, 1 << 53, None
    if not isinstance(node, Binary):
        return since, until, streams
    if node.sign == "and":
        left, right = _narrow(node.left), _narrow(node.right)
        both = left[2] if right[2] is None else right[2]
        if left[2] is not None and right[2] is not None:
            both = left[2] & right[2]
        return max(left[0], right[0]), min(left[1], right[1]), both
    if not isinstance(node.left, Path) or not isinstance(node.right, Literal):
        return since, until, streams
    parts, value = node.left.parts, node.right.value
    if parts in _STREAM_IDS and node.sign == "eq" and isinstance(value, str):
        return since, until, frozenset((value,))
    if len(parts) == 1 and parts[0] in _TIMES and isinstance(value, Instant):
        if node.sign in ("gt", "ge", "eq"):
            since = value.ms
        if node.sign in ("lt", "le", "eq"):
            until = value.ms
    return since, until, streams
