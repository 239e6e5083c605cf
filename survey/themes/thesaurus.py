"""Words of public debate by what they are about: general English, drawn up by hand from no data set.

Each line is one notion. A word stands in as many as it has to; its inflections come with it, since stems are compared.
"""

from __future__ import annotations

NOTIONS = """
money cost price expense expensive cheap afford affordable pay payment fund funding budget spend spending financial
rich wealthy wealth affluent privileged elite
poor poverty disadvantaged deprived underprivileged low-income homeless needy
tax taxpayer taxation levy duty
economy economic growth industry business market trade commerce company companies corporation firm profit profitable
job work employment employ employee employer worker career unemployment unemployed labour workforce staff wage salary
harm hurt damage injure injury danger dangerous hazard risk risky threat threaten unsafe detrimental harmful
safe safety secure security protect protection protective safeguard defend defence
benefit beneficial advantage advantageous gain good positive useful helpful
bad negative wrong terrible awful worse disadvantage drawback
health healthy medical medicine wellbeing wellness fitness fit
ill illness sick sickness disease infection infect virus epidemic disability disabled
doctor nurse hospital surgery clinic patient treatment treat therapy cure heal medication
pain painful suffer suffering agony misery torture distress
die death dead kill killing fatal deadly suicide mortality murder
life live alive survive survival lives
mental psychological emotional emotion mind depression depressed anxiety stress trauma self-esteem confidence insecure
physical body bodily appearance look image beauty beautiful
child children kid youth young youngster teenager teen adolescent minor student pupil
parent parental mother father mum dad family household upbringing parenthood guardian
old elderly older age aged pensioner senior retirement retire
woman women female girl feminine mother pregnant pregnancy
man men male boy masculine
gender sex sexual sexist sexism
marriage marry married wedding spouse husband wife partner couple relationship love divorce
equal equality equally inequality fair fairness unfair unjust justice level-playing
discriminate discrimination prejudice bias racist racism racial race minority ethnic stereotype bigotry diversity
right rights entitled entitlement liberty freedom free freely autonomy
choose choice decide decision option prefer will voluntary
force forced mandatory compulsory obligatory obligation require compel must coerce
allow permit permission legal legalize legalise lawful let enable accept
ban banned prohibit prohibition forbid illegal outlaw abolish abandon eliminate abolition end remove
law legislation rule regulation regulate policy court judge legal constitution constitutional
punish punishment penalty sentence prison jail deter deterrent deterrence consequence
crime criminal offence offender offend theft steal burglary robbery unlawful
police officer constable patrol policing sheriff
violence violent assault attack abuse abusive aggressive aggression fight
war military army soldier weapon gun arms armed bomb terrorism terrorist
victim survivor witness
bully bullying harass harassment intimidate tease mock
drug drugs cannabis marijuana alcohol addict addiction addictive substance smoke smoking tobacco
religion religious faith god church belief believe prayer spiritual christian muslim islam secular
moral morality ethical ethics immoral unethical conscience principle value
tradition traditional culture cultural heritage custom history historical
government state authority federal politician political politics council minister parliament
country nation national nationwide society citizen public community people population
vote voter voting election elect democracy democratic representation representative
responsible responsibility accountable accountability duty blame
trust trustworthy reliable honest honesty integrity transparent transparency confidence faith
lie false fake mislead misleading deceive dishonest misinformation inaccurate propaganda
information inform knowledge know aware awareness fact news media journalism journalist
speech speak express expression opinion voice censor censorship criticise
privacy private personal personally data surveillance spy monitor camera cctv
internet online web website digital social-media facebook twitter
technology technological science scientific research scientist innovation innovate discovery invention develop
environment environmental climate nature natural planet earth ecological ecosystem green
pollution pollute emission carbon waste rubbish litter contaminate
energy fuel oil gas power electricity nuclear coal renewable fossil
animal wildlife species creature pet livestock cruelty
food eat diet nutrition nutritious meat vegetarian meal obesity overweight
education educate educational school college university teach teacher learn learning study class academic lesson
skill ability talent train training trained experience qualified competent capable
discipline behave behaviour behavior conduct control order orderly structure
focus concentrate attention distract distraction
success succeed successful achieve achievement accomplish accomplishment
fail failure unsuccessful ineffective useless futile pointless
effective effectiveness efficient efficiency work works productive productivity
help support assist assistance aid assistive helps
need necessary necessity essential vital crucial important importance required
cause lead result create produce bring contribute make
prevent prevention stop avoid reduce reduction decrease lower lessen limit minimise minimize fewer less curb
increase rise more grow raise higher boost encourage promote improve improvement enhance better
change alter reform adapt modify
problem issue difficulty trouble challenge
easy easily simple convenient convenience accessible access available
difficult hard tough impossible struggle
time hour day week long slow delay wait late quick fast quickly speed prompt
waste wasted wasteful inefficient unnecessary needless
abuse misuse exploit exploitation corrupt corruption manipulate advantage
enjoy enjoyment fun entertainment entertain pleasure happy happiness satisfaction
sad unhappy unhappiness upset miserable dissatisfied
fear afraid scared frightened worry worried concern anxious
standard quality excellent excellence professional
compete competition competitive rival
sport athlete athletic game play player
identity individual individuality unique personality self
same uniform similar conform conformity unity unite together belonging
different differ difference variety diverse
old-fashioned outdated obsolete archaic outmoded
modern new current contemporary
travel transport traffic road car vehicle drive driver bus train journey
park parking pavement kerb space
house housing home accommodation rent tenant landlord mortgage
immigrant immigration migrant refugee border foreigner
noise noisy loud quiet disturb disturbance nuisance
clean dirty filthy hygiene hygienic tidy
listen hear consult engage communicate communication contact respond response reply answer
visible visibility seen presence
fund subsidise subsidize subsidy invest investment donate donation charity grant
evidence proof prove innocent guilty mistake error wrongful
deserve earn merit reward
demand supply shortage scarce lack insufficient enough
burden strain pressure overwhelm overwhelmed
dignity respect respectful compassion humane inhumane cruel
natural artificial unnatural
perfect perfection ideal unrealistic realistic
permanent irreversible forever lasting temporary
"""
