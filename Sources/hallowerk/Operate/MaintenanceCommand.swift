import ArgumentParser
import Domain
import Foundation

/// `hallowerk maintenance`: announces that a node takes a pause, and that it is over.
struct MaintenanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance", abstract: "Announce that this node takes a pause, signed in as regional IT.",
        discussion: """
            While it lasts, gateways do not ask this node and tell whoever searches why and until when; the monitor
            and `hallowerk status` show it too. Gateways hear it from the node within seconds, and the command waits
            until they have. It outlives the node's process, and ends by itself. The password is asked for, or taken
            from HALLOWERK_WACHTWOORD. Exit code: 2 when a gateway has not heard it.
            """,
        subcommands: [On.self, Off.self])

    /// What both share.
    struct Target: ParsableArguments {
        @Option(help: "The node's data folder.")
        var data: String

        @Option(help: "The member of regional IT to sign in as.")
        var gebruiker: String
    }

    struct On: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Announce a pause that begins now.")
        @OptionGroup var target: Target

        @Option(help: "When it is over, within seven days: 22:00, 2026-11-28T08:00, or with a time zone.")
        var until: String

        @Option(help: "Why, in one line of Dutch; everybody who searches can read it, so name nobody.")
        var reason: String

        func run() async throws {
            try await Failure.reported {
                let now = Date()
                guard let end = MaintenanceTime.read(until, now: now), end > now else {
                    throw OperatorError(
                        "--until '\(until)' is no moment to come.",
                        remedy: "Give a time, such as 22:00, or a day with it: 2026-11-28T08:00.")
                }
                let announcement = MaintenanceAnnouncement(target)
                try await announcement.send("/v1/onderhoud", ["tot": end.formatted(.iso8601), "reden": reason])
                print("In maintenance until \(end.dutch(asOf: now)): \(reason)")
                try await announcement.awaitGateways()
            }
        }
    }

    struct Off: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Announce that it is over.")
        @OptionGroup var target: Target

        func run() async throws {
            try await Failure.reported {
                let announcement = MaintenanceAnnouncement(target)
                try await announcement.send("/v1/onderhoud/einde", [:])
                print("No longer in maintenance.")
                try await announcement.awaitGateways()
            }
        }
    }
}

/// A moment as it is typed.
enum MaintenanceTime {
    /// The next time that the clock shows `22:00`; a day with a time; or either with a zone, as in RFC 3339. In the
    /// Netherlands without one.
    static func read(_ text: String, now: Date) -> Date? {
        let calendar = CalendarDay.dutchCalendar
        let clock = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        if clock.count == 2, let hour = clock[0], let minute = clock[1], text.count <= 5 {
            let time = DateComponents(hour: hour, minute: minute, second: 0)
            guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
            return calendar.nextDate(after: now, matching: time, matchingPolicy: .nextTime)
        }
        if let zoned = try? Date(text, strategy: .iso8601) { return zoned }
        let local = Date.ISO8601FormatStyle(timeZone: calendar.timeZone).year().month().day()
            .time(includingFractionalSeconds: false)
        return try? Date(text.count == 16 ? text + ":00" : text, strategy: local)
    }
}

/// Tells the node, and waits until the gateways have heard it from there.
struct MaintenanceAnnouncement: Sendable {
    /// A gateway asks every 5 s.
    private static let patience = Duration.seconds(15)
    private static let pause = Duration.milliseconds(250)

    /// What the node says of it.
    private struct State: Decodable {
        struct Gateway: Decodable { let oin: String, verteld: Bool }
        let gateways: [Gateway]
    }

    private let call: ControlCall

    init(_ target: MaintenanceCommand.Target) { call = ControlCall(data: target.data, user: target.gebruiker) }

    func send(_ path: String, _ fields: [String: Any]) async throws { _ = try await call.send(path, fields) }

    /// Prints for each gateway when it heard it.
    ///
    /// - Throws: `ExitCode` 2 when one has not within `patience`, or no node runs to tell it.
    func awaitGateways() async throws {
        let began = ContinuousClock.now
        var heard: [String: Duration] = [:]
        var all: [String] = []
        while began.duration(to: .now) < Self.patience, all.isEmpty || heard.count < all.count {
            guard let state = try await state() else {
                print("No node runs on \(call.data): gateways hear it when it starts.")
                throw ExitCode(2)
            }
            all = state.gateways.map(\.oin)
            for gateway in state.gateways where gateway.verteld && heard[gateway.oin] == nil {
                heard[gateway.oin] = began.duration(to: .now)
                print("  gateway \(gateway.oin) heard it after \(Self.seconds(heard[gateway.oin] ?? .zero))")
            }
            if heard.count < all.count { try await Task.sleep(for: Self.pause) }
        }
        let missing = all.filter { heard[$0] == nil }
        for gateway in missing {
            print(Ink.yellow("  ! gateway \(gateway) has not asked; it hears it as soon as it reaches this node"))
        }
        guard missing.isEmpty else { throw ExitCode(2) }
    }

    private func state() async throws -> State? {
        guard let answer = try? await HTTPCall.send("GET", HTTPCall.control(call.data, "/v1/onderhoud")),
            answer.status == 200
        else { return nil }
        return try JSONDecoder().decode(State.self, from: Data(answer.body))
    }

    private static func seconds(_ duration: Duration) -> String {
        String(format: "%.1f s", duration / .seconds(1))
    }
}
