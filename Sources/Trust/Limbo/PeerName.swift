import Foundation
import SwiftASN1
import X509

/// A name that a certificate must have: compared with its subject alternative names only, never with `CN` (RFC 9525).
enum PeerName: Hashable, Sendable {
    case dns(String)
    /// 4 or 16 bytes.
    case address([UInt8])
    case mail(String)

    /// - Parameter kind: `DNS`, `IP` or `RFC822`.
    init?(kind: String, value: String) {
        switch kind {
        case "DNS": self = .dns(value)
        case "IP":
            guard let bytes = Self.bytes(ofAddress: value) else { return nil }
            self = .address(bytes)
        case "RFC822": self = .mail(value)
        default: return nil
        }
    }

    func isAmong(_ names: SubjectAlternativeNames) -> Bool {
        names.contains { name in
            switch (self, name) {
            case (.dns(let host), .dnsName(let pattern)): Self.host(host, fits: pattern)
            case (.address(let bytes), .ipAddress(let found)): found.bytes.elementsEqual(bytes)
            case (.mail(let address), .rfc822Name(let found)): Self.mail(address, is: found)
            default: false
            }
        }
    }

    /// RFC 9525 §6.3: case does not matter; `*` stands for the whole leftmost label, once, above at least two others.
    static func host(_ host: String, fits pattern: String) -> Bool {
        let asked = host.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        let labels = pattern.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard asked.count == labels.count, asked.allSatisfy(isLabel) else { return false }
        if labels == asked { return true }
        return labels.count >= 3 && labels[0] == "*" && labels.dropFirst().elementsEqual(asked.dropFirst())
    }

    /// Whether `name` is a DNS name, its leftmost label perhaps `*`.
    static func isPattern(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let plain = labels.first == "*" && labels.count >= 3 ? labels.dropFirst() : labels[...]
        return name.utf8.count <= 253 && plain.allSatisfy(isLabel)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        let bytes = label.utf8
        return (1...63).contains(bytes.count) && bytes.first != 45 && bytes.last != 45
            && bytes.allSatisfy { byte in
                (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == 45
                    || byte == 95
            }
    }

    /// The part before the at sign by its bytes, the host without regard to case.
    private static func mail(_ address: String, is found: String) -> Bool {
        guard let mark = address.lastIndex(of: "@"), let other = found.lastIndex(of: "@") else { return false }
        return address[..<mark] == found[..<other] && address[mark...].lowercased() == found[other...].lowercased()
    }

    private static func bytes(ofAddress text: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            let code = unsafe bytes.withUnsafeMutableBytes { unsafe inet_pton(family, text, $0.baseAddress) }
            if code == 1 { return bytes }
        }
        return nil
    }
}
