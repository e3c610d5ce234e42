import Foundation
import Mail
import NIOPosix
import NodePortal
import Trust

/// The group `mail` of a node's settings: the server that takes its notices. Without the group it sends no mail.
struct MailSettings: Codable, Equatable, Sendable {
    /// Host and port of the mail server; port 587 without.
    var server: String?
    var port: Int?
    /// How the connection is protected: `starttls` (default), `direct`, or `none` on loopback.
    var tls: String?
    /// PEM file with the CAs that the server's certificate may be of; the system's without.
    var caFile: String?
    /// Who this node is to the server, and the file with the password: both or neither.
    var user: String?
    var passwordFile: String?
    /// From whom mails are.
    var from: String?
    /// Where its readers log in: the portal's address as they type it.
    var portal: String?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case server, port, tls
        case caFile = "ca-file"
        case user
        case passwordFile = "password-file"
        case from, portal
    }

    /// Of all settings in the group.
    static var names: Set<String> { Set(CodingKeys.allCases.map(\.rawValue)) }

    /// What these settings make; relative paths are relative to `data`.
    ///
    /// - Throws: `OperatorError` naming the setting.
    func checked(data: String) throws -> CheckedMail {
        func path(_ text: String) -> String { text.hasPrefix("/") ? text : data + "/" + text }
        guard let server, !server.isEmpty else {
            throw OperatorError("Setting 'mail.server' is missing.", remedy: "Give the mail server's host name.")
        }
        let port = port ?? 587
        guard (1...65_535).contains(port) else {
            throw OperatorError("Setting 'mail.port' is \(port).", remedy: "Give 1 to 65535; without it, 587 is taken.")
        }
        guard let security = SMTPServer.Security(rawValue: tls ?? SMTPServer.Security.startTLS.rawValue) else {
            throw OperatorError(
                "Setting 'mail.tls' is '\(tls ?? "")'.", remedy: "Give starttls, direct, or none on loopback.")
        }
        guard let sender = try? MailAddress(from ?? "") else {
            throw OperatorError(
                "Setting 'mail.from' is '\(from ?? "")', which is no address.",
                remedy: "Give an address that may send, such as hallowerk@regio.example.")
        }
        guard let portal, let url = URL(string: portal), ["https", "http"].contains(url.scheme), url.host != nil else {
            throw OperatorError(
                "Setting 'mail.portal' is '\(portal ?? "")', which is no address of a page.",
                remedy: "Give what users type to log in, such as https://hallowerk.regio.example.")
        }
        return CheckedMail(
            server: try makeServer(server, port, security, path), host: server, port: port, sender: sender,
            portal: portal)
    }

    private func makeServer(
        _ host: String, _ port: Int, _ security: SMTPServer.Security, _ path: (String) -> String
    ) throws -> SMTPServer {
        let logIn = try logIn(path)
        do throws(SMTPServer.Invalid) {
            return try SMTPServer(
                host: host, port: port, security: security, logIn: logIn, authorities: caFile.map(path))
        } catch {
            switch error {
            case .plainBeyondLoopback:
                throw OperatorError(
                    "Strict mode: setting 'mail.tls' is none, and \(host) is not loopback.",
                    remedy: "Leave 'mail.tls' out, or send through a server on this machine.")
            case .logInWithoutTLS:
                throw OperatorError(
                    "Strict mode: setting 'mail.user' is given and 'mail.tls' is none.",
                    remedy: "A password goes over TLS only: leave 'mail.tls' out, or take 'mail.user' away.")
            case .unreadableAuthorities:
                throw OperatorError(
                    "Setting 'mail.ca-file': \(caFile ?? "") cannot be read as PEM.",
                    remedy: "Give a PEM file with the CAs of the mail server's certificate.")
            }
        }
    }

    private func logIn(_ path: (String) -> String) throws -> SMTPServer.LogIn? {
        switch (user, passwordFile) {
        case (nil, nil): return nil
        case (let user?, let file?):
            do throws(OwnerOnlyFile.Fault) {
                let text = String(decoding: try OwnerOnlyFile.read(path(file)), as: UTF8.self)
                return SMTPServer.LogIn(user: user, password: text.trimmingCharacters(in: .newlines))
            } catch {
                let explained = error.explained(at: path(file))
                throw OperatorError(
                    "Setting 'mail.password-file': \(explained.reason).", remedy: explained.remedy)
            }
        default:
            throw OperatorError(
                "Settings 'mail.user' and 'mail.password-file' belong together; one is missing.",
                remedy: "Give both, or neither.")
        }
    }
}

/// A mail server whose settings were read and found safe.
struct CheckedMail: Sendable {
    let server: SMTPServer
    let host: String
    let port: Int
    let sender: MailAddress
    let portal: String

    var client: SMTPClient { SMTPClient(server, group: MultiThreadedEventLoopGroup.singleton) }
    var mailer: Mailer { Mailer(client: client, sender: sender, portal: portal) }
}
