"""Read packs from their folders: TOML, a town's overrides, checks a schema cannot make.

Every error names the file, the line and what to write instead.
"""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from services.packs.checks import check_pack
from services.packs.explain import PackError, Source, choose
from services.packs.lines import Key, line_of
from services.packs.rules import DEFAULT_KIND
from services.packs.schema import Pack

PACK_FILE = "pack.toml"


def load_packs(
    dirs: Iterable[Traversable],
    names: Sequence[str],
    overrides: Mapping[str, Any] | None = None,
    overrides_file: Path | None = None,
) -> tuple[Pack, ...]:
    """The packs `names`, from the first of `dirs` that has them, else from those shipped.

    `overrides` is the table [overrides] of the town's own file, pack id to values that replace
    the pack's; `overrides_file` is that file, for errors. Raises PackError.
    """
    places = (*dirs, importlib.resources.files("resources").joinpath("packs"))
    given = overrides or {}
    town_file = str(overrides_file or "town.toml")
    town_text = overrides_file.read_text("utf-8") if overrides_file else ""
    for name in given:
        if name not in names:
            raise PackError(
                town_file,
                line_of(town_text, ("overrides", name)),
                f"overrides for the pack `{name}`, which the town does not use",
                choose(name, names),
            )
    return tuple(
        _load(_find(name, places), given.get(name) or {}, town_file, town_text) for name in names
    )


def _find(name: str, places: Sequence[Traversable]) -> Traversable:
    known: list[str] = []
    for place in places:
        if not place.is_dir():
            continue
        known += [folder.name for folder in place.iterdir() if _pack_file(folder).is_file()]
        file = _pack_file(place.joinpath(name))
        if re.fullmatch(r"\w+", name) and file.is_file():
            return file
    raise PackError("town.toml", 1, f"there is no pack `{name}`", choose(name, sorted(set(known))))


def _pack_file(folder: Traversable) -> Traversable:
    return folder.joinpath(PACK_FILE)


def _load(file: Traversable, override: Mapping[str, Any], town_file: str, town_text: str) -> Pack:
    pack, errors = survey_pack(file, override, town_file, town_text)
    if pack is None:
        raise errors[0]
    return pack


def survey_pack(
    file: Traversable,
    override: Mapping[str, Any] | None = None,
    town_file: str = "town.toml",
    town_text: str = "",
) -> tuple[Pack | None, list[PackError]]:
    """The pack of a file, or else everything that is wrong with it.

    An entry whose mistake hides others (a rule without its stream) is reported for that one only.
    """
    text = file.read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where.group(1)) if where else len(text.splitlines())
        fix = "write `key = value`, texts in quotes"
        return None, [PackError(str(file), line, f"not valid TOML: {error}", fix)]
    merged = _with_kinds(_merge(data, override or {}))
    source = Source(str(file), text, override or {}, town_file, town_text, _name(data))
    errors: list[PackError] = []
    while True:
        try:
            pack = msgspec.convert(merged, Pack)
            break
        except msgspec.ValidationError as error:
            found, path = source.explain(str(error), merged)
            errors.append(found)
            less = _without(merged, path)
            if less is None:
                return None, errors
            merged = less
    if not errors:
        errors = [source.error(*finding) for finding in check_pack(pack)]
    return (None if errors else pack), errors


def _without(data: dict[str, Any], path: tuple[Key, ...]) -> dict[str, Any] | None:
    """`data` without what is wrong at `path`: the key if it may be absent, else the entry of the
    table [streams] or [rules] that holds it. None when the rest means nothing without it."""
    name = str(path[-1]) if path else ""
    less: dict[str, Any] = _drop(data, path)
    try:
        msgspec.convert(less, Pack)
    except msgspec.ValidationError as error:
        if f"missing required field `{name}`" in str(error) or less == data:
            inside = len(path) > 1 and path[0] in ("streams", "rules")
            less = _drop(data, path[:2])
            return less if inside and less != data else None
    return less


def _drop(data: Any, path: tuple[Key, ...]) -> Any:
    if not path or not isinstance(data, dict) or path[0] not in data:
        return data
    if len(path) == 1:
        return {key: value for key, value in data.items() if key != path[0]}
    return {**data, path[0]: _drop(data[path[0]], path[1:])}


def _name(data: Mapping[str, Any]) -> str:
    head = data.get("pack")
    return str(head.get("id", "")) if isinstance(head, dict) else ""


def _merge(base: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the values of `override` put in, table by table."""
    merged = dict(base)
    for key, value in override.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = _merge(old or {}, value) if both else value
    return merged


def _with_kinds(data: dict[str, Any]) -> dict[str, Any]:
    """The kind of every rule written out, so that the schema can choose by it."""
    rules = data.get("rules")
    if not isinstance(rules, dict):
        return data
    named = {
        name: {"kind": DEFAULT_KIND, **rule} if isinstance(rule, dict) else rule
        for name, rule in rules.items()
    }
    return {**data, "rules": named}
