"""Words that names are known by: what the gazetteer of the Faker package lacks, titles, kin, and words that are none.

Drawn up by hand from general knowledge, by where names come from; fitted to no text.
"""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


FAMILIES = words_of(
    """
    begum bibi kaur khatun miah uddin ullah akhtar bashir butt chaudhary chaudhry choudhury hussain iqbal javed mahmood
    malik
    mehmood mirza qureshi rafiq raja saleem shaikh sheikh siddique siddiqui yousaf zaman
    atwal bains bassi bhatti bhogal chahal chana deol dhaliwal dhami dhillon dosanjh gill gosal grewal hayer hundal
    johal
    kalsi kang khera lally matharu nagra nijjar pannu purewal rai randhawa sahota samra sandhu sangha sidhu sohal thandi
    tiwana toor uppal virk bhandari chauhan desai joshi mistry parmar patel rana rathod sharma solanki thakor vyas
    abdi abdullahi adeyemi agyemang appiah asante balogun boateng diallo eze farah hersi jama mensah moyo ncube ndlovu
    nwosu
    ogunleye okafor okeke okonkwo osei owusu warsame
    chen cheung huang leung nguyen pham tran wang wong zhang zhou
    """
)

# Given names of the West Midlands: South Asian, African and Caribbean, Arabic, Welsh and Irish ones.
GIVENS = words_of(
    """
    aisha amrit anil anita anjali arun ashok asif ayesha balraj bally bilal chidi chinedu chloe debs deepa deepak dinesh
    ebony
    ed efosa emeka faisal farah fatima geeta gita gopal hamza haroon hina ibrahim ifeoma imran iqbal irfan jagdish
    jaswant
    javed kaz kev kiran kofi kuldip kwame lakshmi leroy lloyd mahmood manish manoj meena mehmood mohan mukesh nadeem
    naveed
    neelam ngozi nicky nisha olu olumide pooja pradeep pravin preeti priya rahul rajesh rajinder rakesh ramesh rashid
    ravi
    rekha rohit rukhsana sabina sadia safina sajid salma sandeep sanjay saqib satnam shabana shabnam shahid shazia sunil
    sunita suresh surinder tahir tariq tayo temi trev tunde usha usman vijay vikram vinod waqar wendy yasmin yusuf zahid
    zainab zara zeeshan jo
    abdul abdullah abdulla adil amir ammar anwar arif aslam atif ayaan ayub aziz farhan faraz ghulam habib haider halima
    hanif hassan humaira hussein idris ismail jamal jamila junaid kamran kashif khalid khadija maryam mariam masood
    mehreen
    mohamed mohammad mohammed muhammad muhammed mustafa nabeel naeem naila nasir nazia noreen parveen qasim rafiq rehana
    rehman riaz rizwan robina saima salim samina sana shafiq shaheen shakeel shamim shehnaz sohail sukhi jassi kully
    harj
    sumaira tahira tanveer
    umar uzma wasim yaseen yasir younis zaheer zeenat zubair
    ajay akash amit ankit aparna asha ashwin bhavna chetan darshan dharmesh divya hardik harish hemant hitesh jagjit
    jayesh
    jignesh jyoti kalpesh kavita ketan komal krishna mahesh mala mandip mitesh mukta nalini narinder navdeep naveen neha
    nikhil nilesh nimesh nirmal nitin parminder paresh pankaj pritam rajan rajiv rakhi ritu rupinder sachin sangita
    santosh
    seema shanti sheetal shilpa shivani sonal sonia subhash sumit sushma tejal trupti uday umesh urmila vandana varsha
    vimal vishal yogesh
    abiola adebayo adeola akosua akua ama amaka ayo babatunde bola bukola chiamaka chidinma chika chioma ebele ekow esi
    femi folake funmi gbenga ifeanyi ikenna kehinde kelechi kemi kojo kwabena kwaku kwasi lola nana nkechi nnamdi obinna
    ogechi olajide olufemi onyeka segun seun simi sola taiwo titi tobi tolu uche wale yaa yemi yetunde
    abdirahman ayan deqa fartun faduma hodan ifrah khadra liban mahad sahra warsan yonas tesfay dawit haile makeda
    anthea beverley carlton clive cleveland delroy desmond devon dwayne errol everton glenroy hyacinth jermaine kemar
    lascelles latoya linval marcia merlene myrtle neville norma orville rohan rupert shanice sherika tamika tyrell
    tyrone
    winsome winston yvonne zadie
    aled alun anwen aneurin angharad bethan branwen bryn bronwen carwyn catrin ceri cerys dafydd dilys dylan eirlys
    eleri
    elin eluned emlyn emrys ffion gareth gethin geraint gwenda gwilym gwyn gwyneth huw hywel idwal ieuan iestyn iolo
    iorwerth iwan llewelyn llinos lowri mair megan meirion menna mererid myfanwy nerys nia olwen owain rhian rhiannon
    rhodri
    rhys sian sioned tegan tudur
    aine aisling aoife bernadette brendan bridie caoimhe cathal ciara cillian colm conor deirdre declan dermot diarmuid
    eamon eilis eimear eoin fergal fiachra finbar fintan fionnuala grainne maeve malachy mairead muireann niall niamh
    nuala
    oisin orla padraig padraic roisin ronan ruairi saoirse seamus sinead siobhan sorcha tadhg una
    agata aleksander alicja andrzej aneta arkadiusz bartek bogdan bozena danuta dariusz dorota ewa grazyna grzegorz
    halina
    irek iwona jacek jadwiga janusz jarek jerzy joanna justyna kasia katarzyna krystyna krzysztof leszek lukasz maciej
    magda malgorzata marek mariusz marzena michal miroslaw monika pawel piotr przemek radek rafal ryszard slawek
    stanislaw
    tadeusz teresa tomasz urszula waldek wanda wieslaw wojtek wojciech zbigniew zdzislaw zofia
    alexandru andreea bianca catalin claudiu constantin cosmin costel cristian daciana dumitru florin gabriela gheorghe
    ionel ioana ionut iulia laurentiu liviu loredana lucian marian mihaela mihai mihail nicoleta octavian ovidiu petru
    razvan roxana sorin stefan sorina traian valentin vasile viorel
    farshid fereshteh hamid jamshid kaveh laleh leila mahnaz mehdi mehrdad nasrin navid omid parisa reza shirin soheil
    ahmet aylin ayse berk cemal emine emre fatma gulsen hakan hatice hulya huseyin ibrahim mehmet metin murat mustafa
    nuray ozlem sevgi tarkan umut yilmaz zeynep
    """
)
# Older English ones, and further ones of women.
GIVENS |= words_of(
    """
    ada adelaide agatha albertina alberta alma amabel annabel annabelle antonia arabella audrey augusta beatrix bertha
    bessie blanche cecily celia clarice clementine constance cordelia cressida delphine edwina effie elfrieda eleonora
    elspeth enid ernestine esme ethelred eudora eugenie euphemia evangeline fenella flavia florrie georgiana gladys
    greta
    griselda gwendoline harriett hermione hester hilda honor horace imogen iola isolde ivor jacintha jemima jocasta
    lavinia leonora lettice lorna lucinda mabel maud maude mavis millicent minna muriel nesta octavia odette olwen
    ophelia ottilie petronella phyllida phyllis priscilla prunella rosalie rosalind rosaline rosamund roxanne selwyn
    sidney sybil sylvia tabitha thelma theodora thora ursula verity vera vernon victoria violetta winifred
    algernon alastair ambrose archibald aubrey barnaby bartholomew basil bernard bertram cedric clement cuthbert cyril
    denzil edgar edmund ernest eustace everard ferdinand fergus fitzroy gilbert giles godfrey hector herbert hubert
    humphrey jasper jeremiah lancelot leopold lionel lucian ludovic marmaduke maurice montague neville nigel norbert
    octavius orlando osbert oswald percival percy peregrine phineas quentin ralph randolph reginald rodney roland
    roderick rupert sebastian septimus sheldon sigmund stanley terence theodore thaddeus tobias tristram ulric valentine
    vivian walter wilfred winthrop
    adeela afshan afsheen ambreen amna anam anila areeba arooj asiya asma atiya ayla azra bano bushra dania erum faiza
    farhat farida farkhanda fauzia fozia ghazala hafsa hajra hania hiba huda huma iffat ikra iqra irum javeria kalsoom
    khalida kubra laiba lubna madiha maha maheen mahnoor mahwish maira malika mehwish misbah momina mubeena munira
    musarrat muskan nabila nadira nafisa naheed naima najma nargis nasira nasreen naz nazma nida nighat nimra nosheen
    nudrat nusrat rabia rafia rahat raheela razia rida riffat ruby rubina rukhsar saba sabeen sabiha sadaf saeeda saira
    sajida samia samreen sanam sara shaista shamaila shamsa shehla shireen sidra sobia sofia sumera sumaya suraiya
    tabassum
    tahmina tasneem tayyaba tehmina urooj yumna zahida zahra zakia zara zohra zubaida zunaira
    """
)
# Further ones of South Asia.
GIVENS |= words_of(
    """
    abhijit ajit akhil alok aman amar amrik anand anant aniket anirban anup arjan arvind ashish ashraf avtar babu bachan
    balwinder bhagwan bharat bhavesh bhupinder bhushan bikram chandra charanjit chirag dalbir daljit davinder dayal
    devendra dhananjay dhiraj dilip gajendra gaurav ganesh girish gobind govind gulzar gurbax gurcharan gurnam gurpal
    gurvinder harbans hardeep hari harkirat harpal harsh harsha hiren hitendra inderjit indu ishwar jagdeep jagmohan
    jaspal jatinder jayant jitendra joginder kailash kalyan kamlesh kanwar karamjit kartar karthik keshav kewal
    kirpal kishan kishor kishore kulwant kulwinder kunal lalit laxman madan madhu mahendra mahinder mangal maninder
    mehul mohinder mohit mukund murali narayan narendra naresh natwar navin nihal nirav niraj omkar onkar paramjit
    parag parvinder piara piyush prabhakar prabhjot prabhu prakash pranay prashant pratap pritpal purushottam
    raghbir rahim raghu rajat rajendra rajvir ranjit ranjan ratan resham rishi rohan roshan sanjeev sanjiv sarbjit
    satish satpal satwant satyam saurabh shailesh shankar sharad shekhar shrikant shyam sital sohan subash sudhir
    sukhbir sukhjit sukhwant suman surjan surjit surya sushil swaran tarlochan tarsem tejinder trilok tushar ujjal
    upinder vaibhav varinder varun vasant venkat vikas vinay vineet vipin virendra vishnu vivek
    archana aruna avani bhanu bhavini chandrika charanjeet damini dipali dipika gayatri gurdev hansa hema hemlata indira
    jaya jayshree kalpana kalyani kamla kanta kanchan kusum lata leena madhuri mamta manisha manju maya minal mina mona
    mridula nandini neeta nidhi nila nirmala padma pallavi pinky poonam prabha pratibha pushpa radha rajni rama ranjana
    rashmi rekha reena rina roopa rupal rupa sadhana sarita sarla savita shakuntala sharmila shobha shreya smita
    sneha sudha sujata sukhdev sunanda surjeet surekha swati tara tarana tripta urvashi uma vaishali veena vidya vimla
    """
)
# Of younger people, of East Asia and of southern Africa.
GIVENS |= words_of(
    """
    albie alfie arlo bodhi finley freddy harley jaxon jayden kian kobe kyan leighton leo luca mason mila myles otis
    ralphie roman ronnie rory theo toby tommy zachary ayda darcey darcie delilah eliza esme evelyn gracie harriet imogen
    isla kiera lacie layla lexie lottie lyla maisie maeve myla nevaeh niamh orla thea tilly
    anh binh bao chau duc giang hanh hien hoang huong khanh lan linh minh ngan ngoc nhung phuc phuong
    quang quyen quynh thanh thao thi thuy tien trang trinh trung tuan tuyen vinh xuan
    bing feng guang hui huan jia jiahui jian jie jin jing jingyi juan jun lei ling mei meiling ming ning peng qiang
    qing rong shan shu siu tian ting wei wen xia xiang xiao xiaoming xin xinyi xiu xue yan yang yanyan yi yifan ying
    yu yuting yun zhen zhi zihan
    akira aiko emi haruka haruto hiroshi kaori kenji mai mari naoki rie sakura satoshi yoko yuki yuko jisoo minjun
    seojun
    anesu chengetai chenai chipo farai kudzai lindiwe lungile makanaka munashe ngoni nkosana nokuthula nomsa
    nyasha panashe rudo ruvimbo rutendo sibusiso simba sipho tafadzwa takudzwa tanaka tapiwa tariro tatenda
    tawanda tendai tendekai themba thabo thandeka thandi thandiwe tinashe tinotenda vimbai zanele zodwa
    """
)
# Those that are words too, and stand among the everyday ones below.
GIVEN_WORDS = words_of("poppy willow phoenix harper aria luna scarlett skye reef blaze jasper archer teddy")
# Short and pet forms of English ones.
SHORT_FORMS = words_of(
    """
    ally archie artie barney baz bazza becca bernie berni bertie bev binny bri bry caz charley chas chaz chrissie
    chrissy
    cilla claudy connie dani danny debs dee deano deb debbie dez dickie dod dolly dottie dougie dunc edie effie ellie
    elsie
    ernie ettie evie flo fliss frankie fran franny freddie gaz gazza geoff gerry gertie gilly ginny glenys gwen hattie
    hetty
    izzy jackie jacqui jamesy janey jase jayne jeannie jen jenny jez jimbo jimmy jodie josie josh julie kaz kez kezza
    kath
    kathy katie kel kenny kerri kev kirsty kit lainey lenny lexi libby lil lily lizzie lizzy lottie lou loz lyn lynda
    lynne
    maddie madge mae mags maisie mandy marge margie matt maz mel mick mickey micky millie mo moira molly muriel nat nev
    nell
    nellie netty nige nobby ollie paddy pam patsy patty pete phil pippa polly rae reg reggie reenie rich richie ricky
    robbie
    ronnie
    roz rozzie sal sammy sandie sarge seb shaz shazza shel shelley shirl si sid steph steve stevie stu suzie suzy syd
    tam
    tash taz ted terri tez tilly tim timmy toni tracey tracy trev trish trudy val vic vicky vin vinny viv wayne wilf
    will
    winnie woody zac zoe
    """
)

TITLES = words_of(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady cllr councillor pc pcso sgt sergeant inspector insp dci
    di dc ds constable officer superintendent reverend rev imam father sister auntie aunt uncle nurse judge
    detective revd pastor rabbi det supt wpc maulana mufti hajji
    """
)
KIN = words_of(
    """
    son daughter husband wife partner neighbour neighbor friend brother sister mum mother dad father nan grandson
    granddaughter nephew niece cousin boss manager landlord colleague boyfriend girlfriend ex-husband ex-wife ex
    ex-partner mate nana gran granny grandma grandad granddad grandfather grandmother auntie aunt uncle fiance fiancee
    stepson stepdaughter stepdad stepmum boy girl baby lad carer lodger tenant buddy pal
    """
)
# Of whom it is said what they are called; what else is called so is a thing.
PERSONS = words_of(
    """
    man woman boy girl lad lass bloke guy chap fella fellow lady gentleman person someone somebody anyone kid child
    teenager
    youth officer pcso policeman policewoman constable sergeant inspector dealer neighbour neighbor friend mate tenant
    resident thug bully yob he she him her who handler councillor nurse teacher shopkeeper owner driver thief burglar
    """
)
# Everyday words, days and places that are also names: names only where the context says so.
EVERYDAY = words_of(
    """
    good love doctor head house great mark will may june april august grace faith hope joy rose lily daisy ivy violet
    bill rob bob pat sue jack frank guy art dean drew gene grant harry miles nick rich sandy summer autumn dawn eve
    penny ruby pearl amber crystal
    jade olive robin jay ray max chase hunter mason taylor cooper carter baker butcher cook fisher gardener knight
    law long short young old white black brown green gray grey king bishop pope priest prince duke noble day week
    winter snow frost rain wood woods stone hill field fields brook brooks rivers lake bush marsh moor lane street
    park parks wells bond cross church temple bell ball banks barber barker best bird blunt boss brand bright butler
    case cash chance clay cole crane curtis dale dear dolby down early east west north south english france french
    german holland ireland welsh scott england page parish parsons payne pearce peace pike power price rice read
    reed reeves rowe rush sage sharp shaw small smart speed spring steel storm strong sugar swift vale vice wall
    walls ward waters watts way webb wise wolf worth yard major general private sergeant constable officer police
    labour solihull walsall dudley sandwell coventry birmingham wolverhampton chelsea jordan victoria lincoln
    preston shirley stafford warwick london chester kent devon florence paris sydney austin dallas charity christian
    muslim iman blessing favour precious innocent patience prudence honour merit gift sunny lucky happy sunday
    monday friday january february march october november december jan jun jul aug so an do he see man sung
    comfort harsh immaculate job mad sad said angel basil bobby brandy corona destiny diamond don earl fancy forum hazel
    heather lance lavender loot melody mercy misty nail pierce purity raid veer warren nadir holly jimmy kit nana
    dot dolly paddy woody
    scot danish randy roman myrtle valentine honor verity clement raven sarge made else floor harm mate
    curt reg sherry ally
    """
)
STOP = words_of(
    """
    i the a an my our we they he she it you there this that these those and but or if when what why who please
    his her their its your in on at to of for from with by as is was are were be been am has have had do does did not no
    some any all many most more so very too just only also can could will would should may might must who whom whose
    i'm i've i'd i'll it's he's she's we're we've we'll we'd they're they've they'd you're you've that's there's here's
    what's who's where's isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't won't
    wouldn't shouldn't let's
    """
)
# Places, makes, feasts that are given names too: names only where the context or a family name says so.
PLACES = words_of(
    """
    aston perry israel india china asia america kenya jersey paris milan houston boston denver alaska nebraska dakota
    nechells winson edgbaston selly bartley lea berkeley camden hartford leicester verona vienna siena tory
    jesus christ moses buddha mcdonalds mcdonald mercedes alexa siri nando nino kia tesla islam ramadan eid diwali
    """
)
# The same behind "in" and its kind only.
PLACES_OR_PEOPLE = words_of(
    """
    chelsea jordan victoria lincoln preston shirley florence georgia ashton ashley clifton carlton milton kingston
    brooklyn
    austin dallas sydney kerry clare devon chad carolina savannah sierra alexandria adelaide chester hamilton windsor
    melbourne brent newton barry washington virginia leigh troy marina nelson orlando
    """
)
