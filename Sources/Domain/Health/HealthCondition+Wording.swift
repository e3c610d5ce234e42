extension HealthCondition {
    /// Its name in plain Dutch, for headings and subjects.
    package var title: String {
        switch self {
        case .unreachable: "Onbereikbaar"
        case .notAnswering: "Antwoordt niet"
        case .refused: "Weigert de gateway"
        case .faultyAnswer: "Geeft foute antwoorden"
        case .incompatible: "Spreekt een andere koppeling"
        case .logUnwritable: "Logboek dicht"
        case .certificateExpired: "Certificaat verlopen"
        case .certificateExpiring: "Certificaat loopt af"
        case .revocationListOutdated: "Intrekkingslijst verouderd"
        case .clockSkew: "Klok wijkt af"
        case .registryOutdated: "Register verouderd"
        case .epochOutdated: "Tijdvak verouderd"
        case .softwareOutdated: "Andere versie"
        case .emptyShowcase: "Niemand zichtbaar"
        case .oneWay: "Bereikt de gateway niet"
        case .deadConnection: "Verbinding viel stil"
        case .leftAlone: "Wordt overgeslagen"
        case .slow: "Traag"
        case .backupOutdated: "Reservekopie oud"
        case .maintenance: "Onderhoud"
        case .notAsked: "Nog niet gevraagd"
        }
    }

    /// What accountmanagers notice of it, in one Dutch sentence.
    package var consequence: String {
        switch self {
        case .unreachable, .notAnswering, .refused, .faultyAnswer, .incompatible, .certificateExpired:
            "Wie zoekt, vindt niemand uit deze regio en leest dat zij ontbreekt."
        case .logUnwritable: "Wat niet in het logboek kan, wordt niet beantwoord: niemand uit deze regio is te vinden."
        case .certificateExpiring: "Nu nog niets; na de laatste dag is niemand uit deze regio te vinden."
        case .revocationListOutdated: "Nu nog niets; als de lijst verloopt, weigert deze regio alle verbindingen."
        case .clockSkew: "Zoekvragen worden geweigerd zodra het verschil groter wordt dan een halve minuut."
        case .registryOutdated: "Een nieuwe of geschorste regio wordt hier nog niet herkend."
        case .epochOutdated: "De volgorde van de resultaten uit deze regio klopt niet meer precies."
        case .softwareOutdated: "Nu niets; nieuwe mogelijkheden werken hier misschien niet."
        case .emptyShowcase: "Niemand uit deze regio is te vinden."
        case .oneWay: "Accountmanagers van deze regio kunnen niet buiten hun regio zoeken."
        case .deadConnection: "Een zoekvraag van dat moment kan deze regio hebben gemist."
        case .leftAlone: "Zoekvragen gaan deze regio even voorbij, zodat zij niet hoeven te wachten."
        case .slow: "Wie zoekt, wacht langer op deze regio, en soms ontbreekt zij."
        case .backupOutdated: "Nu niets; gaat een schijf stuk, dan is meer verloren dan nodig."
        case .maintenance: "Wie zoekt, leest dat deze regio in onderhoud is, en tot wanneer."
        case .notAsked: "Dat is nog niet bekend."
        }
    }

    /// What to do, in one Dutch sentence for regional IT.
    package var remedy: String {
        switch self {
        case .unreachable: "Kijk of het knooppunt draait en of het netwerk open is."
        case .notAnswering: "Kijk of het knooppunt overbelast of bevroren is, en start het zo nodig opnieuw."
        case .refused: "Vergelijk certificaat en register van beide kanten: `hallowerk doctor`."
        case .faultyAnswer: "Kijk in het logboek van het knooppunt."
        case .incompatible: "Werk de oudste versie bij."
        case .logUnwritable: "Maak ruimte op de schijf van het logboek, en kijk of hij beschreven mag worden."
        case .certificateExpired: "Zet een nieuw certificaat op zijn plaats: `hallowerk certs request`."
        case .certificateExpiring: "Vraag een nieuw certificaat aan en zet het op zijn plaats."
        case .revocationListOutdated: "Haal de nieuwe intrekkingslijst op en zet haar bij de certificaten."
        case .clockSkew: "Zet de klok gelijk, en kijk of de tijdserver (NTP) bereikt wordt."
        case .registryOutdated: "Kijk of het knooppunt de gateway bereikt; daar haalt het het nieuwe register."
        case .epochOutdated: "Kijk of het knooppunt de gateway bereikt; daar haalt het het nieuwe tijdvak."
        case .softwareOutdated: "Werk bij naar de versie van de gateway."
        case .emptyShowcase: "Kijk of de laatste aanlevering goed is gegaan."
        case .oneWay: "Kijk of het netwerk van het knooppunt naar de gateway open is."
        case .deadConnection: "Herhaalt het zich, kijk dan naar firewall en netwerk tussen knooppunt en gateway."
        case .leftAlone: "Het wordt vanzelf weer geprobeerd; kijk anders of het knooppunt overbelast is."
        case .slow: "Kijk of het knooppunt overbelast is, of de schijf traag."
        case .backupOutdated: "Kijk waarom er geen nieuwe reservekopie is gemaakt."
        case .maintenance: "Niets; het eindigt vanzelf."
        case .notAsked: "Wacht even."
        }
    }
}
