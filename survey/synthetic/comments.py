"""Comments put together from the sentences of `published.toml`: so many on the published topic, the rest on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.synthetic.assumed import PLACE, Comments, Topic, slots_of
from survey.synthetic.published import Mentions

_MORE_IF_PICKED = 3
_LENGTHS = (0.5, 0.33, 0.17)  # shares of comments on one, two, three topics
_OPENED, _CLOSED, _NEW_LINE, _NO_FULL_STOP, _SMALL_LETTERS = 0.25, 0.25, 0.06, 0.25, 0.06


@dataclass(frozen=True, slots=True)
class Voice:
    """Who writes: the place they live in, their mood (warm or cold), the codes of the priorities they picked."""

    place: str
    mood: str
    picked: frozenset[str]


def write_comments(
    voices: Sequence[Voice], comments: Comments, mentions: Mentions, rng: np.random.Generator
) -> list[str]:
    """A comment of each voice, in order; exactly as many as were published touch the published topic."""
    chosen = set(rng.permutation(len(voices))[: mentions.respondents].tolist())
    others = {name: topic for name, topic in comments.topics.items() if name != mentions.topic}
    together = {name: topic for name, topic in others.items() if not topic.alone}
    texts = []
    for place, voice in enumerate(voices):
        length = 1 + int(rng.choice(len(_LENGTHS), p=_LENGTHS))
        if place in chosen:
            topics = [comments.topics[mentions.topic], *_topics(voice, together, length - 1, rng)]
            topics = [topics[each] for each in rng.permutation(len(topics))]
        else:
            topics = _topics(voice, others, length, rng)
        texts.append(_comment(voice, topics, comments, rng))
    return texts


def _topics(voice: Voice, topics: dict[str, Topic], count: int, rng: np.random.Generator) -> list[Topic]:
    """Different topics that suit the voice; one that stands alone stands alone."""
    known = list(topics.values())
    weights = np.array(
        [
            topic.weight * (_MORE_IF_PICKED if topic.option in voice.picked else 1) * (topic.mood in (None, voice.mood))
            for topic in known
        ]
    )
    drawn = [known[place] for place in rng.choice(len(known), count, replace=False, p=weights / weights.sum())]
    return drawn[:1] if drawn and drawn[0].alone else [topic for topic in drawn if not topic.alone]


def _comment(voice: Voice, topics: Sequence[Topic], comments: Comments, rng: np.random.Generator) -> str:
    sentences = [_one(topic.clauses, rng) for topic in topics]
    if topics[0].alone:
        return sentences[0]
    if rng.random() < _OPENED:
        sentences[0] = f"{_one(comments.openers, rng)} {_continued(sentences[0])}"
    if rng.random() < _CLOSED:
        sentences.append(_one(comments.closers, rng))
    filled = [_fill(sentence, voice, comments, rng) for sentence in sentences]
    text = ("\n" if rng.random() < _NEW_LINE else " ").join(each[0].upper() + each[1:] for each in filled)
    if rng.random() < _NO_FULL_STOP:
        text = text.removesuffix(".")
    return text.lower() if rng.random() < _SMALL_LETTERS else text


def _continued(sentence: str) -> str:
    """The sentence with a small first letter, unless its first word is I or an abbreviation."""
    return sentence[0].lower() + sentence[1:] if sentence[1:2].islower() or sentence[:2] == "A " else sentence


def _fill(sentence: str, voice: Voice, comments: Comments, rng: np.random.Generator) -> str:
    words = {name: _one(comments.slots[name], rng) for name in slots_of(sentence) if name != PLACE}
    return sentence.format(**words, **{PLACE: voice.place})


def _one(texts: Sequence[str], rng: np.random.Generator) -> str:
    return texts[int(rng.integers(len(texts)))]
