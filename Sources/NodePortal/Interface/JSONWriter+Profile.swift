import Domain
import Wire

/// People of the own region for its own staff, in the form in which other regions' people come (`ProfileDetailJSON`),
/// but written here: no code of the federation can write somebody hidden.
extension JSONWriter {
    /// Where somebody is: members of an object.
    mutating func place(_ region: RegionCode, _ municipality: MunicipalityCode, _ area: PostcodeArea) {
        member("regio", region.slug)
        member("gemeente", municipality.code)
        member("postcodegebied", area.description)
    }

    /// What a list shows of somebody: members of an object.
    ///
    /// - Parameter work: masked.
    mutating func listed(_ work: WorkProfile) {
        member("beroepen", work.occupations)
        member("vaardigheden", work.skills)
        member("opleiding", work.education.rawValue)
        key("urenPerWeek")
        hours(work.hours)
        member("beschikbaarVanaf", work.availableFrom.description)
        member("rijbewijzen", work.licences.map(\.rawValue))
        languages(work.languages)
        member("doelgroepen", work.targetGroups.map(\.rawValue))
    }

    /// Everything that is shared of somebody: members of an object.
    ///
    /// - Parameter work: masked.
    mutating func profile(
        of contact: Contact, _ work: WorkProfile, in region: RegionCode, _ municipality: MunicipalityCode,
        _ area: PostcodeArea
    ) {
        place(region, municipality, area)
        self.contact(contact)
        listed(work)
        member("ondernemer", work.isEntrepreneur)
        member("motivatie", work.motivation)
        member("interesses", work.interests)
        member("talenten", work.talents)
        member("contractvormen", work.contracts.map(\.rawValue))
        member("sectoren", work.sectors.map(\.rawValue))
        if let travel = work.travelKm { member("reisafstandKm", travel) }
        experience(work.experience)
        schooling(work.schooling)
        courses(work.courses)
        capacity(work.capacity)
        documents(work.documents)
    }
}
