"""Words and phrases by what they say of the thing they are said of: general English, drawn up by hand from no data set.

What people merely talk about (crime, illness, a group of people) is not in it: a topic is not a stance.
A `*` behind a word stands for its inflections.
"""

from __future__ import annotations

GOOD = """
accessible accommodating accurate adequate admirable admiration adore* advantage* affordable alright amazing amaze*
ample apt
appreciate* appreciation appreciative approachable approve* asset* astounding attentive attractive awesome beautiful
beneficial benefit* best blessed blessing bravo bright brilliance brilliant brill calm calming capable careful caring
charming cheerful cheers clean clear coherent comfort comfortable comfy comforting commend* commendable committed
compassion compassionate competent complete comprehensive confidence confident congratulations conscientious considerate
consistent constructive convenient cooperative courteous courtesy credible decent dedicated dedication delicious
delight* delighted delightful dependable devoted dignified dignity diligent easier easy easygoing educational
effective efficient effortless elegant eloquent empathetic empathic empathy empower* encourage* encouragement
encouraging endorse* engaging enhance* enjoy* enjoyable enjoyment enlightening enthusiastic equitable ethical excel*
excellence excellent exceptional excellently exciting exemplary expertise exquisite extraordinary fab fabulous fair
fairness faith fantastic fast faultless favourable favourite fine finest first-class flawless flexible fortunate
friendliness friendly fulfilling fun generous genius gentle genuine glad good goodness gorgeous grand grateful
gratitude great greatest greatly happier happiest happily happiness happy hardworking harmonious healthy heartfelt
heartwarming helped helpful helpfulness helping heroic highly honest honesty honour* hospitable humane humour hygienic
ideal immaculate impartial impeccable impress* impressive inclusive incredible incredibly informative innovative
insightful inspire* inspiring inspirational instrumental integrity intelligent interesting intuitive invaluable
inviting joy joyful kind kinder kindest kindness kindly knowledgable knowledgeable lifesaver lifeline lifesaving
logical love* lovely loving loyal lucky magnificent marvellous marvelous meaningful memorable mindful motivate*
motivated motivating motivational neat nice nicer nicest nicely nurturing okay ok optimistic organised organized
outstanding painless passionate patience peaceful perfect perfection personable phenomenal pleasant pleasantly pleased
pleasing pleasure polite politely politeness positive powerful practical praise* praiseworthy precise prompt promptly
proper properly proud punctual quick quicker quickly reasonable reassurance reassure* reassured reassuring recommend*
recommendable refreshing relax* relaxed relaxing reliable relieved remarkable resolved resourceful respect respected
respectful
respectfully responsive rewarding robust safe safer safely satisfactory satisfaction satisfied satisfying seamless
secure selfless sensible skilled skilful skills sincere smart smile* smiling smiley smooth smoothly sociable solid
solved spacious spectacular spotless splendid stellar stimulating straightforward stunning success successful succeed*
suitable super superb superior supported supportive sweet sympathetic tactful talented tasty terrific thank thankful
thanks thankyou therapeutic thorough thoroughly thoughtful thrilled tidy timely tolerant transparent treasure
tremendous trust trusted trustworthy unbelievable understandable understanding unforgettable upbeat uplifting useful
valuable valued versatile vigilant warm warmth welcome* welcoming well wise wonderful worth worthwhile worthy wow
"""

BAD = """
abandon* abrupt absurd abysmal aggressive agitated alarming alienated aloof angry anger annoy* annoyance annoyed
annoying antiquated apathetic apathy appalled appalling arrogance arrogant ashamed atrocious avoid* awful awkward bad
badly baffling barbaric belittle* biased blame* bland bleak boring bored botched bother* bothered breach* broken brutal
bully bullied bullying bureaucratic cancel* cancelled cancellation* careless chaotic chaos cheated clueless clumsy
cluttered complacent complain* complaint* complicated concerns condescending confuse* confused confusing confusion
contempt contradict* contradictory corrupt costly cramped crap criticise* criticism crowded cruel curt damp dangerous
dated deceitful deceive* defective deficient degrading dehumanising delay* delays demean* demeaning demoralising
demoralised deny denied denying deplorable deprive* derelict despair desperate deteriorate* devastated devastating
difficult difficulty difficulties dilapidated dirty disagree* disappear* disappoint* disappointed disappointing
disappointment disaster disastrous discourage* discouraging discourteous disgrace disgraceful disgruntled disgust*
disgusted disgusting disheartening dishonest dislike* dismal dismayed dismiss* dismissive disorganised disorganized
disregard* disrespect disrespectful disrupt* disruption disruptive dissatisfied dissatisfaction distasteful distress
distressed distressing distrust disturb* disturbing downhill dreadful drawback* drab dull dump dumped embarrass*
embarrassing embarrassment error* evasive exaggerate* exasperated excessive exclude* excluded excuse excuses exhausted
exhausting expensive exploit* fail* failing failings failure* fake fault* faulty fed-up filthy fob fobbed forget
forgetful forgot forgotten frightened frightening frustrate* frustrated frustrating frustration fuming furious gap*
ghastly grim grumpy grubby guilty hard harsh hassle hate* hated hot hatred hazard* hazardous heartbreaking heartless
helpless hideous hindered hinder* hopeless horrendous horrible horrid horrific hostile humiliate* humiliated humiliating
hurtful hypocrisy hypocrite* idiot* ignorance ignorant ignore* ignored ignoring illogical impatient impersonal
impossible impractical inability inaccessible inaccurate inaction inadequate inappropriate incapable incompetence
incompetent incomplete inconclusive inconsiderate inconsistency inconsistent inconvenience inconvenient incorrect
indifferent ineffective ineffectual inefficient inept inexcusable inexperienced inferior inflexible inhumane injustice
insecure insensitive insufficient insult* insulting intimidate* intimidated intimidating intolerable intrusive invasive
invisible irate ironic irrelevant irresponsible irritate* irritated irritating isolated issue* jobsworth joke
judgemental judgmental lack* lacking lacklustre laughable lazy leniency lenient let-down lies lied liar* limited lost
lousy ludicrous lukewarm mad mediocre meaningless menace mess messed messy mindless misdiagnosed miserable misery
misinformed misjudged mislead* misleading misled miss missed missing mistake* mistreat* mistrust misunderstand*
misunderstood mock* moan* monotonous mouldy muddle muddled naff nasty negative neglect* neglected negligence negligent
nightmare noise noisy nonsense nuisance obnoxious obstructive offended offensive opposed oppose* oppressive ordeal
outdated outrage outraged outrageous overbearing overcrowded overlook* overlooked overpriced overstretched overwhelm*
overwhelmed overwhelming overworked painful panic paranoid passive pathetic patronise* patronised patronising penalised
perplexed pessimistic petrified petty pitiful plague* pointless poor poorer poorest poorly powerless prejudice
prejudiced pressured problem* problematic punish* queue* queuing questionable racist rant rarely reckless redundant
refuse* refusal regret* reject* rejected reluctant repetitive resent* resentful restrictive ridicule* ridiculous rigid
risky rotten rubbish rude rudely rudeness ruin* run-down rush* rushed sad sadly scandal scandalous scare* scared scary
sceptical secretive selfish shabby shambles shambolic shame shameful shit shock* shocked shocking shoddy short-staffed
shortage* shortcoming* shortsighted shouted shouting silly skeptical slack slow slower sloppy slowly sluggish smelly
smell snobbish soggy noises noisier soul-destroying squalid stale starve* stigma stingy strain* stress* stressed
stressful struggle* stuck stupid substandard surly suspicious tedious terrible terrified terrifying thoughtless tiring
traumatic traumatised traumatising tricky trivial trouble* troubled troubling ugly unacceptable unaccountable
unaffordable unanswered unappealing unappreciated unapproachable unattended unavailable unaware unbearable uncaring
unclean unclear uncomfortable unconcerned uncooperative uncoordinated undemocratic underfunded undermine* understaffed
underpaid undesirable undignified uneasy unequal unethical unfair unfairly unfit unfortunate unfortunately unfounded
unfriendly unhappy unhealthy unhelpful unhygienic unimpressed uninformed uninterested uninteresting unjust unkind
unknowledgeable unlawful unlucky unnecessary unnecessarily unorganised unpleasant unpopular unprepared unprofessional
unqualified unrealistic unreasonable unreliable unresolved unresponsive unsafe unsanitary unsatisfactory unsatisfied
unsettled unsettling unsuitable unsupported unsupportive unsure unsustainable unsympathetic untidy untrained untrue
untrustworthy unwanted unwelcome unwelcoming unwilling unworkable upset upsetting useless vague victimised vile violate*
wait waited waiting waits waste* wasted wasteful weak weakness weary weird wicked withdrawn woeful worried worry*
worrying worse worsen* worst worthless wrong wrongly yelled
"""

# Phrases that say more, or other, than their words do: checked before single words, the longest first.
GOOD_PHRASES = """
would like to thank|i'd like to thank|want to thank|like to thank|like to say thank|love to thank|100 %|10 out of 10
10 10|5 star|five star|first class|second to none|top notch|top quality|world class|above and beyond|all good|all fine
all ok|all okay|at ease|at home|back to normal|been there for|big help|can not fault|cannot fault|can't fault
cant fault|couldn't fault|could not fault|couldnt fault|no faults|hard to fault|hard pressed to|can't complain
cannot complain|can not complain|cant complain|can't praise|cannot praise|can't thank|cannot thank|can not thank
can't recommend|cannot recommend highly|couldn't ask for|could not ask for|couldn't have asked|could not have asked
couldn't have been|could not have been|couldn't be better|could not be better|can't be bettered|couldn't be happier
could not be happier|couldn't have been happier|couldn't do enough|could not do enough|can't do enough
couldn't do more|could not do more|couldn't have done more|could not have done more|couldn't improve|can't improve
could not improve|cannot improve|couldn't wish|could not wish|couldn't be improved|cannot be improved
could not be improved|everything they could|everything they can|everything possible|all they could|all they can
everything she could
everything he could|everything you can|everything you could|all you can|please keep up|please keep it up
please keep going|please continue|it's good to see|it is good to see|it was good to see|it's great to see
it is great to see|it's nice to see
it is nice to see|taken seriously|taken more seriously|takes seriously|ain't broke don't fix it|doing a good
doing their best|done well|do well|does well|doing well|did well|easy to
eye opening|go the extra|goes the extra|went the extra|extra mile|felt heard|feel heard|good as gold|good job
great job|hard work|hard working|works hard|work hard|worked hard|works so hard|work so hard|worked so hard
working so hard|helped me|helps me|help me feel|helped us|in good hands|in safe hands|job well done|keep it up|keep up
keep doing|keep going|keep up the good|life changing|listened to|listens|listened|listen to me|listened to me
look forward|looking forward|looked after|looks after|look after|made me feel|make me feel|makes me feel|made welcome
makes a difference|made a difference|make a difference|more than happy|never let down
nothing is too much trouble|nothing was too much trouble|nothing too much trouble|nothing is ever too much trouble
nothing is too much|nothing was too much|nothing bad|nothing negative|nothing wrong|nothing needs|nothing at all
not a thing|nothing to improve|nothing to complain|nothing could|nothing more|no need to improve|no need to change
no improvement|no improvements|no changes|no change needed|no complaints|no complaint|no concerns|no issues|no issue
no problem|no problems|no worries|no trouble|no delay|no delays|no waiting|no wait|without delay|not bad|not too bad
keep it going|just keep|continue to|wouldn't change|would not change|can't get better|any better
nowhere better|not a problem|on the ball|on time|peace of mind|put my mind|put at ease|quick and easy|right direction
sense of humour|so far so good|spot on|stay as you are|step forward|thank you|thumbs up|time for me|took the time
take the time|takes the time|took time|taking the time|treated with|treated me with|treats you|up to date
very much appreciated|a credit to|there's no better|there is no better|there are no better|mind at rest|mind at ease
out of her way|out of his way|out of their way|kept us informed|kept me informed|keeps us informed|keeps me informed
worked wonders
works wonders|done wonders|has improved|have improved|much improved|improved a lot|improved no end
well done|well run|well organised|well looked after|went well|go well|goes well|going well
works well|work well|worked well|without fault|happy with|lucky to|agree|agreed|in favour|i support|fully support
strongly support|we support|right thing|good idea|great idea|sounds good|makes sense|long may it|here to help|on hand
very well|so well|really well|extremely well|very professional|so professional|really professional
extremely professional|always professional|was professional|were professional|is professional|are professional
gives me|gave me|got me|patient with|patience of|great deal of|not only|feel safe|feel safer|feeling safe|felt safe
keep us safe|keeps us safe|kept us safe|feel better|felt better|feeling better|much better|got better|getting better
good value|fit for purpose|value for money|no matter how|no doubt|as it should|as they should|as should be
how it should|not one thing|1st class|like clockwork|as clockwork
"""

BAD_PHRASES = """
a long time|long time|months for|weeks for|a lot to be desired|left to be desired|long wait|long waits|long waiting
at fault|bad experience|behind schedule|better than nothing|blown off|brushed off|brush off|can't be bothered
could not care less|couldn't care less|cut back|cut backs|cutbacks|cuts|cut off|cutting corners|does nothing
do nothing|did nothing|done nothing|doing nothing|nothing is done|nothing was done|nothing done|nothing gets done
nothing happens|nothing happened|nothing has changed|nothing changes|don't care|doesn't care|do not care|does not care
didn't care|did not care|nobody cares|no one cares|don't listen|doesn't listen|didn't listen|do not listen|not listen
not listened|not listening|never listen|down hill|dropped off|fall apart|falling apart|fed up|fell through
find it hard|finds it hard|found it hard|fobbed off|fit for nothing|given up|gave up|gives up|going round in circles
had to wait|have to wait|has to wait|having to wait|had to ask|had to chase|had to ring|had to call|hard to|hard time
health hazard|hit and miss|ill equipped|in the dark|in vain|joke of|kept waiting|lack of|lacks|lets down|let down
letting down|letting us down|let me down|let us down|long overdue|lip service|make do|mess up|messed up|miss out
missed out|missing out|more harm|more could be|no better|no use|no help|no idea|no point|no reason|no respect
no support|no sense|not acceptable|not enough|not good enough|never enough|not fit|not happy|not impressed
not bothered|not interested|not worth|not treated|not told|not given|not informed|not clear|not always|not really
not helpful|nothing like|nothing to do|nowhere to|off putting|on deaf ears|on hold|out of date|out of control
out of hand|out of order|out of touch|over priced|over stretched|over worked|passed around|pass the buck
passing the buck|paid lip|past caring|poor quality|pushed aside|pushed from pillar|put off|puts me off|puts people off
red tape|room for improvement|run down|running late|ran late|rushed off|second class|second rate|short of staff
short staffed|shut down|sick of|so slow|soul destroying|spoken to like|stop treating|talk down|talked down|talked over
tick box|tick boxes|tickbox|box ticking|took ages|take ages|takes ages|took forever|took hours|too busy|too early
too far|too few|too hot|too late|too little|too long|too loud|too many|too much|too often|too short|too slow|too small
too cold|turned away|two tier|under funded|under pressure|under resourced|under staffed|up in the air|wake up call
waste of|waste of time|waste of space|waste of money|what a joke|worn out|worse off|wound up|written off|no longer
no improvement whatsoever|no improvement since|change anything|only improvement|only suggestion|my only
everything else|apart from that|other than that|otherwise
get a grip|dumping ground|under the carpet|soft on|too soft|gone soft|going soft|what is the point|what's the point
whats the point
get away with|gets away with|getting away with|got away with|slap on the wrist
slaps on the wrist|let off with|let off lightly
only problem|only issue|only complaint|only criticism|only downside|only negative|only thing|down side|downside
feel unsafe|against|opposed to|i object|object to
"""

# Phrases that say nothing of the kind, whatever their words say elsewhere.
NEUTRAL_PHRASES = """
no , not really|not really|don't think so|do not think so|don't think there is|do not think there is|hard job
difficult job|tough job
nothing to say|nothing further|nothing to report|bother to|bothers to|bothered to|bothering to|better or worse
worse or better|good or bad|good and bad|the complaint
my knowledge|as i am aware|not that i|to mention|as i can see|i don't know|i do not know|i dont know|not sure|no comment
no comments|nothing to add|nothing really|nothing much|not much|not a lot|comes to mind|come to mind|springs to mind
spring to mind|not applicable
nothing else|no nothing|nothing right now|as well|as well as|kind of|kinds of|sort of|sorts of|as good as|well being
best of my|at best|good luck|like to see|fine line|free of charge|not sure what|i am not sure|thanks for asking
thank you for asking|would be appreciated|much as possible|as possible|in good time|good to have|nice to have
good to see|great to see|nice to see|hate crime|hate crimes|complaints process|complaints procedure
complaints department|complaints system|complaint form|better safe than sorry|need to know|difficult time
difficult times|hard time
hard times|tough time|tough times|stressful time|stressful times|bad times|difficult circumstances|difficult situation
difficult conditions|trying times|challenging times|worrying time
"""

GOOD_SIGNS = "😀😃😄😁😊🙂😍🥰😘👍👏🙌🙏💙❤💕💖💗🌟⭐🏆🎉💯😇🤗✅👌💪🥇☺♥"
BAD_SIGNS = "😡😠🤬😤😢😭😞😟😔☹🙁😣😩😫👎💔😒🙄🤮🤢😱❌🤦😖😕"
