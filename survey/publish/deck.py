"""A deck of slides as PowerPoint: plain values in, bytes out. The same values give the same bytes."""

from __future__ import annotations

from survey.publish.deck_look import open_look
from survey.publish.deck_package import pack, set_properties
from survey.publish.deck_parts import Deck
from survey.publish.deck_refresh import fingerprint
from survey.publish.deck_write import write_slide


def deck_bytes(deck: Deck, template: bytes | None = None) -> bytes:
    """The deck as PPTX, 16 to 9, or of the template's size with its master, layouts and theme.

    Tables longer than a slide go on over as many as they need. Every shape has a text alternative; a shape's name says
    what it is and, as a digest, what was written into it (`deck_refresh` tells by it what was edited since).

    Raises:
        UnreadableError: the template is no PowerPoint file.
    """
    look = open_look(template)
    for slide in deck.slides:
        write_slide(look, deck, slide)
    set_properties(look.file, deck)
    look.file.core_properties.keywords = fingerprint(look.file)
    return pack(look.file)
