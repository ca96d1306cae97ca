"""A pack's errors in words: file, line, what is wrong, what to write instead.

Knows the schema and the library's messages about it; reads no files.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from services.errors import StartupError
from services.packs.lines import Key, line_of
from services.packs.rules import Rule
from services.packs.schema import Pack

ANY = "..."
_AT = re.compile(r" - at (`key` in )?`([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


class PackError(StartupError):
    """A pack that cannot be used: which file and line, what is wrong, what to write instead."""

    def __init__(self, file: str, line: int, problem: str, fix: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}; {fix}")
        self.file = file
        self.line = line
        self.problem = problem
        self.fix = fix


class Source:
    """Where the values of a pack came from: its own file or the town's."""

    def __init__(
        self,
        file: str,
        text: str,
        override: Mapping[str, Any],
        town_file: str,
        town_text: str,
        pack: str,
    ) -> None:
        self._file, self._text = file, text
        self._override = override
        self._town_file, self._town_text, self._pack = town_file, town_text, pack
        self._set: tuple[Key, ...] = ()
        self._set_values: Mapping[str, Any] = {}

    def with_set(self, name: str, merged: Mapping[str, Any]) -> Source:
        """The same with the threshold set `name` of `merged` in force; none when empty."""
        other = Source(
            self._file, self._text, self._override, self._town_file, self._town_text, self._pack
        )
        if name:
            other._set = ("threshold_sets", name)
            other._set_values = merged["threshold_sets"][name]
        return other

    def error(self, path: tuple[Key, ...], problem: str, fix: str) -> PackError:
        if not _holds(self._override, path) and _holds(self._set_values, path):
            path = (*self._set, *path)
        if _holds(self._override, path):
            full = ("overrides", self._pack, *path)
            return PackError(self._town_file, line_of(self._town_text, full), problem, fix)
        return PackError(self._file, line_of(self._text, path), problem, fix)

    def explain(self, message: str, merged: dict[str, Any]) -> tuple[PackError, tuple[Key, ...]]:
        """A validation error of msgspec in words, with its line; and the key it is about."""
        at = _AT.search(message)
        path = _path(at.group(2)) if at else ()
        if at and at.group(1):
            path = (*path, ANY)
        path = _name_keys(merged, path, message)
        said = message[: at.start()] if at else message
        if unknown := re.match(r"Object contains unknown field `(.+)`", said):
            name = unknown.group(1)
            fix = choose(name, _fields_at(path, merged))
            return self.error((*path, name), f"unknown key `{name}`", fix), (*path, name)
        if missing := re.match(r"Object missing required field `(.+)`", said):
            name = missing.group(1)
            where = ".".join(str(step) for step in path) or "the top of the file"
            return self.error(path, f"`{name}` is missing in {where}", f"add `{name} = …`"), path
        if wrong := re.match(r"Invalid (?:enum )?value (.+)", said):
            problem = f"{wrong.group(1)} is not allowed here"
            return self.error(path, problem, f"write {_allowed(path)}"), path
        if types := re.match(r"Expected `(.+)`, got `(.+)`", said):
            wanted, got = types.groups()
            return self.error(path, f"this is {_word(got)}", f"write {_word(wanted)}"), path
        return self.error(path, said, "write what `onemap-server packs schema` allows"), path


def _holds(data: object, path: tuple[Key, ...]) -> bool:
    for step in path:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return bool(path)


def _path(text: str) -> tuple[Key, ...]:
    """`$.charts[0].limit` as keys; a key of a free table, which msgspec writes `[...]`, is ANY."""
    found: list[Key] = []
    for name, position in _STEP.findall(text):
        found.append(name or (int(position) if position.isdigit() else ANY))
    return tuple(found)


def _name_keys(data: dict[str, Any], path: tuple[Key, ...], message: str) -> tuple[Key, ...]:
    """Put the keys msgspec did not name in place of ANY: those that alone give the same error."""
    while ANY in path:
        before = path[: path.index(ANY)]
        table: Any = data
        for step in before:
            table = table[step]
        for key in table:
            alone = _only(data, (*before, key))
            try:
                msgspec.convert(alone, Pack)
            except msgspec.ValidationError as error:
                if str(error) == message:
                    path = (*before, key, *path[len(before) + 1 :])
                    data = alone
                    break
        else:
            return before
    return path


def _only(data: Any, path: tuple[Key, ...]) -> Any:
    """`data` with nothing but the last key of `path` in the table that holds it."""
    step, rest = path[0], path[1:]
    if not rest:
        return {step: data[step]}
    if isinstance(data, list):
        return [_only(item, rest) if n == step else item for n, item in enumerate(data)]
    return {**data, step: _only(data[step], rest)}


def _word(kind: str) -> str:
    words = {
        "str": 'a text in quotes, such as "…"',
        "int": "a whole number",
        "float": "a number",
        "object": "a table with its keys",
        "array": "a list in [ ]",
        "bool": "true or false",
    }
    return " or ".join(words.get(part.strip(), part.strip()) for part in kind.split("|"))


def _allowed(path: tuple[Key, ...]) -> str:
    if (path and path[-1] == "tier") or "due_minutes" in path:
        return '"small", "middle" or "large"'
    if path and path[-1] == "kind":
        return ", ".join(f'"{kind}"' for kind in kinds_of_rules())
    if path and path[-1] == "direction":
        return '"above" or "below"'
    if path and path[-1] == "side":
        return '"above" or "below", "both" for a baseline'
    if path and path[-1] == "group_by":
        return '"place", "area", "rule" or "pack"'
    if "days" in path:
        return '"workday", "holiday" or a weekday such as "mon"'
    return "blue, yellow, orange or red"


def choose(name: str, known: Iterable[str]) -> str:
    known = list(known)
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"write one of: {', '.join(known)}" if known else "take it out"


def kinds_of_rules() -> list[str]:
    """The kinds a rule can be of."""
    union: Any = msgspec.inspect.type_info(Rule)
    return [str(kind.tag) for kind in union.types]


def _fields_at(path: tuple[Key, ...], data: Any) -> list[str]:
    """The keys the schema allows in the table at `path` of `data`."""
    kind: Any = msgspec.inspect.type_info(Pack)
    for step in path:
        data = data[step]
        if isinstance(kind, msgspec.inspect.StructType):
            kind = next((f.type for f in kind.fields if f.encode_name == step), None)
        elif isinstance(kind, msgspec.inspect.DictType):
            kind = kind.value_type
        elif isinstance(kind, msgspec.inspect.ListType):
            kind = kind.item_type
        if isinstance(kind, msgspec.inspect.UnionType):
            structs = [t for t in kind.types if isinstance(t, msgspec.inspect.StructType)]
            chosen = data.get("kind") if isinstance(data, dict) else None
            kind = next((t for t in structs if t.tag is None or t.tag == chosen), None)
    if isinstance(kind, msgspec.inspect.StructType):
        tag = [] if kind.tag_field is None else [kind.tag_field]
        return tag + [field.encode_name for field in kind.fields]
    return []
