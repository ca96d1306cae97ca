"""`onemap-server packs`: every mistake in packs with its place and fix; their schema as JSON."""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from services.errors import OneMapError
from services.packs.explain import PackError
from services.packs.loader import (
    PACK_FILE,
    known_packs,
    load_packs,
    packs_named,
    survey_pack,
    survey_together,
)
from services.packs.rules import DEFAULT_KIND
from services.packs.schema import Pack

PART = "PartOf"
SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def check_command(arguments: argparse.Namespace) -> int:
    """Print what is wrong in DIR; 1 when something is."""
    files, errors = check_directory(Path(arguments.dir))
    for error in errors:
        print(error)
    if errors:
        print(
            f"{len(errors)} mistake{'s' * (len(errors) != 1)} in {files} file{'s' * (files != 1)}"
        )
        return 1
    print(f"{files} pack{'s' * (files != 1)}, no mistakes")
    return 0


def schema_command(_: argparse.Namespace) -> int:
    """Print the JSON Schema of a pack file."""
    print(json.dumps(pack_schema(), ensure_ascii=False, indent=2))
    return 0


def check_directory(directory: Path) -> tuple[int, list[PackError]]:
    """How many packs are in a pack's folder, a folder of packs or a town, and their mistakes.

    Raises OneMapError when there is none.
    """
    files = list(_pack_files(directory))
    town = directory / "town.toml"
    if not files and not town.is_file():
        raise OneMapError(
            f"there is no pack in {directory}: it has no {PACK_FILE} and no town.toml"
        )
    surveys = [survey_pack(file) for file in files]
    errors = [error for survey in surveys for error in survey.errors]
    errors += survey_together(surveys, known_packs())
    if town.is_file() and not errors:
        errors = _town_errors(directory, town)
    return len(files), errors


def pack_schema() -> dict[str, Any]:
    """JSON Schema of pack.toml. A rule that names no kind is one of the default kind."""
    schema = msgspec.json.schema(Pack)
    for definition in schema["$defs"].values():
        kind = definition.get("properties", {}).get("kind", {})
        if kind.get("enum") == [DEFAULT_KIND]:
            definition["required"] = [name for name in definition["required"] if name != "kind"]
            kind["default"] = DEFAULT_KIND
    # A discriminator would ask for the key that may be left out.
    rules = schema["$defs"]["Pack"]["properties"]["rules"]["additionalProperties"]
    rules.pop("discriminator", None)
    # A threshold set holds parts of rules: the same keys, none of which must be there.
    partial = {**schema["$defs"], **_partial(schema["$defs"], rules)}
    schema["$defs"] = partial
    sets = partial["ThresholdSet"]["properties"]["rules"]
    sets["additionalProperties"] = {
        "anyOf": [{"$ref": f"#/$defs/{PART}{n}"} for n in _names(rules)]
    }
    return {"$schema": SCHEMA_DIALECT, "title": "OneMap pack.toml", **schema}


def _names(rules: dict[str, Any]) -> list[str]:
    """The definitions of the kinds of rules."""
    return [each["$ref"].rpartition("/")[2] for each in rules["anyOf"]]


def _partial(definitions: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """The kinds of rules again, as parts: with every key, and none required."""
    return {f"{PART}{name}": {**definitions[name], "required": []} for name in _names(rules)}


def _pack_files(directory: Path) -> Iterator[Path]:
    if (directory / PACK_FILE).is_file():
        yield directory / PACK_FILE
    yield from sorted(directory.glob(f"*/{PACK_FILE}"))
    yield from sorted(directory.glob(f"packs/*/{PACK_FILE}"))


def _town_errors(directory: Path, town: Path) -> list[PackError]:
    """What is wrong with the packs as the town uses and overrides them: the first of it."""
    try:
        settings = tomllib.loads(town.read_text("utf-8"))
        load_packs((directory / "packs",), *packs_named(settings, town), town)
    except (OSError, UnicodeDecodeError) as error:
        fix = "write a file in UTF-8 that can be read"
        return [PackError(str(town), 1, f"cannot be read: {error}", fix)]
    except tomllib.TOMLDecodeError as error:
        fix = "write `key = value`, texts in quotes"
        return [PackError(str(town), 1, f"not valid TOML: {error}", fix)]
    except PackError as error:
        return [error]
    return []
