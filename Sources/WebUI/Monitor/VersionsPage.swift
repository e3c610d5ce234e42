package import Domain

/// Which version each region runs, and which registry and epoch it has.
package struct VersionsPage: Sendable {
    package let frame: Frame
    package let standings: [NodeStanding]
    /// What the gateway has.
    package let registrySerial: Int
    package let epoch: Int

    package init(frame: Frame, standings: [NodeStanding], registrySerial: Int, epoch: Int) {
        self.frame = frame
        self.standings = standings
        self.registrySerial = registrySerial
        self.epoch = epoch
    }
}

/// What `versions.mustache` reads.
struct VersionsView {
    let layout: LayoutView
    let version: String
    let registrySerial: Int
    let epoch: Int
    let rows: [Row]

    struct Row {
        let name: String
        let path: String
        let version: String
        let isOtherVersion: Bool
        let registry: String
        let isOldRegistry: Bool
        let epoch: String
        let isOldEpoch: Bool
        let uptime: String
    }

    init(_ page: VersionsPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Versies", links, in: .versions)
        version = SoftwareVersion.current
        registrySerial = page.registrySerial
        epoch = page.epoch
        rows = page.standings.sorted { $0.name < $1.name }.map { standing in
            let health = standing.health
            return Row(
                name: standing.name, path: "/regio/\(standing.region.slug)", version: health?.version ?? "-",
                isOtherVersion: health.map { $0.version != SoftwareVersion.current } ?? false,
                registry: health.map { "\($0.registrySerial)" } ?? "-",
                isOldRegistry: health.map { $0.registrySerial < page.registrySerial } ?? false,
                epoch: health.map { "\($0.epoch)" } ?? "-",
                isOldEpoch: health.map { $0.epoch < page.epoch } ?? false,
                uptime: health.map { Figures.span(seconds: $0.uptimeSeconds) } ?? "-")
        }
    }
}
