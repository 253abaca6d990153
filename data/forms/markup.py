"""XML of strangers: one pass that refuses what must not be opened and keeps what is read.

Names lose their namespaces on the way, so transitional and strict documents read alike.
"""

# expat is used directly so that a document type is refused at its first byte, before any entity.
from xml.etree.ElementTree import Element, TreeBuilder  # nosec B405 - built by our own parser
from xml.parsers import expat  # nosec B407

from data.forms.limits import DEPTH, NODES, SPAN
from data.forms.outcome import FormRefusedError

_SPANS = frozenset({"gridSpan", "gridBefore", "gridAfter"})
_EMBEDDED = frozenset({"OLEObject", "oleObject", "altChunk", "control", "objectEmbed"})


def parse_markup(name: str, content: bytes) -> Element:
    """Return the root element of a part, without namespaces.

    Raises
    ------
    FormRefusedError
        If it declares a document type, is damaged, too large, too deep, spans too many columns, or
        embeds objects.
    """
    builder = TreeBuilder()
    parser = _parser()
    watch = _Watch()

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        watch.opened(local, attributes)
        builder.start(local, {key.rpartition(" ")[2]: attributes[key] for key in attributes})

    def end(tag: str) -> None:
        watch.depth -= 1
        builder.end(tag.rpartition(" ")[2])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    _run(parser, name, content)
    return builder.close()


def check_markup(name: str, content: bytes) -> None:
    """Refuse a part as `parse_markup` does, without keeping anything of it.

    Raises
    ------
    FormRefusedError
        See `parse_markup`.
    """
    parser = _parser()
    watch = _Watch()

    def start(tag: str, attributes: dict[str, str]) -> None:
        watch.opened(tag.rpartition(" ")[2], attributes)

    def end(_tag: str) -> None:
        watch.depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    _run(parser, name, content)


class _Watch:
    """Counts elements and levels."""

    __slots__ = ("count", "depth")

    def __init__(self) -> None:
        self.count = 0
        self.depth = 0

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        self.count += 1
        self.depth += 1
        if self.count > NODES:
            raise FormRefusedError("too_many_nodes", {"limit": NODES})
        if self.depth > DEPTH:
            raise FormRefusedError("too_deep", {"limit": DEPTH})
        if local in _SPANS and not _is_small(next(iter(attributes.values()), "1")):
            raise FormRefusedError("span_too_wide", {"limit": SPAN})
        if local in _EMBEDDED:
            raise FormRefusedError("embedded_objects")


def _is_small(span: str) -> bool:
    return span.isascii() and span.isdigit() and len(span) <= len(str(SPAN)) and int(span) <= SPAN


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def _refuse_document_type(*_declaration: object) -> None:
    raise FormRefusedError("document_type")


def _run(parser: expat.XMLParserType, name: str, content: bytes) -> None:
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the interface of expat
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, FormRefusedError):
            raise
        raise FormRefusedError("bad_xml", {"part": ascii(name)[1:61].rstrip("'")}) from error
