"""The forms of a word: regular endings by the rules of English spelling, irregular forms from a list."""

from __future__ import annotations

_VOWELS = "aeiou"
# Words people use of public services whose forms follow no rule, each with all of them.
IRREGULAR = """
be is are was were been being|become becomes became becoming|begin begins began begun beginning
bite bites bit bitten biting|bleed bled bleeding|blow blows blew blown blowing|break breaks broke broken breaking
bring brings brought bringing|build builds built building|buy buys bought buying|catch catches caught catching
choose chooses chose chosen choosing|come comes came coming|cost costs costing|cut cuts cutting
deal deals dealt dealing|do does did done doing|draw draws drew drawn drawing|drink drinks drank drunk drinking
drive drives drove driven driving|eat eats ate eaten eating|fall falls fell fallen falling|feed fed feeding
feel feels felt feeling|fight fights fought fighting|find finds found finding|fly flies flew flown flying
forget forgets forgot forgotten forgetting|freeze freezes froze frozen freezing|get gets got gotten getting
give gives gave given giving|go goes went gone going|grow grows grew grown growing|have has had having
hear hears heard hearing|hide hides hid hidden hiding|hit hits hitting|hold holds held holding
hurt hurts hurting|keep keeps kept keeping|know knows knew known knowing|lead leads led leading
leave leaves left leaving|lend lends lent lending|let lets letting|lose loses lost losing
make makes made making|mean means meant meaning|meet meets met meeting|pay pays paid paying
put puts putting|read reads reading|ride rides rode ridden riding|ring rings rang rung ringing
rise rises rose risen rising|run runs ran running|say says said saying|see sees saw seen seeing
sell sells sold selling|send sends sent sending|shake shakes shook shaken shaking|shoot shoots shot shooting
shut shuts shutting|sit sits sat sitting|sleep sleeps slept sleeping|speak speaks spoke spoken speaking
spend spends spent spending|stand stands stood standing|steal steals stole stolen stealing
stick sticks stuck sticking|strike strikes struck striking|swear swears swore sworn swearing
take takes took taken taking|teach teaches taught teaching|tell tells told telling
think thinks thought thinking|throw throws threw thrown throwing|understand understands understood understanding
wake wakes woke woken waking|wear wears wore worn wearing|win wins won winning|write writes wrote written writing
man men man's men's|woman women woman's women's|child children child's children's|person people person's people's
policeman policemen|policewoman policewomen|gunman gunmen|foot feet|tooth teeth|mouse mice
knife knives knife's knifes knifed knifing|life lives life's|wife wives wife's|thief thieves thief's|half halves
shelf shelves|loaf loaves|leaf leaves|wolf wolves|crisis crises|analysis analyses|bus buses bus's|gas gases
"""
_FORMS = {each.split()[0]: frozenset(each.split()) for each in IRREGULAR.replace("\n", "|").split("|") if each}


def inflections(word: str) -> frozenset[str]:
    """The word with its endings: plural, possessive, past and -ing form (park, parks, park's, parked, parking).

    Spelling follows the rules of English: race, racing; burglary, burglaries; rob, robbed; crash, crashes. Some forms
    that no dictionary has come with them. Of common irregular words the forms are listed: steal, stole, stolen.
    """
    if word.casefold() in _FORMS:
        listed = _FORMS[word.casefold()]
        return listed | {f"{form}s" for form in listed if form.endswith("ing")}
    forms = {word, f"{word}s", f"{word}'s", f"{word}ed", f"{word}ing", f"{word}ings"}
    before_last, last = word[-2:-1].casefold(), word[-1:].casefold()
    if last == "e":
        forms |= {f"{word}d", f"{word[:-1]}ing", f"{word[:-1]}ings"}
    elif last == "y" and before_last not in _VOWELS:
        forms |= {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    elif last not in _VOWELS + "wxy" and before_last in _VOWELS:
        forms |= {f"{word}{word[-1]}{ending}" for ending in ("ed", "ing", "ings")}
    if last in "sxzoh":
        forms.add(f"{word}es")
    return frozenset(forms)
