import Domain
import Wire

/// A dossier as its own municipality's programs read it, with what others see, or would see.
///
/// - Important: With internal fields: for the municipality itself, and nothing else (P-DAT-3). It is written here,
///   where no code of the federation can see it, and a hidden dossier becomes no `ShowcaseProfile` for it (I-1).
enum DossierJSON {
    /// The document of one dossier.
    ///
    /// - Parameter handle: opens it again, for the same user.
    static func encode(_ dossier: Dossier, handle: String, region: RegionCode) -> [UInt8] {
        let fields = MunicipalEntry.fields(of: dossier)
        var writer = JSONWriter(capacity: 4_096)
        writer.object { writer in
            writer.member("handvat", handle)
            writer.member("gemeente", dossier.municipality.code)
            writer.member("revisie", dossier.revision)
            writer.member("zichtbaarheid", dossier.visibility.rawValue)
            writer.key("gegevens")
            writer.object { writer in
                for field in DossierField.keptByMunicipality {
                    switch field {
                    case .targetGroups: writer.member(field.rawValue, fields.lists[field.rawValue] ?? [])
                    case .toZo: writer.member(field.rawValue, dossier.internalFields.isToZo)
                    default: writer.member(field.rawValue, fields[field])
                    }
                }
            }
            writer.key("anderenZien")
            writer.object { writer in
                writer.profile(
                    of: dossier.contact, dossier.work.masked(hiding: dossier.contact), in: region, dossier.municipality,
                    dossier.internalFields.postcode.area)
            }
        }
        return writer.bytes
    }
}
