import Domain

/// Why somebody is not let in, or not further, and what to do: in plain Dutch.
enum EntranceWording {
    static func sentence(_ refusal: EntranceRefusal) -> String {
        switch refusal {
        case .wrongUserOrPassword:
            "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Kijk ze na en probeer het opnieuw."
        case .tooManyAttempts(let seconds): "U hebt het te vaak geprobeerd. Probeer het over \(wait(seconds)) opnieuw."
        case .withoutRole:
            "U hebt hier geen rol (meer). Vraag de beheerder van uw gemeente om u een rol te geven."
        case .wrongCode: "Deze code klopt niet, of is al gebruikt. Geef de code die uw app nu toont."
        case .newPassword(let fault): sentence(fault)
        case .ended: "Het inloggen duurde te lang of is al afgerond. Begin opnieuw."
        }
    }

    static func sentence(_ fault: PasswordFault) -> String {
        switch fault {
        case .tooShort(let minimum): "Het nieuwe wachtwoord is te kort: kies er een van ten minste \(minimum) tekens."
        case .tooLong: "Het nieuwe wachtwoord is te lang. Kies een korter wachtwoord."
        case .holdsUser: "Uw gebruikersnaam staat in het nieuwe wachtwoord. Kies een ander."
        case .notRepeated: "De twee nieuwe wachtwoorden zijn niet gelijk. Typ ze opnieuw."
        case .sameAsBefore: "Dit is het wachtwoord dat u al had. Kies een ander."
        case .presentIsWrong: "Het huidige wachtwoord klopt niet."
        }
    }

    private static func wait(_ seconds: Int) -> String {
        let minutes = max(1, (seconds + 59) / 60)
        return minutes == 1 ? "1 minuut" : "\(minutes) minuten"
    }
}
