import Testing

@testable import Search

@Suite("Compounds: taken apart where it is sure, and nowhere else")
struct CompoundPartsTests {
    /// Checked by hand: "word = its parts".
    private static let compounds = """
        accountmanager = account manager, administratiekantoor = administratie kantoor, afvalbelader = afval belader,
        ambulancechauffeur = ambulance chauffeur, apothekersassistent = apotheker assistent,
        applicatiebeheerder = applicatie beheerder, archiefmedewerker = archief medewerker,
        asfaltwerker = asfalt werker, automonteur = auto monteur, autoschadehersteller = auto schade hersteller,
        autospuiter = auto spuiter, bakwagenchauffeur = bakwagen chauffeur, baliemedewerker = balie medewerker,
        bandenmonteur = banden monteur, banketbakker = banket bakker, barmedewerker = bar medewerker,
        bedrijfsautotechnicus = bedrijf auto technicus, bedrijfsleider = bedrijf leider,
        bedrijfsrestaurant = bedrijf restaurant, begraafplaatsmedewerker = begraafplaats medewerker,
        beleidsmedewerker = beleid medewerker, bestelbuschauffeur = bestelbus chauffeur,
        betontimmerman = beton timmerman, bloembinder = bloem binder, boomchirurg = boom chirurg,
        bosarbeider = bos arbeider, bouwtekeningen = bouw tekeningen, brandmeldingen = brand meldingen,
        buschauffeur = bus chauffeur, buschauffeurs = bus chauffeurs, callcentermedewerker = callcenter medewerker,
        communicatieadviseur = communicatie adviseur, constructiebankwerker = constructie bankwerker,
        crediteurenadministrateur = crediteuren administrateur, dakdekker = dak dekker, dakdekkers = dak dekkers,
        datatypist = data typist, debiteurenbeheerder = debiteuren beheerder, dierverzorger = dier verzorger,
        distributiecentrum = distributie centrum, doktersassistent = dokters assistent,
        douanedeclarant = douane declarant, elektrotechnicus = elektro technicus, energiebedrijf = energie bedrijf,
        evenementenbeveiliger = evenementen beveiliger, expeditiemedewerker = expeditie medewerker,
        fietsenmaker = fietsen maker, filiaalmanager = filiaal manager, fitnesstrainer = fitness trainer,
        fruitteler = fruit teler, gehandicaptenzorg = gehandicapten zorg, gewasbescherming = gewas bescherming,
        glasvezelmonteur = glasvezel monteur, glaszetter = glas zetter, glazenwasser = glazen wasser,
        groenbedrijf = groen bedrijf, grondwerker = grond werker, handgereedschap = hand gereedschap,
        heftruckcertificaat = heftruck certificaat, heftruckchauffeur = heftruck chauffeur,
        heftruckchauffeurs = heftruck chauffeurs, helpdeskmedewerker = helpdesk medewerker, herenkapper = heren kapper,
        houtbewerking = hout bewerking, hoveniersbedrijf = hovenier bedrijf, huisartsenpraktijk = huisartsen praktijk,
        installatietechniek = installatie techniek, interieurbouw = interieur bouw, isolatiemonteur = isolatie monteur,
        jeugdhulpverlener = jeugd hulpverlener, jobcoach = job coach, jongerenwerker = jongeren werker,
        kabelmonteur = kabel monteur, kassamedewerker = kassa medewerker, keukenhulp = keuken hulp,
        kinderbegeleidster = kinder begeleidster, klantenservice = klanten service,
        klantenservicemedewerker = klanten service medewerker, koelmonteur = koel monteur,
        koeltransport = koel transport, kraanmachinist = kraan machinist, kraanmachinisten = kraan machinisten,
        kredietrisicomanager = krediet risico manager, kwaliteitscontroleur = kwaliteit controleur,
        kwaliteitsmanager = kwaliteit manager, landbouwtechnicus = landbouw technicus,
        lascertificaat = las certificaat, leerlingenvervoer = leerlingen vervoer,
        loonadministratie = loon administratie, machineoperator = machine operator,
        magazijnmedewerker = magazijn medewerker, magazijnmedewerkers = magazijn medewerkers,
        marineofficier = marine officier, melkveehouder = melk veehouder, metaalbewerking = metaal bewerking,
        metaalplaatwerker = metaal plaat werker, meubelstoffeerder = meubel stoffeerder,
        milieuadviseur = milieu adviseur, netwerkbeheerder = netwerk beheerder, objectbeveiliger = object beveiliger,
        onderhoudsmonteur = onderhoud monteur, onderhoudsmonteurs = onderhoud monteurs,
        onderwijsassistent = onderwijs assistent, operatieassistent = operatie assistent, ouderenzorg = ouderen zorg,
        pakketbezorger = pakket bezorger, paardenmasseur = paarden masseur, personenvervoer = personen vervoer,
        pijpleidingingenieur = pijpleiding ingenieur, plaatwerker = plaat werker, postbezorger = post bezorger,
        procesoperator = proces operator, productiemedewerker = productie medewerker,
        productieplanner = productie planner, projectleiders = project leiders,
        reachtruckchauffeur = reachtruck chauffeur, recyclingmedewerker = recycling medewerker,
        rijinstructeur = rij instructeur, rijschool = rij school, rioolwerker = riool werker,
        rolstoelvervoer = rolstoel vervoer, salarisadministrateur = salaris administrateur,
        scheepsmotoren = scheeps motoren, schoenmaker = schoen maker, schoonheidsspecialist = schoonheid specialist,
        schoonmaakbedrijf = schoonmaak bedrijf, schuldhulpverlener = schuld hulpverlener,
        servicemonteur = service monteur, softwareontwikkelaar = software ontwikkelaar, steigerbouwer = steiger bouwer,
        stratenmaker = straten maker, supermarktmedewerker = supermarkt medewerker,
        systeembeheerder = systeem beheerder, tandartsassistent = tandarts assistent, taxichauffeur = taxi chauffeur,
        tegelzetter = tegel zetter, tekstschrijver = tekst schrijver, theatertechnicus = theater technicus,
        thuiszorg = thuis zorg, thuiszorgmedewerker = thuis zorg medewerker,
        toegangscontrolesoftware = toegang controle software, trambestuurder = tram bestuurder,
        treinconducteur = trein conducteur, tuinbouwmedewerker = tuinbouw medewerker,
        veiligheidsadviseur = veiligheid adviseur, verhuiswagenchauffeur = verhuiswagen chauffeur,
        verkeersregelaar = verkeer regelaar, verkoopadviseur = verkoop adviseur,
        verpakkingsmachines = verpakking machines, verwarmingstechniek = verwarming techniek,
        verzekeringsadviseur = verzekering adviseur, visverwerker = vis verwerker,
        vliegtuigonderhoudstechnicus = vliegtuig onderhoud technicus, voorraadbeheer = voorraad beheer,
        vrachtwagenchauffeur = vrachtwagen chauffeur, vrachtwagenchauffeurs = vrachtwagen chauffeurs,
        vuilniswagenchauffeur = vuilnis wagen chauffeur, warmtepompmonteur = warmtepomp monteur,
        waterkwaliteit = water kwaliteit, webdeveloper = web developer, werkvoorbereider = werk voorbereider,
        wijkverpleegkundige = wijk verpleegkundige, winkelbeveiliger = winkel beveiliger,
        woningstoffeerder = woning stoffeerder, woonbegeleider = woon begeleider, zorgassistent = zorg assistent,
        zwemdiploma = zwem diploma,
        loodsmedewerker = loods medewerker, handschoenenmaker = handschoenen maker
        """.split(whereSeparator: { ",\n".contains($0) }).map {
            $0.split(separator: "=").map { $0.split(separator: " ").map(String.init) }
        }

    private static let notCompounds = """
        timmerman brandweerman verpleegkundige medewerker medewerkers ziekenhuis ziekenhuizen netwerk netwerken
        boekhouder boekhouding kleermaker schoonmaker schoonmakers schoonmaakster loodgieter aardewerk burgemeester
        landbouw tuinbouw luchthaven luchtvaart voertuig voertuigen vaartuigen vliegtuig onderwijs onderhoud
        onderzoek onderzoeker handelaar voorman werkplaats supermarkt kunststof kunststoffen grondstoffen voorraad
        vrachtwagen vrachtwagens tandarts huisarts dierenarts werkgever werknemer ondernemer ondernemers leerkracht
        leerkrachten vrijwilliger vrijwilligers gezondheid fysiotherapeut kinesitherapeute hovenier rijbewijs
        handleiding handleidingen database software computer management verantwoordelijke coordinator administrateur
        secretaresse receptionist vertegenwoordiger metselaar stukadoor verzorgende chauffeur chauffeurs monteurs
        operator kok koks bakkerij slagerij drukkerij samenwerken uitvoeren verzorgen besteller bestellingen
        begeleiding beveiliging temperatuur verkeer boodschappen onderaannemer aangeboden vergaderingen
        bereikbaarheid nauwkeurigheid kwaliteit mogelijkheden vloerbedekking voordelen restaurant elektriciteit
        stofzuigen zelfstandig
        landbouwkundige tuinbouwkundigen landbouwers gastarbeiders touroperator
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    @Test("the parts of 169 compounds", arguments: compounds)
    func splits(_ row: [[String]]) throws {
        try #require(row.count == 2 && row[0].count == 1)
        #expect(OccupationVocabulary.dutch.parts(of: row[0][0]) == row[1])
    }

    @Test("words of their own, inflected words and other long words stay whole", arguments: notCompounds)
    func leaves(_ word: String) {
        #expect(OccupationVocabulary.dutch.parts(of: word).isEmpty)
    }

    @Test("of a thousand letters, of no letters, of digits or other scripts: no parts, and no trap")
    func oddities() {
        let words = [
            "", "a", "monteur", "2dmonteur", "élanmonteur", String(repeating: "onderhouds", count: 100) + "monteur",
            String(repeating: "s", count: 60), String(repeating: "n", count: 61), "машинист",
        ]
        for word in words { #expect(OccupationVocabulary.dutch.parts(of: word).isEmpty, "\(word)") }
    }

    @Test("a sure head stands after any word of four letters, another head only after a known one")
    func unknownModifier() {
        let vocabulary = OccupationVocabulary.dutch
        #expect(vocabulary.parts(of: "kwallenmedewerker") == ["kwallen", "medewerker"])
        #expect(vocabulary.parts(of: "kwamedewerker").isEmpty)
        #expect(vocabulary.parts(of: "kwallenwasser").isEmpty)
    }

    @Test(
        "a file of parts that is broken is refused with its line",
        arguments: [
            ("deel\trollen\nmonteur\tkop\nmonteur\tkop\n", 3), ("deel\trollen\nmonteur\tkip\n", 2),
            ("deel\trollen\nMonteur\tkop\n", 2), ("deel\trollen\nmonteur\n", 2), ("deel\trollen\n\tkop\n", 2),
            ("deel\trol\nmonteur\tkop\n", 1), ("deel\trollen\n", 1), ("", 1),
        ])
    func refuses(_ text: String, line: Int) {
        let error = #expect(throws: VocabularyFile.Invalid.self) {
            try CompoundSplitter(
                VocabularyFile(name: "woorddelen.tsv", text: text, columns: OccupationVocabulary.partColumns))
        }
        #expect(error?.line == line)
    }
}
