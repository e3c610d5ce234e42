package import Domain
package import Foundation

/// A node's own report (`GET /v1/gezondheid`).
package enum HealthJSON {
    package static func encode(_ health: NodeHealth) -> [UInt8] {
        var writer = JSONWriter()
        writer.health(health)
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when a field is missing or malformed.
    package static func decode(_ json: [UInt8]) throws(AnswerFault) -> NodeHealth {
        guard let health = read(try Tree.read(json[...], line: 1)) else {
            throw AnswerFault(line: 1, reason: "a field of the report is missing or malformed")
        }
        return health
    }

    static func read(_ tree: Tree) -> NodeHealth? {
        guard let region = tree["regio"]?.text.flatMap({ try? RegionCode($0) }), let version = tree["versie"]?.text,
            let serial = tree["register"]?.integer, let clock = tree["klok"]?.text.flatMap(Timestamp.date),
            let uptime = tree["inBedrijfSeconden"]?.count,
            let expires = tree["certificaatGeldigTot"]?.text.flatMap(Timestamp.date),
            let visible = tree["zichtbaar"]?.count,
            let log = tree["logboek"]?.text.flatMap(NodeHealth.Mark.init(rawValue:)),
            let epoch = tree["tijdvak"].map({ $0.integer(in: 0...Limits.epochNumbers.upperBound) }) ?? Epoch.none.number
        else { return nil }
        let maintenance = tree["onderhoud"].flatMap(MaintenanceJSON.read)
        let backup = tree["reservekopie"]?.text.flatMap(NodeHealth.Mark.init(rawValue:))
        let listExpires = tree["intrekkingslijstGeldigTot"]?.text.flatMap(Timestamp.date)
        let calls = tree["oproepen"].flatMap(Self.calls)
        guard maintenance != nil || tree["onderhoud"] == nil, backup != nil || tree["reservekopie"] == nil,
            listExpires != nil || tree["intrekkingslijstGeldigTot"] == nil, calls != nil || tree["oproepen"] == nil
        else { return nil }
        return NodeHealth(
            region: region, version: version, registrySerial: serial, epoch: epoch, clock: clock, uptimeSeconds: uptime,
            certificateExpires: expires, visibleProfiles: visible, log: log, backup: backup,
            revocationListExpires: listExpires, calls: calls, maintenance: maintenance)
    }

    private static func calls(_ tree: Tree) -> CallFigures? {
        guard let count = tree["aantal"]?.count, let failed = tree["mislukt"]?.count else { return nil }
        guard count > 0 else { return CallFigures(count: count, failed: failed, latency: nil) }
        guard let p50 = tree["p50Ms"]?.milliseconds, let p95 = tree["p95Ms"]?.milliseconds,
            let p99 = tree["p99Ms"]?.milliseconds
        else { return nil }
        return CallFigures(count: count, failed: failed, latency: LatencyFigures(p50: p50, p95: p95, p99: p99))
    }
}

/// What a gateway sees of every region (`GET /v1/knooppunten`).
package enum StandingsJSON {
    /// - Parameters:
    ///   - checkedAt: the gateway's clock when it answered.
    ///   - certificateExpires: when the gateway's own certificate ends.
    package static func encode(
        _ standings: [NodeStanding], checkedAt: Date, certificateExpires: Date
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: standings.count * 512)
        writer.object { writer in
            writer.member("bijgewerkt", Timestamp.text(checkedAt))
            writer.member("certificaatGeldigTot", Timestamp.text(certificateExpires))
            writer.key("knooppunten")
            writer.array { writer in for standing in standings { write(standing, to: &writer) } }
        }
        return writer.bytes
    }

    /// One region alone.
    package static func encode(_ standing: NodeStanding) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        write(standing, to: &writer)
        return writer.bytes
    }

    private static func write(_ standing: NodeStanding, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("regio", standing.region.slug)
            writer.member("naam", standing.name)
            writer.member("oin", standing.oin.digits)
            writer.member("status", standing.state.rawValue)
            writer.member("oordeel", standing.mark.rawValue)
            writer.member("toelichting", standing.sentence)
            writer.member("sinds", Timestamp.text(standing.since))
            if let seen = standing.seen { writer.member("gezien", Timestamp.text(seen)) }
            if !standing.findings.isEmpty {
                writer.key("bevindingen")
                writer.array { writer in for finding in standing.findings { write(finding, to: &writer) } }
            }
            if let latency = standing.latency { writer.milliseconds("duurMs", latency) }
            if let health = standing.health {
                writer.key("gezondheid")
                writer.health(health)
            }
            if let traffic = standing.traffic {
                writer.key("verkeer")
                writer.traffic(traffic)
            }
        }
    }

    private static func write(_ finding: HealthFinding, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", finding.condition.rawValue)
            writer.member("oordeel", finding.mark.rawValue)
            writer.member("bevinding", finding.sentence)
            writer.member("gevolg", finding.condition.consequence)
            writer.member("watTeDoen", finding.condition.remedy)
        }
    }

    /// Findings that this version knows: another may have more.
    private static func findings(_ tree: Tree?) -> [HealthFinding] {
        (tree?.elements ?? []).compactMap { finding in
            guard let condition = finding["code"]?.text.flatMap(HealthCondition.init(rawValue:)),
                let mark = finding["oordeel"]?.text.flatMap(NodeHealth.Mark.init(rawValue:)),
                let sentence = finding["bevinding"]?.text
            else { return nil }
            return HealthFinding(condition, mark, sentence)
        }
    }

    /// When the gateway's own certificate ends; nil of a gateway that does not say.
    package static func certificateExpires(_ json: [UInt8]) throws(AnswerFault) -> Date? {
        try Tree.read(json[...], line: 1)["certificaatGeldigTot"]?.text.flatMap(Timestamp.date)
    }

    /// - Throws: `AnswerFault` when a field is missing or malformed.
    package static func decode(_ json: [UInt8]) throws(AnswerFault) -> [NodeStanding] {
        let tree = try Tree.read(json[...], line: 1)
        guard let nodes = tree["knooppunten"]?.elements else { throw AnswerFault(line: 1, reason: "no knooppunten") }
        var standings: [NodeStanding] = []
        for node in nodes {
            guard let region = node["regio"]?.text.flatMap({ try? RegionCode($0) }), let name = node["naam"]?.text,
                let oin = node["oin"]?.text.flatMap({ try? OIN($0) }),
                let state = node["status"]?.text.flatMap(RegionOutcome.State.init(rawValue:)),
                let mark = node["oordeel"]?.text.flatMap(NodeHealth.Mark.init(rawValue:)),
                let sentence = node["toelichting"]?.text, let since = node["sinds"]?.text.flatMap(Timestamp.date),
                node["duurMs"] == nil || node["duurMs"]?.milliseconds != nil
            else { throw AnswerFault(line: 1, reason: "a knooppunt is malformed") }
            standings.append(
                NodeStanding(
                    region: region, name: name, oin: oin, state: state, mark: mark, sentence: sentence,
                    findings: findings(node["bevindingen"]), since: since,
                    latency: node["duurMs"]?.milliseconds,
                    health: node["gezondheid"].flatMap(HealthJSON.read),
                    seen: node["gezien"]?.text.flatMap(Timestamp.date),
                    traffic: node["verkeer"].flatMap(Self.traffic)))
        }
        return standings
    }

    private static func traffic(_ tree: Tree) -> RegionTraffic? {
        guard let breaker = tree["onderbreker"]?.text.flatMap(BreakerState.init(rawValue:)),
            let active = tree["bezig"]?.count, let waiting = tree["wachtend"]?.count,
            let refused = tree["geweigerd"]?.count, let repeated = tree["herhaald"]?.count
        else { return nil }
        return RegionTraffic(
            breaker: breaker, nextTry: tree["volgendePoging"]?.text.flatMap(Timestamp.date), active: active,
            waiting: waiting, refused: refused, repeated: repeated)
    }
}

/// A gateway's own report (`GET /v1/gezondheid`): a small document, since it has no region and nobody visible.
package enum GatewayHealthJSON {
    /// - Parameters:
    ///   - certificateExpires: when its certificate ends.
    ///   - traffic: with all regions together.
    ///   - leftAlone: regions to which no calls go.
    package static func encode(
        version: String, registrySerial: Int, epoch: Int, clock: Date, certificateExpires: Date,
        log: NodeHealth.Mark, traffic: RegionTraffic, leftAlone: Int
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("versie", version)
            writer.member("register", registrySerial)
            writer.member("tijdvak", epoch)
            writer.member("klok", Timestamp.text(clock))
            writer.member("certificaatGeldigTot", Timestamp.text(certificateExpires))
            writer.member("logboek", log.rawValue)
            writer.member("overgeslagen", leftAlone)
            writer.member("bezig", traffic.active)
            writer.member("wachtend", traffic.waiting)
            writer.member("geweigerd", traffic.refused)
            writer.member("herhaald", traffic.repeated)
        }
        return writer.bytes
    }

    /// What a node compares its own with; nil for what is none.
    package static func read(_ json: [UInt8]) -> (version: String, registrySerial: Int, clock: Date)? {
        guard let tree = try? Tree.read(json[...], line: 1), let version = tree["versie"]?.text,
            let serial = tree["register"]?.integer, let clock = tree["klok"]?.text.flatMap(Timestamp.date)
        else { return nil }
        return (version, serial, clock)
    }
}

extension JSONWriter {
    /// A number of milliseconds with one decimal.
    mutating func milliseconds(_ name: String, _ duration: Duration) {
        key(name)
        raw(Decimal.text(duration / .milliseconds(1), decimals: 1).utf8)
    }

    fileprivate mutating func calls(_ calls: CallFigures) {
        object { writer in
            writer.member("aantal", calls.count)
            writer.member("mislukt", calls.failed)
            guard let latency = calls.latency else { return }
            writer.milliseconds("p50Ms", latency.p50)
            writer.milliseconds("p95Ms", latency.p95)
            writer.milliseconds("p99Ms", latency.p99)
        }
    }

    fileprivate mutating func traffic(_ traffic: RegionTraffic) {
        object { writer in
            writer.member("onderbreker", traffic.breaker.rawValue)
            if let nextTry = traffic.nextTry { writer.member("volgendePoging", Timestamp.text(nextTry)) }
            writer.member("bezig", traffic.active)
            writer.member("wachtend", traffic.waiting)
            writer.member("geweigerd", traffic.refused)
            writer.member("herhaald", traffic.repeated)
        }
    }

    fileprivate mutating func health(_ health: NodeHealth) {
        object { writer in
            writer.member("regio", health.region.slug)
            writer.member("versie", health.version)
            writer.member("register", health.registrySerial)
            writer.member("tijdvak", health.epoch)
            writer.member("klok", Timestamp.text(health.clock))
            writer.member("inBedrijfSeconden", health.uptimeSeconds)
            writer.member("certificaatGeldigTot", Timestamp.text(health.certificateExpires))
            writer.member("zichtbaar", health.visibleProfiles)
            writer.member("logboek", health.log.rawValue)
            if let backup = health.backup { writer.member("reservekopie", backup.rawValue) }
            if let expires = health.revocationListExpires {
                writer.member("intrekkingslijstGeldigTot", Timestamp.text(expires))
            }
            if let calls = health.calls {
                writer.key("oproepen")
                writer.calls(calls)
            }
            if let maintenance = health.maintenance {
                writer.key("onderhoud")
                writer.maintenance(maintenance)
            }
        }
    }
}
