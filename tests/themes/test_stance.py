"""Stance by rules: sentences a reader has judged, TextBlob's known mistakes among them."""

from __future__ import annotations

import pytest

from survey.themes.stance import stance


def judged(text: str) -> str:
    return str(stance([text])["stance"][0])


@pytest.mark.parametrize(
    "text",
    [
        "I do not feel safe",
        "It isn't great",
        "It isn’t great",
        "I disagree",
        "unsafe",
        "😡",
        "They never listen to residents",
        "Nobody cares",
        "More patrols please",
        "The council should fix this",
        "Could be better",
        "Not helpful or friendly",
        "The officers were polite but the wait was far too long",
        "There is no point in reporting anything",
        "waste of time and money",
        "It would be nice to see an officer",
        "Can the street lights be mended?",
        "Answer the phone quicker",
        "My report was unsuccessful",
        "They do not work as they should",
        "I would have preferred a letter",
        "To see officers who know the area",
        "Not be passed from one department to another",
        "Be told sooner",
        "Offering more evening meetings",
        "Stop closing stations",
        "It would really help if the office opened late",
        "It took three weeks before anybody rang me back",
        "Everything else was fine",
        "No improvement whatsoever since last year",
        "The estate is poorly lit",
        "The form could not be harder to fill in",
        "It couldn't be worse",
        "I'd be happier if the money went on the front line",
        "Not a single officer has visited",
        "I have no confidence in the complaints process",
        "No bins on the front, the rest was good",
        "The reply was anything but quick",
        "Fewer problems with parking",
        "I could not have been more disappointed",
        "The road is far from safe",
        "It has not improved",
        "I don't feel that things have changed",
        "The stairs are dan\u200bgerous",
    ],
)
def test_negative(text: str) -> None:
    assert judged(text) == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for all your hard work",
        "The officers were very helpful",
        "Couldn't be better",
        "I can't fault them",
        "No complaints at all",
        "Nothing, they are all brilliant",
        "I have no problem with any of this, all good",
        "The wait was long but they were kind, professional and caring",
        "👍",
        "not bad",
        "I feel safe here",
        "They helped me with my problems",
        "I would like to thank the team",
        "There was nothing that could have been better",
        "I don't think they could have done any more",
        "More than happy with the patrols",
        "They make sure that I know who to call, very helpful",
        "They did everything I required, very kind",
        "Never been so well looked after",
        "Absolutely nothing, you do a great job",
        "They helped us in a difficult time",
        "Streets are cleaner than they were a year ago",
        "I have lived here for thirty years without any trouble",
        "Nobody could have been kinder",
        "There was nothing in the way that my report was handled that could have been better",
        "Please keep up the patrols, they are working",
        "They did everything they could for us",
        "Improved my confidence, a great help",
        "A friendly welcome despite long queues",
        "It's good to see officers back on bikes",
        "I have every confidence in our sergeant",
        "I'm happier now that there is a warden",
        "The new patrols have made a real difference",
        "I don't feel unsafe",
        "I couldn't have been more welcome",
        "There are fewer problems at the park these days",
        "I did not feel rushed",
        "I wouldn't say the area is dirty",
        "I don't think that the place is dangerous",
        "Nothing could have been improved",
    ],
)
def test_positive(text: str) -> None:
    assert judged(text) == "positive"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No",
        "Nothing",
        "primary school",
        "hate crime",
        "I was poorly last year",
        "sexual offences",
        "Black communities",
        "burglary and knife crime in my street",
        "\x00\u202e",
        "مرحبا",
        "10",
    ],
)
def test_what_is_merely_talked_about_is_no_stance(text: str) -> None:
    assert judged(text) == "neutral"


def test_one_criticism_outweighs_one_praise_and_two_balance_it() -> None:
    found = stance(["kind staff, dirty ward", "kind and helpful staff, dirty ward", "kind, helpful, lovely, dirty"])
    assert found["stance"].to_list() == ["negative", "neutral", "positive"]
    assert found["for_it"].to_list() == [1.0, 2.0, 3.0]
    assert found["against_it"].to_list() == [1.5, 1.5, 1.5]


@pytest.mark.parametrize(
    ("said", "of"),
    [
        (
            "negative",
            """
            Crime has gone up a lot since the station closed|Violence on the buses is on the rise
            Car theft is up again this year|Crime hasn't gone down at all|Robberies are not going down
            The courts are far too lenient|We have gone soft on crime|Trust in the police has fallen
            The number of PCSOs has gone down again|Response times have gone up|Fear of crime is rising
            Fewer officers and rising crime|Confidence in the police hasn't grown|Officer numbers keep falling
            Crime was falling but now it is rising again|The cost of it has gone up
            Crime fell, but rose again|Burglary came down but is up again
            There are too few patrols here|There has been a cut in patrols|Young people get away with it
            """,
        ),
        (
            "positive",
            """
            Crime has gone down since the patrols started|Knife crime has not gone up in our area
            Judges are not lenient any more|They are never soft on drug dealers and I am glad
            Police visibility has increased|Waiting times have come down|Burglaries are down by a third
            We have seen a big drop in anti-social behaviour|Morale in the force is up
            """,
        ),
        (
            "neutral",
            """
            I grew up here and went down to the station|The meeting went up to nine|It is up to the council
            They dropped by at the station|The officer dropped me in town
            Trust fell, but rose again|Confidence went down but is up again
            """,
        ),
    ],
)
def test_what_changes_is_good_or_bad_by_what_it_is(said: str, of: str) -> None:
    texts = [text.strip() for text in of.replace("\n", "|").split("|") if text.strip()]
    assert {text: judged(text) for text in texts} == dict.fromkeys(texts, said)


def test_a_change_that_is_wished_for_is_a_request() -> None:
    assert judged("I would like patrols to increase") == judged("Crime should go down") == "negative"
