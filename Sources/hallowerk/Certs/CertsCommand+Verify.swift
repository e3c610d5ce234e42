import ArgumentParser
import Foundation
import Trust

extension CertsCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the certificates and revocation lists in a folder.")
        @OptionGroup var target: Folder

        func run() async throws {
            try await Failure.reported {
                let now = Date()
                let rows = try await CertificateReport.read(target.folder, now: now)
                print(CertificateTable.text(of: rows, verdicts: false))
                print(
                    "\n" + CertificateTable.text(of: try CertificateReport.lists(in: target.folder, now: now), now: now)
                )
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Verify chains, dates, usage, keys, revocation and file rights.",
            discussion: """
                Exit code 3 when any certificate would be refused; with --limbo, when we accept what should be \
                refused.

                --peer-folder judges the certificates of others as the party in FOLDER would: one .pem file for \
                each, its certificate first, then its CAs'. --limbo runs the test cases of C2SP's x509-limbo \
                (limbo.json) through the same path validation, without OIN and registry.
                """)
        @OptionGroup var target: Folder

        @Option(name: .customLong("peer-folder"), help: "Folder with certificates of others, *.pem.")
        var peerFolder: String?

        @Option(help: "A file of x509-limbo test cases.")
        var limbo: String?

        @Flag(help: "With --limbo: one JSON object on each line.")
        var json = false

        func validate() throws {
            guard !json || limbo != nil else { throw ValidationError("--json goes with --limbo.") }
            guard limbo == nil || peerFolder == nil else { throw ValidationError("Give --limbo or --peer-folder.") }
        }

        func run() async throws {
            try await Failure.reported {
                if let limbo {
                    let verdicts = try await Limbo.run(Data(contentsOf: URL(filePath: limbo)))
                    print(json ? try LimboReport.lines(of: verdicts) : LimboReport.text(of: verdicts))
                    guard !verdicts.contains(where: { $0.comparison == .laxer }) else { throw ExitCode(3) }
                    return
                }
                let now = Date()
                if let peerFolder {
                    let rows = try await CertificateReport.readPeers(in: peerFolder, asSeenBy: target.folder, now: now)
                    print(CertificateTable.text(of: rows, verdicts: true))
                    guard rows.allSatisfy(\.isGood) else { throw ExitCode(3) }
                    return
                }
                let rows = try await CertificateReport.read(target.folder, now: now)
                print(CertificateTable.text(of: rows, verdicts: true))
                print(
                    "\n" + CertificateTable.text(of: try CertificateReport.lists(in: target.folder, now: now), now: now)
                )
                guard rows.allSatisfy(\.isGood) else { throw ExitCode(3) }
            }
        }
    }

    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "watch", abstract: "Look at certificates again and again, and say what changes.",
            discussion: """
                Prints the table at first and whenever it changes, until it is interrupted. With --once it looks \
                once and ends with the worst state as its exit code: 0 good, 1 within 30 days of its end or with a \
                remark, 2 within 14 days, 3 a day or less left, ended, revoked or otherwise refused.
                """)
        @OptionGroup var target: Folder

        @Option(name: .customLong("interval"), help: "Seconds between two looks, 1 to 86400.")
        var intervalSeconds = 3_600

        @Flag(help: "Look once; the exit code says how urgent it is.")
        var once = false

        func validate() throws {
            guard (1...86_400).contains(intervalSeconds) else {
                throw ValidationError("--interval must be 1 to 86400.")
            }
        }

        func run() async throws {
            try await Failure.reported {
                var last: [CertificateReport.Row]?
                while true {
                    let now = Date()
                    let rows = try await CertificateReport.read(target.folder, now: now)
                    if rows != last {
                        print(now.ISO8601Format() + "\n" + CertificateTable.text(of: rows, verdicts: true))
                        last = rows
                    }
                    if once { throw ExitCode(CertificateReport.urgency(of: rows)) }
                    try await Task.sleep(for: .seconds(intervalSeconds))
                }
            }
        }
    }
}
