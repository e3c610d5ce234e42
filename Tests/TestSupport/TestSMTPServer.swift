import Crypto
import Foundation
import NIOCore
import NIOPosix
package import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// A mail server on loopback, speaking real SMTP over real TLS, that keeps what it is given and misbehaves as a test
/// asks.
package final class TestSMTPServer: Sendable {
    /// What it does wrong.
    package enum Fault: Hashable, Sendable {
        case none
        /// Knows no STARTTLS.
        case noTLS
        /// Says something more behind its answer to STARTTLS, as somebody on the way could.
        case wordsBehindStartTLS
        /// Answers with `code` to the command that begins with `to`; to `.` for the mail itself.
        case reply(code: Int, to: String)
        /// The same the first time only.
        case replyOnce(code: Int, to: String)
        /// Closes the connection instead of answering.
        case cutOff(at: String)
        /// Does not answer.
        case silent(at: String)
        /// Is no mail server at all.
        case otherProtocol
    }

    /// One mail that it took.
    package struct Mail: Hashable, Sendable {
        package let sender: String
        package let recipient: String
        /// As it came, without the full stops that are doubled on the way.
        package let text: String
        package let isProtected: Bool
        /// Who logged in, as `user:password`.
        package let logIn: String?
    }

    /// PEM of its own certificate, of `localhost`: also the authority that a client must trust.
    package let certificateFile: String
    private let folder: String
    package let tls: NIOSSLContext
    private let state: Mutex<(fault: Fault, mails: [Mail], sessions: Int)>
    let offersAuth: Bool

    package var fault: Fault { state.withLock { $0.fault } }
    package var mails: [Mail] { state.withLock { $0.mails } }
    package var sessions: Int { state.withLock { $0.sessions } }

    /// - Parameter name: what its certificate is of.
    package init(_ fault: Fault = .none, name: String = "localhost", offersAuth: Bool = true) throws {
        folder = NSTemporaryDirectory() + "smtp-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let (certificate, key) = try Self.certificate(of: name)
        certificateFile = folder + "/server.pem"
        try certificate.write(toFile: certificateFile, atomically: true, encoding: .utf8)
        tls = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
        state = Mutex((fault, [], 0))
        self.offersAuth = offersAuth
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// From now on.
    package func set(_ fault: Fault) { state.withLock { $0.fault = fault } }

    /// Runs it on a free port of 127.0.0.1 while `body`, which gets the port, runs.
    package func run(direct: Bool = false, _ body: (Int) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if direct {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: self.tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(TestSMTPSession(self, isProtected: direct))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(server.localAddress?.port ?? 0)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    func began() { state.withLock { $0.sessions += 1 } }
    func took(_ mail: Mail) { state.withLock { $0.mails.append(mail) } }

    /// What it does wrong with the command that begins with `command`, now.
    func fault(at command: String) -> Fault? {
        state.withLock { state in
            switch state.fault {
            case .reply(_, let to) where command.hasPrefix(to): return state.fault
            case .replyOnce(let code, let to) where command.hasPrefix(to):
                state.fault = .none
                return .reply(code: code, to: to)
            case .cutOff(let at) where command.hasPrefix(at): return state.fault
            case .silent(let at) where command.hasPrefix(at): return state.fault
            default: return nil
            }
        }
    }

    private static func certificate(of name: String) throws -> (certificate: String, key: String) {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey,
            notValidBefore: .now.addingTimeInterval(-3_600), notValidAfter: .now.addingTimeInterval(86_400),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([.dnsName(name)])
            }, issuerPrivateKey: key)
        return (try certificate.serializeAsPEM().pemString, try key.serializeAsPEM().pemString)
    }
}

/// One connection to a `TestSMTPServer`.
private final class TestSMTPSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: TestSMTPServer
    private var isProtected: Bool
    private var line: [UInt8] = []
    private var sender = ""
    private var recipient = ""
    private var logIn: String?
    /// The mail's lines, while it comes.
    private var data: [String]?

    init(_ server: TestSMTPServer, isProtected: Bool) {
        self.server = server
        self.isProtected = isProtected
    }

    func channelActive(context: ChannelHandlerContext) {
        server.began()
        if server.fault == .otherProtocol { return say("SSH-2.0-OpenSSH_9.2", context) }
        answer("220 localhost ESMTP", to: "greeting", context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            let text = String(decoding: line, as: UTF8.self)
            line = []
            take(text, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ text: String, _ context: ChannelHandlerContext) {
        guard data == nil else { return takeData(text, context) }
        let command = text.prefix { $0 != " " }.uppercased()
        switch command {
        case "EHLO":
            var lines = ["localhost", "PIPELINING"]
            if !isProtected, server.fault != .noTLS { lines.append("STARTTLS") }
            if isProtected, server.offersAuth { lines.append("AUTH LOGIN PLAIN") }
            let all = lines.enumerated().map { "250\($0.offset == lines.count - 1 ? " " : "-")\($0.element)" }
            answer(all.joined(separator: "\r\n"), to: command, context)
        case "STARTTLS":
            let more = server.fault == .wordsBehindStartTLS ? "\r\n250 smuggled" : ""
            answer("220 go ahead" + more, to: command, context)
            isProtected = true
            try? context.channel.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: server.tls), position: .first)
        case "AUTH":
            let bytes = Data(base64Encoded: String(text.dropFirst("AUTH PLAIN ".count))) ?? Data()
            let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
            logIn = parts.dropFirst().map { String(decoding: $0, as: UTF8.self) }.joined(separator: ":")
            answer(logIn == "hallowerk:geheim" ? "235 welcome" : "535 no", to: command, context)
        case "MAIL":
            sender = text
            answer("250 ok", to: command, context)
        case "RCPT":
            recipient = text
            answer("250 ok", to: command, context)
        case "DATA":
            if answer("354 go on", to: command, context) { data = [] }
        case "RSET": answer("250 ok", to: command, context)
        case "QUIT":
            answer("221 bye", to: command, context)
            context.close(promise: nil)
        default: answer("500 what", to: command, context)
        }
    }

    private func takeData(_ text: String, _ context: ChannelHandlerContext) {
        guard text == "." else {
            data?.append(text.hasPrefix(".") ? String(text.dropFirst()) : text)
            return
        }
        let whole = (data ?? []).joined(separator: "\r\n") + "\r\n"
        data = nil
        guard answer("250 taken", to: ".", context) else { return }
        server.took(
            .init(sender: sender, recipient: recipient, text: whole, isProtected: isProtected, logIn: logIn))
    }

    /// - Returns: Whether the good answer was given.
    @discardableResult
    private func answer(_ text: String, to command: String, _ context: ChannelHandlerContext) -> Bool {
        switch server.fault(at: command) {
        case .reply(let code, _)?: say("\(code) no, <\(recipient)>", context)
        case .cutOff?: context.close(promise: nil)
        case .silent?: return false
        default:
            say(text, context)
            return true
        }
        return false
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}
