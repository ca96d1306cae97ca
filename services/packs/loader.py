"""Read packs from their folders: TOML, a town's overrides, checks a schema cannot make.

Every error names the file, the line and what to write instead.
"""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from services.packs.checks import check_pack
from services.packs.explain import PackError, Source, choose
from services.packs.lines import Key, line_of
from services.packs.parts import check_parts, check_together
from services.packs.rules import DEFAULT_KIND
from services.packs.schema import Pack

PACK_FILE = "pack.toml"
TABLES = ("streams", "rules", "calendars", "suppressions", "threshold_sets")
"""Tables whose entries have names of their own."""


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
    found = {
        name: survey_pack(_find(name, places), given.get(name) or {}, town_file, town_text)
        for name in names
    }
    for survey in found.values():
        if survey.pack is None:
            raise survey.errors[0]
    wrong = survey_together(found.values(), known_packs(places))
    if wrong:
        raise wrong[0]
    return tuple(survey.pack for survey in found.values() if survey.pack is not None)


def packs_named(settings: Mapping[str, Any], file: Path) -> tuple[list[str], dict[str, Any]]:
    """The names and overrides in a town's file. Raises PackError."""

    def table(value: object, *path: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        problem = f"[{'.'.join(path)}] must be a table"
        line = line_of(file.read_text("utf-8"), path)
        raise PackError(str(file), line, problem, "write a table with its keys")

    # A file somebody is just writing may be empty: that is no town without packs.
    names = table(settings.get("town"), "town").get("packs", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        line = line_of(file.read_text("utf-8"), ("town", "packs"))
        fix = 'write a list of names, such as ["waterlogging_response"]'
        raise PackError(str(file), line, "[town] packs must be a list of names", fix)
    overrides = table(settings.get("overrides", {}), "overrides")
    for name, values in overrides.items():
        table(values, "overrides", name)
    return names, overrides


def known_packs(places: Iterable[Traversable] | None = None) -> set[str]:
    """The names of the packs in folders of packs; of those shipped when none are given."""
    if places is None:
        places = (importlib.resources.files("resources").joinpath("packs"),)
    return {
        folder.name
        for place in places
        if place.is_dir()
        for folder in place.iterdir()
        if _pack_file(folder).is_file()
    }


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


@dataclass(frozen=True, slots=True)
class Survey:
    """A pack's file as read: the pack, or everything that is wrong with it."""

    pack: Pack | None
    errors: list[PackError]
    source: Source | None = None


def survey_pack(
    file: Traversable,
    override: Mapping[str, Any] | None = None,
    town_file: str = "town.toml",
    town_text: str = "",
) -> Survey:
    """Read a pack. An entry whose mistake hides others (a rule without its stream) is reported
    for that one only. Threshold sets that are not in force are tried too."""
    text = ""
    try:
        text = file.read_text("utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        fix = "write a file in UTF-8 that the server may read"
        return Survey(None, [PackError(str(file), 1, f"cannot be read: {error}", fix)])
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where.group(1)) if where else len(text.splitlines())
        fix = "write `key = value`, texts in quotes"
        return Survey(None, [PackError(str(file), line, f"not valid TOML: {error}", fix)])
    source = Source(str(file), text, override or {}, town_file, town_text, _name(data))
    survey = _survey(data, override or {}, source)
    if survey.pack is None:
        return survey
    for name in survey.pack.threshold_sets:
        if name != survey.pack.threshold_set:
            other = _survey(data, {**(override or {}), "threshold_set": name}, source)
            survey.errors.extend(other.errors)
    return survey if not survey.errors else Survey(None, survey.errors)


def _survey(data: dict[str, Any], override: Mapping[str, Any], source: Source) -> Survey:
    merged = _merge(data, override)
    chosen = _chosen_set(merged)
    source = source.with_set(chosen, merged)
    if chosen:
        part = {"rules": merged["threshold_sets"][chosen].get("rules", {})}
        merged = _merge(_merge(merged, part), override)
    merged = _with_kinds(merged)
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
                return Survey(None, errors)
            merged = less
    if not errors:
        errors = [source.error(*finding) for finding in (*check_pack(pack), *check_parts(pack))]
    return Survey(None if errors else pack, errors, source)


def survey_together(surveys: Iterable[Survey], known: Iterable[str]) -> list[PackError]:
    """What is wrong in what the packs say of each other."""
    whole = {one.pack.id: one for one in surveys if one.pack is not None}
    packs = {name: one.pack for name, one in whole.items() if one.pack is not None}
    return [
        source.error(*finding)
        for name, finding in check_together(packs, known)
        if (source := whole[name].source) is not None
    ]


def _chosen_set(merged: Mapping[str, Any]) -> str:
    """The threshold set in force, empty when it cannot be used (a check says why)."""
    sets, name = merged.get("threshold_sets"), merged.get("threshold_set")
    if not isinstance(sets, dict) or not isinstance(name, str):
        return ""
    chosen = sets.get(name)
    if not isinstance(chosen, dict) or not isinstance(chosen.get("rules", {}), dict):
        return ""
    return name


def _without(data: dict[str, Any], path: tuple[Key, ...]) -> dict[str, Any] | None:
    """`data` without what is wrong at `path`: the key if it may be absent, else the entry of the
    table of names that holds it. None when the rest means nothing without it."""
    name = str(path[-1]) if path else ""
    less: dict[str, Any] = _drop(data, path)
    try:
        msgspec.convert(less, Pack)
    except msgspec.ValidationError as error:
        if f"missing required field `{name}`" in str(error) or less == data:
            inside = len(path) > 1 and path[0] in TABLES
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
