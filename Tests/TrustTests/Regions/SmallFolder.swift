import Foundation
import Trust

/// A folder of two regions, three municipalities, a gateway and three postcodes, to break one thing in at a time.
struct SmallFolder {
    let scratch: ScratchFolder
    var path: String { scratch.path }

    init() throws {
        scratch = try ScratchFolder()
        try scratch.write(Self.alfa, to: "alfa.yaml")
        try scratch.write(Self.beta, to: "beta.yaml")
        try scratch.write(Self.gateways, to: "gateways.yaml")
        try scratch.write(Self.processors, to: "processors.yaml")
        try scratch.write(Self.postcodes, to: "postcodes.csv")
        try scratch.write("Not read.\n", to: "README.md")
    }

    static let processors = """
        verwerkers:
          - naam: Beheer
            oin: "00000099400000001000"
            overeenkomsten:
              - regio: alfa
                van: 2026-01-01
                tot: 2027-12-31
                omvang: [gezondheid, noodtoegang]
          - naam: Anders
            oin: "00000099400000002000"
            overeenkomsten:
              - regio: beta
                van: 2026-01-01
                tot: 2026-01-01

        """

    /// What an unbroken one loads as.
    static func loaded() throws -> RegionsFolder {
        let folder = try SmallFolder()
        defer { withExtendedLifetime(folder) {} }
        return try RegionsFolder.load(folder.path)
    }

    /// Puts `new` where `old` first stands in `file`.
    func change(_ file: String, _ old: String, _ new: String) throws {
        var text = try scratch.text(of: file)
        guard let range = text.range(of: old) else { throw NotThere(text: old) }
        text.replaceSubrange(range, with: new)
        try scratch.write(text, to: file)
    }

    /// A test looks for a text that its file does not hold.
    struct NotThere: Error { let text: String }

    static let alfa = """
        code: alfa
        cbscode: AM01
        naam: Alfa
        randstad: true
        oin: "00000099100000001000"
        centrumgemeente: GM0001
        rollen: [bron, bemiddelaar]
        status: actief
        adressen:
          - host: alfa.hallowerk.example
            poort: 8443
        gemeenten:
          - code: GM0001
            naam: Eenstad
            oin: "00000099200000001000"
            breedtegraad: 52.1
            lengtegraad: 5.1
          - code: GM0002
            naam: Tweestad
            oin: "00000099200000002000"
            breedtegraad: 52.2
            lengtegraad: 5.2

        """

    static let beta = """
        code: beta
        cbscode: AM02
        naam: Beta
        randstad: false
        oin: "00000099100000002000"
        centrumgemeente: GM0003
        rollen: [bron]
        status: onderhoud
        adressen:
          - host: beta.hallowerk.example
            poort: 8443
            adres: 127.0.0.1
        gemeenten:
          - code: GM0003
            naam: Driestad
            oin: "00000099200000003000"
            breedtegraad: 52.3
            lengtegraad: 5.3

        """

    static let gateways = """
        gateways:
          - naam: gateway
            oin: "00000099300000001000"
            adressen:
              - host: gateway.hallowerk.example
                poort: 8443

        """

    static let postcodes = """
        pc4,gemeentecode,plaats,latitude,longitude,inwoners
        1000,GM0001,Eenstad,52.1000,5.1000,100
        1001,GM0002,Tweestad,52.2,5.2,0
        2000,GM0003,'t Veld,52.3,5.3,300

        """
}
