"""Texts of our own for the guard, beside the labelled set: none of its wording is repeated here.

Invented throughout: telephone numbers lie in the series that PTS keeps for fiction,
personal numbers have a serial that is kept for tests (980 and up) or a wrong check digit.
"""

from __future__ import annotations

from samsyn.domain.privacy.guard import Kind

# (text, the words that must be covered, what they are)
STOPPED = [
    # names
    ("Ring Anna på jobbet om det händer igen.", "Anna", Kind.NAME),
    ("Det var Mohammed Al-Sayed som startade bråket.", "Mohammed Al-Sayed", Kind.NAME),
    ("Elias, Noah och Vilgot klättrade på taket.", "Elias", Kind.NAME),
    ("Elias, Noah och Vilgot klättrade på taket.", "Vilgot", Kind.NAME),
    ("Familjen Torstensbo hade fest till fyra på morgonen.", "Torstensbo", Kind.NAME),
    ("Bröderna Karlsson kör moped utan hjälm.", "Karlsson", Kind.NAME),
    ("Anderssons hund biter folk på gångvägen.", "Anderssons", Kind.NAME),
    ("Han kallas Räven av de andra.", "Räven", Kind.NAME),
    ("Langaren går under namnet \"Kobran\" på torget.", "Kobran", Kind.NAME),
    ("hon heter Ylvali och går i sexan", "Ylvali", Kind.NAME),
    ("såg kevin och hamza springa från platsen", "kevin", Kind.NAME),
    ("såg kevin och hamza springa från platsen", "hamza", Kind.NAME),
    ("Björn slog sönder rutan enligt vittnet.", "Björn", Kind.NAME),
    ("Vittnet såg Björn springa mot parken.", "Björn", Kind.NAME),
    ("Kristinas son var med när det hände.", "Kristinas", Kind.NAME),
    ("Det är Berglunds grabbar som bränner gummi.", "Berglunds", Kind.NAME),
    ("Rektor Ekenståhl har informerats om hotet.", "Ekenståhl", Kind.NAME),
    ("Grannen Zdravko spelar hög musik.", "Zdravko", Kind.NAME),
    ("Killen är Dragutin Vuksan, känd sedan förut.", "Dragutin Vuksan", Kind.NAME),
    ("Mattias L. sålde sprit till elever.", "Mattias L.", Kind.NAME),
    ("Fatima från fritids ringde och var orolig.", "Fatima", Kind.NAME),
    ("Personalen hotades av Jimmy Svensson-Ek.", "Jimmy Svensson-Ek", Kind.NAME),
    ("Anna-Karin på skolan har sett det också.", "Anna-Karin", Kind.NAME),
    ("Pojken heter nog Ibbe, alltid i röd jacka.", "Ibbe", Kind.NAME),
    ("Målsägande Stina Fagerlid vill ha besked.", "Stina Fagerlid", Kind.NAME),
    ("Wallgren i efternamn, går i nian.", "Wallgren", Kind.NAME),
    ("Bråk med Anna Andersson Storgatan igår", "Anna Andersson", Kind.NAME),
    ("Såg Anna Andersson Centrum 22.00", "Anna Andersson", Kind.NAME),
    ("Kim Karlsson Storgatan", "Kim Karlsson", Kind.NAME),
    ("Erik Johansson Norra Skolan", "Erik Johansson", Kind.NAME),
    ("Fatima Ali Gymnasiet", "Fatima Ali", Kind.NAME),
    ("Anna Maria Lindgren Torget", "Anna Maria Lindgren", Kind.NAME),
    ("Centrum Anna Andersson 22.00", "Anna Andersson", Kind.NAME),
    ("Slagsmål på torget Erik Johansson", "Erik Johansson", Kind.NAME),
    ("Bråk med Andersson Anna Torget igår", "Andersson Anna", Kind.NAME),
    ("Johansson Erik Storgatan igår", "Johansson Erik", Kind.NAME),
    ("Såg Anna Andersson hemma igår", "Anna Andersson", Kind.NAME),
    ("Erik Berg slog sönder rutan", "Erik Berg", Kind.NAME),
    ("anna andersson centrum", "anna andersson", Kind.NAME),
    ("ANNA ANDERSSON TORGET BRÅK", "ANNA ANDERSSON", Kind.NAME),
    ("Samma gäng som vanligt, Abdi, Liban och en till.", "Abdi", Kind.NAME),
    ("OSKAR OCH EMMA BRÅKADE VID KIOSKEN IGEN.", "OSKAR", Kind.NAME),
    ("Pappan, Lars-Göran von Essen, kom till skolan.", "Lars-Göran von Essen", Kind.NAME),
    ("Mejla Petra om låset till soprummet.", "Petra", Kind.NAME),
    # personal numbers
    ("Personen uppgav 19900101-9802.", "19900101-9802", Kind.PERSONAL_NUMBER),
    ("Id: 900101-9802 enligt legitimation", "900101-9802", Kind.PERSONAL_NUMBER),
    ("Nr 9001019802 stod på lappen.", "9001019802", Kind.PERSONAL_NUMBER),
    ("Född 900101 9802 enligt passet.", "900101 9802", Kind.PERSONAL_NUMBER),
    ("pnr 900101-xxxx, resten okänt", "900101-xxxx", Kind.MASKED_NUMBER),
    ("Kortet visade ******-9802.", "******-9802", Kind.MASKED_NUMBER),
    ("Hon uppgav 850315-1111 men var osäker.", "850315-1111", Kind.MASKED_NUMBER),
    ("Mannen är född 1985-03-15 och bor i området.", "1985-03-15", Kind.BIRTH_DATE),
    # telephones
    ("Nås på 070-174 06 35 efter fem.", "070-174 06 35", Kind.PHONE),
    ("Numret är 0701740636.", "0701740636", Kind.PHONE),
    ("+46 (0)70-174 06 37 stod på väggen", "+46 (0)70-174 06 37", Kind.PHONE),
    ("0046701740638 ringde flera gånger", "0046701740638", Kind.PHONE),
    ("Hemnummer 031-390 06 01.", "031-390 06 01", Kind.PHONE),
    ("ring noll sju noll ett sju fyra noll sex", "noll sju noll ett sju fyra noll sex", Kind.PHONE),
    ("Skriv till mig, 070-174 O6 4O.", "070-174 O6 4O", Kind.PHONE),
    ("Swish till 070.174.06.41 utlovades.", "070.174.06.41", Kind.PHONE),
    # e-mail and handles
    ("Skriv till kalle.anka77@example.com om det.", "kalle.anka77@example.com", Kind.EMAIL),
    ("mejla petra(at)example.org", "petra(at)example.org", Kind.EMAIL),
    ("adressen är lisa snabel-a example punkt se", "lisa snabel-a example punkt se", Kind.EMAIL),
    ("Kontot @svartfot_99 hotar elever.", "@svartfot_99", Kind.HANDLE),
    ("Filmen finns på instagram.com/prov_konto nu.", "instagram.com/prov_konto", Kind.HANDLE),
    ("Snap: pricken_x säljer vape.", "pricken_x", Kind.HANDLE),
    ("Han använder tiktokkontot grus_77 för hoten.", "grus_77", Kind.HANDLE),
    # plates
    ("Blå Saab ABC 12D stod utanför hela natten.", "ABC 12D", Kind.PLATE),
    ("A-traktorn har reg.nr XYZ 987.", "XYZ 987", Kind.PLATE),
    ("bil med skylten abc123 körde mot rött", "abc123", Kind.PLATE),
    ("Mopeden JKL045 buskör på skolgården.", "JKL045", Kind.PLATE),
    # homes
    ("Han bor på Ekorrstigen 14 B.", "Ekorrstigen 14 B", Kind.HOME_ADDRESS),
    ("Bråk på Tallbacksvägen 3 lgh 1201.", "Tallbacksvägen 3 lgh 1201", Kind.HOME_ADDRESS),
    ("Festen var hos grannen på Nygatan 22A, 2 tr.", "Nygatan 22A, 2 tr", Kind.HOME_ADDRESS),
    ("Ungdomarna håller till på Vargvägen 7.", "Vargvägen 7", Kind.HOME_ADDRESS),
    ("Kvinnan flydde från Karl Anderssons gata 5.", "Karl Anderssons gata 5", Kind.HOME_ADDRESS),
    ("lgh 1304 stör hela trapphuset", "1304", Kind.HOME_ADDRESS),
    # numbers that belong to somebody
    ("LMA-kort nr 87654321 hittades.", "87654321", Kind.ID_NUMBER),
    ("Pengarna skulle till konto 1234-5 678 901 2.", "1234-5 678 901 2", Kind.ID_NUMBER),
    ("Passnummer AA1234567 låg på bänken.", "AA1234567", Kind.ID_NUMBER),
]  # fmt: skip

# What every municipality writes and nobody may be asked about.
CLEAN = [
    "Inga skador, inga vittnen, ingen misstänkt.",
    "Skadegörelse på busskuren vid Stationsgatan 4.",
    "Klotter på fasaden till biblioteket, cirka tre kvadratmeter.",
    "Gänget samlas bakom ICA på fredagar mellan 19.00 och 22.30.",
    "Två mopeder och en A-traktor körde fort på Västra vägen.",
    "Trasig belysning i gångtunneln under väg 66.",
    "Larm från Risbroskolan 2026-03-14, inget fynd.",
    "Ärendenummer 2026-000123 hos gatukontoret.",
    "Dnr KS 2026/00456-3 har expedierats.",
    "Faktura 20260315-0012 gäller sanering av klotter.",
    "Ring 112 vid pågående brott, annars 114 14.",
    "Felanmälan görs på felanmalan@example.se eller till växeln.",
    "Sten och grus på cykelbanan efter snöröjningen.",
    "En dag i maj var det lugnt, i juni fler störningar.",
    "Björnbär och rosor planterade vid torget.",
    "Max hastighet överskrids på Storgatan varje kväll.",
    "Stormen Gudrun fällde träd över vägen.",
    "Samling vid Selma Lagerlöfs torg klockan 18.",
    "Bråk utanför Restaurang Karin, tre personer avvisade.",
    "Idas konditori och Emils livs har stängt tidigare.",
    "Johanssons Måleri AB fick verktyg stulna.",
    "Stiftelsen Anna Lindh delar ut stipendium.",
    "Bråk vid Anna Lindhs plats och på Hotell Kristina.",
    "Erik Johansson Bygg AB fick verktyg stulna.",
    "Johansson Erik Bygg AB fick verktyg stulna.",
    "Restaurang Erik Andersson har stängt.",
    "Skräp på Anna Roos plats.",
    "Barnen såg Pippi Långstrump på biblioteket.",
    "Karl Johans gata stängdes av under natten.",
    "Krockat vid Gustav Adolfs kyrka, ingen skadad.",
    "Oro i Nora och Norberg efter inbrotten.",
    "Personal från Securitas och Falck fanns på plats.",
    "Volvo V70 och BMW 320 fick rutor krossade.",
    "KTM 125, Yamaha MT 07 och Aprilia 50 på elljusspåret.",
    "E16 och riksväg 68 påverkades av olyckan.",
    "Tåg 8764 och buss 514 var inställda.",
    "Temperaturen var -12 grader, 15 cm snö.",
    "Skadan kostade 12 400 kronor att laga.",
    "Elskåp 4512 saknar lucka vid stolpe 0823.",
    "Org.nr 556677-8899 står på skylten.",
    "Tre ungdomar, cirka 15 år, rökte vid skolan.",
    "En okänd man i 40-årsåldern ropade åt förbipasserande.",
    "Ordningsvakter avvisade fem personer från torget.",
    "Elever i årskurs 9 berättar om otrygghet på bussen.",
    "Läraren tog kontakt med skolledningen samma dag.",
    "Föräldrar till elever på skolan är oroliga.",
    "Grannar upplever störande musik från området.",
    "Polisen, räddningstjänsten och kommunen var på plats.",
    "Norra Västmanlands Kommunalteknikförbund har lagat lampan.",
    "Lokala BRÅ och Länsstyrelsen i Västmanland är informerade.",
    "Burger King, McDonalds och Circle K stänger kl 23.",
    "Lucia firades lugnt, liksom Valborg.",
    "Hans cykel stals utanför simhallen.",
    "Min bild är att det har blivit lugnare sedan i våras.",
    "Per kväll räknar vi omkring tio mopeder.",
    "Det är bra att rut-avdraget finns, sa någon.",
    "Fred och lugn råder på torget.",
    "Liv och rörelse i centrum hela lördagen.",
    "Mark och anläggning är klar med farthindren.",
    "Ville man åka buss fick man vänta länge.",
    "Det var tom flaska vid varje bänk.",
    "Vi såg 12 fimpar, 3 burkar och en kanyl.",
    "Insats 2026-04-12 till 2026-04-19 utan avvikelse.",
    "Anmält till polisen, diarienummer 5000-K98765-26.",
    "Uppsökande arbete kl. 20.00-23.30 i Per Ols.",
    "Fritidsgården hade 45 besökare i fredags.",
    "Inbrott i förråd på Västanfors, 14 cyklar borta.",
    "Vandringen startar vid torget och går till badet.",
    "Rasistiska klistermärken på 8 lyktstolpar, sanerade.",
    "Bilen, en röd kombi, lämnade platsen mot väster.",
    "Kaffe och bullar för 500 kr till vandringen.",
    "Mötet 14/10 kl 15:00 i sal 204.",
    "Kameran vid entrén var ur funktion vecka 41 och 42.",
    "Lampa 12, 14 och 17 lyser inte.",
    "Skolgården används av äldre ungdomar efter 22.",
]

# A small town would know who is meant; the writer is asked.
POINTED_AT = [
    "Mannen med rullator och tatuering i ansiktet skrek åt barn.",
    "Den enda muslimska familjen på gatan har fått rutor krossade.",
    "Rektorns yngsta dotter var med och filmade.",
    "Killen i den röda villan säljer vape.",
    "Kvinnan som blev änka i vintras går omkring nattetid.",
    "Slöjdläraren på högstadiet i Meling var berusad.",
    "Den synskadade pojken på andra våningen blev knuffad.",
    "Prästens son hänger med gänget.",
]

# More that must be stopped, however it is found.
STOPPED_AS_A_WHOLE = """
Ekfjärds moped stod utanför hela natten.
Grenholt, Lovisa, ska ha varit där.
L. Grenholt ringde tre gånger.
Mamman till Ylvali kom och hämtade.
Det är alltid samma kille, Sebbe, som tänder på.
Tipset gäller Kivimökki på Torggatan.
brorsan till melker sålde
En viss Stenrose misstänks ligga bakom.
Vi pratade med Nour som såg allt.
Tove Vintermos pappa jobbar på skolan.
Elev i 8B, Wilma T, blev slagen.
Fältarna pratade med Hevin och hennes syster.
Herr Lindharpa vill bli uppringd.
Utpekad: Teodor Sandhem.
Signaturen "Fjunis" målar överallt.
Öknamnet är Skruven.
De som bråkade var Ante, Jocke och Rille.
Ägaren Giorgos Papadis hotades.
Kuratorn Britt-Inger ringde hem.
Personen heter Tallmark.
Kim Ekfjärd har kniv.
Max i 7A och Leia i 6C slogs.
Pojkvännen, Sixten, väntade i bilen.
Gärningsmannen ska vara Ahmed Barre.
Bråk mellan Milo och Wilgot i matsalen.
Ludvigs morsa skrek på personalen.
tilde och ronja rökte bakom gymmet
Såg Viggo kasta ägg.
Vaktmästare Roland hittade kanylerna.
Han presenterade sig som Dragan.
Det gäller sonen till Grenholt.
Anmälare: Solveig Ekdunge
Kontakta Ulla-Britt på expeditionen.
Fru Vintermo på trean klagar.
8507099813 stod i mejlet
850709 - 9813 enligt vakten
19850709 9813
850709-98xx uppgavs
Pnr: 8 5 0 7 0 9 9 8 1 3
tfn 0223-174 06
ring mig 0223 390 06 05
070 1740 612
(070) 174 06 12
nollsjuttio ett sju fyra noll sex ett två
0701-740612
tel: 070 - 174 06 12
Mejl: tuva_l@example.se
tuva.lindharpa [at] example [dot] com
tuva lindharpa @ example . com
Snapchat: tuvalind
Insta tuva.lind_04 sprider bilder
Hans tiktok heter @mopedkungen
Discord Grus#1234
användarnamn mopedkungen99 på Telegram
LUS903 parkerade på gångbanan
reg. LUS 90A
En Audi med plåtarna MLB-21G
Bor Lingonstigen 4
på Harsyrevägen 9 säljs det vape
Mossvägen 22 B, våning 3, luktar det hasch
ungdomarna går till ripstigen 31
Hemma hos familjen på Klövervägen 8
I huset Klövervägen 8 är det fest varje helg
Knackade dörr på Blåsippevägen 17
Adress: Tistelgatan 12, 737 30 Fagersta
Misshandel på Karl Johans gata 14, tre trappor
Passet AB1234567 tappades
Bankkonto 8327-9, 123 456 789-0
""".strip().splitlines()

# Clean texts full of names, numbers and words that look like names.
CLEAN_BUT_TRICKY = """
Frost på rutorna och halka vid bron.
Sol och värme lockade många till badet.
Café Sofia och Salong Linda har haft inbrott.
ICA Nära Karlsson anmäler snatteri.
Engströms Livs har bytt lås.
Drottning Kristinas väg är avstängd.
Sven Rinmans gata saknar belysning.
Bråk vid Anders Zorns torg.
Förskolan Mariagården hade ovälkommet besök.
Hedvig Eleonoras förskola polisanmälde.
Per Olsskolan evakuerades.
Seat Leon och Ford Focus skadades.
Med texten "Love" på muren.
Hells Angels-märken sågs i centrum.
Klistermärken från Nordiska motståndsrörelsen.
Möte med Polisområde Västmanland i tisdags.
Vi bjuder in Länsstyrelsen och Region Västmanland.
Fagersta Södra mötte Avesta AIK, lugnt på läktaren.
Kioskägaren berättar om stölder.
Rektor och kurator deltog i samtalet.
Vaktmästare har satt upp ny lampa.
Kvinnan fördes till sjukhus.
Mannen avvisades från platsen.
Killen sprang mot skogen.
Tjejerna följde med personalen in.
En pojke i tioårsåldern hittade en kanyl.
Två män i trettioårsåldern grälade vid uttagsautomaten.
En äldre dam blev bestulen på sin väska.
Personal hotades av en kund med kniv.
Föraren av lastbilen lämnade platsen.
Busschauffören larmade polisen.
Iris och tulpaner uppryckta.
Klara besked väntas i maj.
Saga upp avtalet med bolaget.
Rosa färg på skylten.
Ett hundratal besökare, varav 20 ungdomar, på Valborg.
Stig Bergs stuga är nedbrunnen.
Nationaldagen 6 juni firades i parken.
Vecka 26, 12 ärenden, 3 återkopplade.
Väg 233 mot Ramsberg avstängd.
Gatlampa 112 och 114 släckta på Norrbyvägen.
Sprejburkar, 5 st, hittade på Bergslagsvägen.
Skylten vid Dalavägen 12 välte.
Parkeringen vid Norra Kyrkogatan 2 används för burnouts.
Inbrott i kiosken på Torggatan 5.
Kl 23 tystnade musiken på Kyrkogatan.
Kostnad 12 400,50 kr enligt faktura 4501234567.
Serienummer 1234567890123 på cykeln.
Ärende 20260314123456 stängt.
Koordinater 6651320, 544899.
Mätning: 82 dB, 45 minuter.
Öppet 10-18, lördag 10-14.
Tel 112 ringdes två gånger.
Kontakta kommunens växel 0223-440 00.
Rapport nr 2026-11, sida 14.
info@example.se svarade samma dag.
Elever i 9A och 9B samlades.
A-traktorer, EPA och mopeder på Ringvägen.
Mormor Annas kaffestuga fick rutan krossad.
Kulturhuset Ebba visade film.
Kalle på Spången visas på bio.
Lars Magnussons park skräpades ned.
Rånförsök vid Ur & Penn.
Nyårsafton och trettondagsafton var lugna.
Tack till alla som deltog i Noomaraton.
Per automatik skickas larm till Securitas.
Bo kvar i lägenheten går bra.
Ola-glassar stals ur frysen.
Mia-mobilen (uppsökande buss) stod vid torget.
Boende på Granvägen klagar på musik.
Ungdomar på Bion efter filmen.
Andra långdansen på midsommar gick bra.
""".strip().splitlines()
