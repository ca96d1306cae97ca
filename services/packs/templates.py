"""Titles with blanks that an alert fills in. Pure; read by all sides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

_SPEC = re.compile(r"[+,]?\d{0,2}(\.\d)?[a-z%]?")
"""What may stand behind the colon: a width in the millions would fill the memory."""


def template_problem(template: str, fields: Mapping[str, object]) -> str:
    """Why the template cannot be filled with such fields and nothing else; empty when it can."""
    try:
        for _, name, spec, _ in Formatter().parse(template):
            if name is not None and name not in fields:
                return f"{{{name}}} is unknown"
            if spec and not _SPEC.fullmatch(spec):
                return f"`{spec}` is no format for a figure"
        template.format(**fields)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"
    return ""
