import Domain
import Foundation

/// Finds a municipality by the name that people type: whatever its case and accents, and by the name in daily use.
enum MunicipalityNames {
    /// Names in daily use beside the official one.
    private static let daily = [
        "den haag": "'s-gravenhage", "den bosch": "'s-hertogenbosch", "alphen": "alphen aan den rijn",
        "capelle": "capelle aan den ijssel", "krimpen": "krimpen aan den ijssel",
    ]

    static func code(of name: String, in registry: Registry) -> MunicipalityCode? {
        let typed = folded(name)
        let wanted = daily[typed] ?? typed
        return registry.members.lazy.flatMap(\.region.municipalities).first { folded($0.name) == wanted }?.code
    }

    /// How the municipality of this name may be called.
    static func spellings(of name: String) -> [String] {
        let key = folded(name)
        return [name]
            + daily.filter { $0.value == key && !key.hasPrefix($0.key) }.map(\.key.localizedCapitalized).sorted()
    }

    private static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .replacingOccurrences(of: "’", with: "'").trimmingCharacters(in: .whitespaces)
    }
}
