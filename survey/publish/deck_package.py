"""A presentation as a file: opened with clear errors, packed so that the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from survey.errors import Problem, UnreadableError

if TYPE_CHECKING:
    from survey.publish.deck_parts import Deck

_PROPERTY = 255  # characters that a property of a document may have
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TEMPLATE = b"presentationml.template.main+xml"
_PRESENTATION = b"presentationml.presentation.main+xml"


def open_file(data: bytes, what: str) -> Any:
    """The presentation in these bytes; a template (POTX) is opened as one too.

    Raises:
        UnreadableError: it is none.
    """
    from pptx import Presentation

    try:
        return Presentation(io.BytesIO(_as_presentation(data)))
    except Exception as error:  # a damaged file fails anywhere inside the reader
        hint = "save it in PowerPoint as .pptx or .potx, without a password"
        problem = Problem(f"the {what} cannot be read as PowerPoint", expected="a .pptx or .potx file", hint=hint)
        raise UnreadableError(problem) from error


def pack(file: Any) -> bytes:
    """The presentation as bytes, its parts without the time of day."""
    saved, packed = io.BytesIO(), io.BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            out.writestr(part, parts.read(name))
    return packed.getvalue()


def set_properties(file: Any, deck: Deck) -> None:
    """Title, author, language and dates of the document: the deck's day, never today's."""
    day = dt.datetime.combine(deck.made, dt.time())
    properties = file.core_properties
    author = deck.author[:_PROPERTY]
    properties.title, properties.author, properties.last_modified_by = deck.title[:_PROPERTY], author, author
    properties.created = properties.modified = day
    properties.language, properties.revision = "en-GB", 1
    properties.subject, properties.keywords, properties.comments = "", "", deck.footer[:_PROPERTY]


def _as_presentation(data: bytes) -> bytes:
    """A template's package says that it is one, and the reader takes presentations only."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        types = parts.read("[Content_Types].xml")
        if _TEMPLATE not in types:
            return data
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as out:
            for name in parts.namelist():
                part = parts.read(name)
                out.writestr(name, part.replace(_TEMPLATE, _PRESENTATION) if name == "[Content_Types].xml" else part)
    return changed.getvalue()
