"""Query options of a request and, within $expand, of each link: text to values. No entities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.api.sensorthings.evaluate import KNOWN, check
from services.api.sensorthings.expression import MAX_TEXT, Node, parse_expression
from services.api.sensorthings.words import NAVIGATION, StaError, target_of

TOP = 100
"""Entities on a page when nobody says how many."""
MAX_TOP = 1_000
MAX_EXPAND = 6
"""Links within links."""
MAX_SKIP = 1_000_000
_OPTIONS = ("$filter", "$orderby", "$top", "$skip", "$count", "$select", "$expand")


@dataclass(frozen=True, slots=True)
class Order:
    """One of the things to sort by."""

    node: Node
    is_falling: bool


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of one collection. `text` is each option as it was written."""

    filter: Node | None = None
    orders: tuple[Order, ...] = ()
    top: int = TOP
    skip: int = 0
    count: bool = False
    select: tuple[str, ...] = ()
    expand: dict[str, Options] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)


def parse_options(pairs: Iterable[tuple[str, str]], set: str, depth: int = 0) -> Options:
    """The options of a collection of `set`. Raises StaError 400 with the option's name."""
    said: dict[str, str] = {}
    for name, text in pairs:
        if name in said:
            raise StaError(400, f"{name} is said twice")
        if name == "$resultFormat":
            raise StaError(501, "$resultFormat is not offered; leave it out")
        if name not in _OPTIONS:
            if name.startswith("$"):
                raise StaError(400, f"there is no option {name}; there are: {', '.join(_OPTIONS)}")
            continue
        if len(text) > MAX_TEXT:
            raise StaError(400, f"{name} is longer than {MAX_TEXT} characters")
        said[name] = text
    filter = parse_expression(said["$filter"]) if "$filter" in said else None
    if filter is not None:
        check(filter, set, "$filter")
    return Options(
        filter=filter,
        orders=_orders(said.get("$orderby", ""), set),
        top=min(_number(said, "$top", TOP, MAX_SKIP), MAX_TOP),
        skip=_number(said, "$skip", 0, MAX_SKIP),
        count=_flag(said),
        select=_select(said.get("$select", ""), set),
        expand=_expand(said.get("$expand", ""), set, depth),
        text=said,
    )


def _number(said: dict[str, str], name: str, default: int, most: int) -> int:
    text = said.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise StaError(400, f"{name} must be a whole number from 0, not {text[:40]!r}")
    return min(int(text), most)


def _flag(said: dict[str, str]) -> bool:
    text = said.get("$count", "false").lower()
    if text not in ("true", "false"):
        raise StaError(400, f"$count must be true or false, not {text[:40]!r}")
    return text == "true"


def _orders(text: str, set: str) -> tuple[Order, ...]:
    found = []
    for part in split(text, ","):
        words, is_falling = part.strip(), False
        head, _, last = words.rpartition(" ")
        if head and last.lower() in ("asc", "desc"):
            words, is_falling = head, last.lower() == "desc"
        node = parse_expression(words, "$orderby")
        check(node, set, "$orderby")
        found.append(Order(node, is_falling))
    return tuple(found)


def _select(text: str, set: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(",")) if text.strip() else ()
    known = (*KNOWN[set], *NAVIGATION[set])
    for name in names:
        if name not in known:
            raise StaError(400, f"$select: {set} have no {name[:60]!r}; they have: {known}")
    return names


def _expand(text: str, set: str, depth: int) -> dict[str, Options]:
    if text.strip() and depth >= MAX_EXPAND:
        raise StaError(400, f"$expand is nested deeper than {MAX_EXPAND}")
    found: dict[str, Options] = {}
    for part in split(text, ","):
        link, inner = _link(part.strip())
        # Datastreams/Sensor is short for Datastreams($expand=Sensor).
        link, _, further = link.partition("/")
        target = target_of(set, link)
        if target is None:
            names = ", ".join(NAVIGATION[set])
            raise StaError(400, f"$expand: {set} have no link {link[:60]!r}; they have: {names}")
        if further:
            inner = f"$expand={further}({inner})" if inner else f"$expand={further}"
        options = parse_options(_pairs(inner), target[0], depth + 1)
        found[link] = _joined(found[link], options) if link in found else options
    return found


def _joined(first: Options, second: Options) -> Options:
    """A/B,A/C expands both."""
    text = dict(first.text)
    text["$expand"] = ",".join(
        each for each in (first.text.get("$expand"), second.text.get("$expand")) if each
    )
    expand = {**first.expand, **second.expand}
    return Options(
        first.filter,
        first.orders,
        first.top,
        first.skip,
        first.count,
        first.select,
        expand,
        text,
    )


def _link(part: str) -> tuple[str, str]:
    """A link and the options in its parentheses."""
    name, opened, rest = part.partition("(")
    if not opened:
        return name.strip(), ""
    if not rest.endswith(")"):
        raise StaError(400, f"$expand: {part[:60]!r} has no closing parenthesis at its end")
    return name.strip(), rest[:-1]


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for part in split(text, ";"):
        name, equals, value = part.strip().partition("=")
        if not equals or not name.startswith("$"):
            raise StaError(400, f"$expand: {part[:60]!r} is no option such as $top=1")
        pairs.append((name, value))
    return pairs


def split(text: str, at: str) -> list[str]:
    """Parts of a text, not split within parentheses or quotes. Raises StaError 400."""
    if not text.strip():
        return []
    parts, begin, depth, in_quotes = [], 0, 0, False
    for place, sign in enumerate(text):
        if sign == "'":
            in_quotes = not in_quotes
        elif in_quotes:
            continue
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth < 0:
                raise StaError(400, f"{text[:60]!r} has a ) without its (")
        elif sign == at and depth == 0:
            parts.append(text[begin:place])
            begin = place + 1
    if depth or in_quotes:
        raise StaError(400, f"{text[:60]!r} has a ( or a quote without its end")
    return [*parts, text[begin:]]
