"""XML of strangers to a small tree with line numbers, by expat without its dangers.

No DTD, hence no entities of anybody's own and nothing fetched; bounded in size, depth and count.
Knows nothing of CAP.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16
MAX_ELEMENTS = 20_000


class BadXml(ValueError):
    """The bytes are not XML this server takes."""

    def __init__(self, line: int, problem: str, element: str = "") -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem
        self.element = element


@dataclass(slots=True)
class Node:
    """An element: its namespace and name, where it begins, what it holds.

    Attributes go by their names without namespaces.
    """

    namespace: str
    name: str
    line: int
    parts: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def build(self, data: bytes) -> Node:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            where = self._open[-1].name if self._open else ""
            raise BadXml(error.lineno, f"is not well-formed XML: {said}", where) from error
        except (ValueError, LookupError) as error:
            if isinstance(error, BadXml):
                raise
            raise BadXml(1, "has an encoding that cannot be read; send UTF-8") from error
        assert self.root is not None
        return self.root

    def _fail(self, problem: str, element: str = "") -> BadXml:
        return BadXml(self._parser.CurrentLineNumber, problem, element)

    def _doctype(self, *_: object) -> None:
        raise self._fail("has a DOCTYPE; a message must come without one")

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        namespace, _, name = full.rpartition(" ")
        self._count += 1
        if len(self._open) >= MAX_DEPTH:
            raise self._fail(f"is nested deeper than {MAX_DEPTH} elements", name)
        if self._count > MAX_ELEMENTS:
            raise self._fail(f"has more than {MAX_ELEMENTS} elements", name)
        node = Node(namespace, name, self._parser.CurrentLineNumber)
        node.attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].parts.append(text)


def read_tree(data: bytes) -> Node:
    """The root element. Raises BadXml."""
    if len(data) > MAX_BYTES:
        raise BadXml(1, f"is larger than {MAX_BYTES} bytes")
    return _Builder().build(data)
