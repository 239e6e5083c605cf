"""Words by what they do to what is said around them: ask, deny, answer, concede, compare; general English, as
stance_words."""

from __future__ import annotations

# Words that ask for something to be otherwise.
ASKING = """
should|shouldn't|should not|ought to|must be|must do|must have|could do with|please|would like|would love|would prefer
i'd like|i'd prefer|we'd like|want to see|we want|wish|if only|instead of|rather than|would be nice|would be good
would be better|would be great|would be helpful|would be useful|would be beneficial|would help|would benefit
would make|would rather|i'd rather|we'd rather|hoping for|hoped for|expected more|expected better
would have liked|would of liked|would have helped|be nice if|be good if|be better if|be helpful if|nice if|good if
helpful if|better if|could be better|could be more|could be improved|could improve|could do better|could have|could of
could've|would have been|would of been|would've been|could be|could use|can be improved|can improve|might be better
might help|may help|i suggest|my suggestion|suggestion|why can't|why don't|why not|why do|why is|why are|why does
why has|need more|need better|need a|need an|need some|need to|needs to|needs a|needs an|needs more|needs better
i hope|we hope|let's hope|hopefully|needs some|needed more|needs improving|needs improvement|need improving
need improvement|improvement needed
improvements needed|is required|are required|more of a|to improve|to be improved|to be more|to be better|a bit more
little more|lot more|even more|would have preferred|would have loved|would've liked|could benefit
"""

# These ask where a clause begins with them: elsewhere they tell what is done ("they make sure that I know").
ASKING_FIRST_PHRASES = """
could you|can you|can we|could we|bring back|put back|get rid|do something|do more|do better|make sure|ensure that
"""

# Asked of oneself or of what went well: no request.
NOT_ASKING = """
think of anything|think of any|think of nothing|you required|we required|i required|can't think|cannot think
cant think|that i can think|i can think|i need|i needed|if you need|when you need|you need|we needed|my needs
your needs|their needs|needs of|my need|if needed|when needed|as needed|when i need|if i need|ever need
have a view|have a strong view|have an opinion|have a strong opinion|have a preference|particular view
particular views|particular opinion|particular preference
strong opinion|strong opinions
strong view|strong views|strong feelings|no opinion|no opinions|no view|no views|no preference|any contact with
any dealings with|any experience of|no contact with|no dealings with|no experience of|know enough|know much
hope you keep|hope they keep|hope it keeps|hope it continues|hope they continue|hope you continue
hope this continues|hope you are
to be honest|to be fair|don't mind|do not mind|improve my|improve myself|improve our
should be proud|should be praised|should be commended|like to express|please pass|please thank|please keep
please continue|should i need|should anything|couldn't have|need not
"""

# At the beginning of a clause these ask.
ASKING_FIRST = """
more better less fewer faster quicker earlier sooner later longer shorter cheaper cleaner clearer easier nicer warmer
quieter bigger greater increased additional extra improved stronger tougher stricter tighter brighter cooler kinder
softer wider larger smaller nearer closer higher lower simpler fuller maybe perhaps possibly improve increase reduce
introduce recruit employ enforce ensure invest
"""

# Good, and asked for where none of the latter tells that it is so: "answer the phone quicker".
MORE = "easier fairer friendlier happier kinder nicer quicker safer"
TELLING = "am are be became become been feel feels felt get gets getting got i'm is it's made make makes was were"

# At the beginning of a clause and before a thing or a person, as orders stand.
ORDERS = """
bring give have get make provide stop start put send let add offer change remove build hire train teach listen answer
ask tell inform explain communicate contact call ring speak talk spend fund focus fix repair clean open close use work
try help show treat do don't sort tackle allow catch arrest charge lock deal concentrate prioritise scrap ban cut
extend replace update advertise publish check review tighten lower raise patrol walk visit return be speed turn
"""
ORDERED = """
the a an our your their my his her more better less fewer some all any up off out on to people this that these those
us them me it with about around in for staff police officers patients everyone someone something
"""

# Behind a negation these praise: "could not be better", "cannot fault", "nothing to improve".
PRAISE_IF_DENIED = """
better improve improved improvement improvements improving fault faulted faults beat complain complaint complaints
happier nicer kinder friendlier wish change changes criticise criticism
"""

# Where a clause has one of these, they are no faults either: "solved the problem".
SOLVING = "solved resolved sorted fixed addressed tackled"

# Phrases that praise behind a negation, and say nothing else.
PRAISE_IF_DENIED_PHRASES = "anywhere else|somewhere else"

# Of one's own these are facts of a life, not faults of the thing: "my problems".
OWN = """
problem problems issue issues difficulty difficulties struggle struggles worry worries stress trouble troubles complaint
concern concerns fear fears anxiety anxieties pain illness needs
"""
OWNERS = "my our your his her their any"

# Said first, these only answer the question: "no" before such words, the others unless one of the last follows.
ANSWERING = "nothing none nope nil nah"
ANSWERED_BEFORE = """
i i've i'm we we've it it's they they're you you've she he everyone everybody everything all the this that these just
been very really so thank thanks always still happy great good excellent brilliant fantastic amazing perfect as was
were other nothing
"""
NOT_ANSWERED_BEFORE = """
is was gets got has had goes went seems seemed makes made needs needed happens happened ever works changes changed done
of for to will would could can but
"""

SURELY = "absolutely honestly literally really genuinely truly"
# First in a clause that ends with a question mark, these ask for something.
QUESTIONING = "can could would will is are do does did why when where how"

DENYING = """
not no never none nor neither nobody nowhere without hardly barely scarcely rarely seldom cannot cant dont doesnt didnt
isnt arent wasnt werent wont wouldnt couldnt shouldnt hasnt havent hadnt aint nothing lack lacks lacking
"""
# Behind these, at the head of a clause, the verb comes before who does it: "rarely do you get a polite answer".
TURNING = "rarely seldom never hardly scarcely nowhere"
TURNED = "do does did is are was were have has had will would can could"
# Before "used to" these mean that somebody is accustomed, or a thing is in use; elsewhere what follows is so no more.
ACCUSTOMED = "am is are was were be been being get gets got getting become became i'm we're you're they're it's"
# What "more patrols" and its kind have done is told behind these, if nothing tells that they are wanted.
TELLS_OF_MORE = """
is are was were has have had been made makes make helped helps help worked works work feels felt meant brought reduced
"""
WANTS_MORE = """
needed required wanted need needs want wants should must would could can please essential vital important necessary
overdue priority key so if to until
"""
RELATIVE = "that who which where"
HAVING = "has have had hasn't haven't hadn't hasnt havent hadnt i've"
THINKING = "say think thought believe believed consider feel felt"
OPENING = "and or also just to a an the some by i think , so then bit little much few"

# What is conceded behind these, up to a comma, is no criticism.
CONCEDING = "despite regardless notwithstanding"
# Time that is long, and what took it.
UNITS = "weeks months years hours days ages"
TAKING = "took takes taken taking waited"
# Behind the first an adverb changes nothing.
WOULD = "would i'd we'd they'd you'd he'd she'd"
MODALS = "would could should can might may will"
ADVERBS = "really also certainly definitely probably perhaps maybe just greatly possibly still always"
# Of greater or lesser measure, these are good.
MEASURES = "big great greater huge massive real enormous tremendous significant positive"
MEASURED = "difference help improvement"
# Before these "poorly" says how a thing is done; elsewhere that somebody is ill.
DONE_POORLY = "run lit written done paid thought built made kept led cut"
