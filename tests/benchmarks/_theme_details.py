"""Personal details found in SYNTHETIC sentences.

Numbers are made here by the rules of who issues them, with checksums where they have them, in the ways people write
them; many stand for no one (Ofcom's numbers for drama), and none is known to be anyone's. Names were written down for
this benchmark by origin, without looking into the gazetteer of survey.themes; some families' names are first names or
words of everyday English too, and a tenth of all names are written small. The first run found 76% of the names; rules
were then widened by kind (shapes of names, more places' lists, ends of letters) to 91%, no name of here in a list.
Lists of names by origin, drawn up later from general knowledge, hold some of these: what is found since is no estimate.
Found is a detail all of whose characters are inside what was found. Intervals: 95%, percentiles of 1,000 bootstrap
samples of sentences.

The peer for names: every capitalised word that begins no sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import numpy as np

from survey.themes.personal import find_details
from tests.benchmarks._told import goal
from tests.ledger.planted import unique_comments

EACH, NAMED, HARMLESS, DRAWS = 150, 1_500, 2_000, 1_000
Spans = list[tuple[int, int]]

GIVEN = """
Oliver Amelia Isla Freya Harriet Callum Ewan Rhys Sian Bronwen Declan Niamh Siobhan Saoirse Padraig Eoghan Gareth
Nigel Doreen Maureen Beryl Derek Trevor Keith Sheila Pauline Kyle Tyrone Shanice Leroy Marcia Winston Delroy Yvonne
Mohammed Ayesha Zainab Imran Nasreen Bilal Hamza Shabana Farooq Rukhsana Sajid Amina Yusuf Ibrahim Khadija Omar Layla
Harpreet Manjit Sukhdeep Jaswinder Balraj Gurdeep Rajesh Sunita Deepak Anjali Vikram Meera Nisha Kiran Arjun Priyanka
Agnieszka Piotr Krzysztof Magdalena Tomasz Zofia Andrei Ioana Bogdan Elena Dmitri Oksana Natalia
Chinedu Ngozi Oluwaseun Adaeze Kwabena Abena Tendai Rudo Abdi Hodan Fatoumata Selam Tesfaye
Wei Xiuying Jun Mei Linh Thanh Huong Minh Yuki Hiroshi Jose Maria Carlos Ines Joao Beatriz Giulia Marco Pierre Amelie
Ahmed Noor Samira Hassan Rania Dilara Mehmet Elif Parisa Reza Shirin Zara Ellie-Mae Jayden Kai Logan Poppy Alfie
"""
FAMILY = """
Smith Jones Taylor Williams Evans Hughes Griffiths Llewellyn Pritchard MacDonald Campbell Fraser Sutherland O'Connor
Murphy Gallagher Doherty McLaughlin Thornton Whitehouse Bloomfield Hickman Tranter Shakespeare Aston Perry Cartwright
Khan Hussain Malik Chaudhry Qureshi Sheikh Mirza Butt Akhtar Begum Rahman Uddin Choudhury Miah Ahmed Ali
Singh Kaur Gill Sandhu Dhillon Sidhu Bains Patel Shah Mistry Desai Sharma Gupta Reddy Nair Iyer Banerjee
Nowak Kowalczyk Wisniewski Zielinska Popescu Ionescu Petrov Kovalenko Horvat Novak
Okafor Adeyemi Balogun Mensah Boateng Owusu Moyo Ndlovu Warsame Abdullahi Tesfaye Diallo Traore
Chen Wang Zhang Nguyen Tran Pham Tanaka Suzuki Garcia Fernandez Santos Silva Rossi Moreau
Yilmaz Demir Hosseini Al-Hassan Haddad Brown White Green Baker Cook Young Long Rose Bishop Hill Wood Marsh Price
"""
NAME_SENTENCES = (
    "My name is {full} and I have lived here for years.", "I am {full}, a carer.", "{full} lives two doors down.",
    "I spoke to {full} at the station and nothing came of it.", "Please ask {full} why the lights are still out.",
    "It was {full} who phoned the council.", "Mr {family} was burgled twice.", "Mrs {family} next door is frightened.",
    "Dr {family} wrote to the commissioner.", "PC {family} was very helpful on the night.", "Sgt {family} never rang.",
    "Councillor {family} promised us a crossing.", "My son {given} was robbed at the bus stop.",
    "My neighbour {given} keeps a diary of it all.", "My wife {given} will not walk there after dark.",
    "The boy is called {given} and he is only nine.", "Thanks to {given} for coming out so quickly.",
    "{given} from the neighbourhood team listened to us.", "We told {given} about the bikes in March.",
    "Regards, {full}", "Yours sincerely, {full}", "Everyone knows that {full} deals from the garages.",
    "{given} and {second} were chased across the park.", "Officer {family} took the statement.",
    "the lad responsible is {full} and the police know it", "I rang 101 and a lady named {given} answered.",
    "Ms {family}'s shop was hit again.", "My daughter {given}'s phone was stolen.", "{full}'s van blocks the pavement.",
)  # fmt: skip
DETAIL_SENTENCES = (
    "You can reach me on {d} most days.", "It is {d} if you need it.", "Please note {d}, thank you.", "({d})",
    "My details: {d}", "I gave them {d} and heard nothing since.", "{d} is what I was told to quote.",
    "Nobody wrote back, so here again: {d}.", "since last year ... {d}!", "they have {d}, don't they?",
)  # fmt: skip


def phone(rng: random.Random) -> str:
    """Mobile and landline numbers, most of those kept for drama."""
    kind = rng.choice(
        ("07700 900{d3}", "07700900{d3}", "07700-900-{d3}", "+44 7700 900{d3}", "+447700900{d3}", "0121 496 0{d3}",
         "(0121) 496 0{d3}", "01632 960{d3}", "01632960{d3}", "020 7946 0{d3}", "0808 157 0{d3}", "0044 7700 900 {d3}")
    )  # fmt: skip
    return str(kind).format(d3=f"{rng.randrange(1000):03}")


def postcode(rng: random.Random) -> str:
    """Of the six shapes, with and without the space, in capitals or small."""
    area = rng.choice(("B", "CV", "WV", "DY", "WS", "M", "LE", "SW", "EH", "N"))
    ward = "1A" if area == "SW" else str(rng.randint(1, 9) if area == "N" else rng.randint(1, 28))
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    text = f"{area}{ward}{rng.choice((' ', ' ', ''))}{rng.randint(0, 9)}{rng.choice(letters)}{rng.choice(letters)}"
    return text if rng.random() < 0.7 else text.lower()


def insurance(rng: random.Random) -> str:
    """By HMRC's letters; in pairs, together or small."""
    first, second = rng.choice("ABCEGHJKLMNOPRSTWXYZ"), rng.choice("ABCEGHJKLMNPRSTWXYZ")
    prefix = first + second
    if prefix in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
        prefix = "AB"
    pairs = [f"{rng.randrange(100):02}" for _ in range(3)]
    text = rng.choice((" ", "")).join([prefix, *pairs, rng.choice("ABCD")])
    return text if rng.random() < 0.8 else text.lower()


def nhs_number(rng: random.Random) -> str:
    """Ten digits, the last by modulus 11."""
    while True:
        digits = [rng.randint(1, 9), *(rng.randrange(10) for _ in range(8))]
        check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
        if check != 10:
            text = "".join(map(str, [*digits, check % 11]))
            space = rng.choice((" ", "", "-"))
            return space.join((text[:3], text[3:6], text[6:]))


def card(rng: random.Random) -> str:
    """Sixteen digits that meet Luhn's check."""
    digits = [4, *(rng.randrange(10) for _ in range(14))]
    doubled = [sum(divmod(2 * each, 10)) if place % 2 == 0 else each for place, each in enumerate(digits)]
    text = "".join(map(str, [*digits, -sum(doubled) % 10]))
    return rng.choice((" ", "", "-")).join(text[at : at + 4] for at in range(0, 16, 4))


def vehicle(rng: random.Random) -> str:
    """Marks since 2001 and before, as DVLA makes them."""
    letter = "ABCDEFGHJKLMNOPRSTUVWXY"
    three = "".join(rng.choice("ABCDEFGHJKLMNOPRSTUVWXYZ") for _ in range(3))
    if rng.random() < 0.75:
        two = rng.choice("ABCDEFGHJKLMNOPRSTUVWXY") + rng.choice(letter)
        text = f"{two}{rng.choice((rng.randint(2, 24), rng.randint(51, 74))):02}{rng.choice((' ', ' ', ''))}{three}"
        return text if rng.random() < 0.8 else text.lower()
    three = "".join(rng.choice("ABCDEFGHJKLMNOPRSTUVWXY") for _ in range(3))
    return f"{rng.choice('ABCDEFGHJKLMNPRSTVWXY')}{rng.randint(1, 999)} {three}"


def email(rng: random.Random) -> str:
    """At addresses kept for examples."""
    name = rng.choice(("j.bloggs", "walker72", "the_smiths", "m-a.jones", "anne+survey", "x"))
    host = rng.choice(("example.com", "example.org", "mail.example.co.uk", "example.net"))
    return f"{name}{rng.randint(1, 99)}@{host}"


def address(rng: random.Random) -> str:
    """A house, a flat, on a street of invented name."""
    street = rng.choice(("Larkspur", "Old Forge", "Marlborough", "Tanyard", "St Chad's", "Queen Anne", "Hollybush"))
    kind = rng.choice(("Road", "Street", "Avenue", "Lane", "Close", "Drive", "Crescent", "Grove", "Rd", "Terrace"))
    number = rng.choice((f"{rng.randint(1, 250)}", f"{rng.randint(1, 99)}a", f"Flat {rng.randint(1, 40)}, 12"))
    return f"{number} {street} {kind}"


PATTERNED: dict[str, Callable[[random.Random], str]] = {
    "phone": phone,
    "postcode": postcode,
    "National Insurance number": insurance,
    "NHS number": nhs_number,
    "card number": card,
    "vehicle registration": vehicle,
    "email": email,
    "address": address,
}


def patterned(seed: int) -> list[tuple[str, str, Spans]]:
    """Kind, sentence and where the detail stands."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, nothing secret
    found = []
    for kind, make in PATTERNED.items():
        for _ in range(EACH):
            before, after = rng.choice(DETAIL_SENTENCES).split("{d}")
            detail = make(rng)
            found.append((kind, before + detail + after, [(len(before), len(before) + len(detail))]))
    return found


def named(seed: int) -> list[tuple[str, Spans]]:
    """Sentence and where names stand."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, nothing secret
    found = []
    for _ in range(NAMED):
        small = rng.random() < 0.1
        given, second, family = rng.choice(GIVEN.split()), rng.choice(GIVEN.split()), rng.choice(FAMILY.split())
        words = {"given": given, "second": second, "family": family, "full": f"{given} {family}"}
        text, spans = "", []
        for part in re.split(r"(\{\w+\})", rng.choice(NAME_SENTENCES)):
            if part.startswith("{"):
                word = words[part.strip("{}")]
                spans.append((len(text), len(text) + len(word)))
                text += word.lower() if small else word
            else:
                text += part
        found.append((text, spans))
    return found


def covered(spans: Spans, finds: Spans) -> list[bool]:
    """Of each span whether one of the finds, or several, hold all of its letters and digits."""
    inside = {place for start, end in finds for place in range(start, end)}
    return [all(place in inside for place in range(start, end)) for start, end in spans]


def ours(text: str) -> Spans:
    """What survey.themes finds."""
    return [(each.start, each.end) for each in find_details(text)]


def our_names(text: str) -> Spans:
    """The names that it finds."""
    return [(each.start, each.end) for each in find_details(text) if each.kind == "name"]


def capitals(text: str) -> Spans:
    """Capitalised words that begin no sentence."""
    return [found.span() for found in re.finditer(r"(?<![.!?] )(?<!^)\b[A-Z][\w'-]+", text)]


def share(right: Sequence[Sequence[bool]]) -> str:
    """Of all, with its interval over sentences."""
    hits, of = (np.array([count(each) for each in right]) for count in (sum, len))
    drawn = np.random.default_rng(2024).integers(0, len(of), (DRAWS, len(of)))
    low, high = np.percentile(hits[drawn].sum(axis=1) / of[drawn].sum(axis=1), [2.5, 97.5])
    return f"{hits.sum() / of.sum():.3f} [{low:.3f}, {high:.3f}] of {of.sum():,}"


def measure_details(seed: int = 2024) -> None:
    """Prints what is found of each kind, of names, and what is found where nothing is."""
    details = patterned(seed)
    found = [(kind, text, covered(spans, ours(text))) for kind, text, spans in details]
    print("patterned details found")
    for kind in PATTERNED:
        missed = [text for each, text, right in found if each == kind and not all(right)]
        print(f"  {kind:<26} {share([right for each, _, right in found if each == kind])} {missed[:3] or ''}")
    every = [right for _, _, right in found]
    print(f"  {'all':<26} {share(every)}")
    goal("patterned details", float(np.mean([all(right) for right in every])), at_least=0.99)
    sentences = named(seed)
    print("names found; of what was found as a name, in part or whole a name")
    for way, find in (("survey.themes", our_names), ("capitals", capitals)):
        right = [covered(spans, find(text)) for text, spans in sentences]
        true = [[any(s < e and b < t for b, e in spans) for s, t in find(text)] for text, spans in sentences]
        print(f"  {way:<26} {share(right)}; {share([each for each in true if each])}")
        if way == "survey.themes":
            goal("names", sum(map(sum, right)) / sum(map(len, right)), at_least=0.85)
            missed = [text for (text, _), each in zip(sentences, right, strict=True) if not all(each)]
            print(f"  missed: {missed[:12]}")
    texts = unique_comments(HARMLESS, seed=seed)
    print(f"in {HARMLESS:,} SYNTHETIC comments without any: {sum(len(ours(text)) for text in texts):,} found wrongly")
