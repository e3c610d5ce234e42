import Foundation
import SwiftASN1
import X509

extension KeyFolder {
    /// What `crl.pem` should hold when `pem` has later lists of CAs that this party has one of already; nil when it has
    /// none.
    ///
    /// Only lists that a CA of this folder signed: whoever passes them on can withhold one, for no longer than its
    /// `nextUpdate` and the grace, and make none. A list of another CA is not taken: with it, peers whose CA has no
    /// list here would be refused.
    package func laterRevocations(in pem: [UInt8]) -> [UInt8]? {
        guard pem.count <= RevocationList.limit * 4 / 3,
            let blocks = try? PEMDocument.parseMultiple(pemString: String(decoding: pem, as: UTF8.self))
        else { return nil }
        let issuers = certificateChain.dropFirst() + anchors
        var lists = revocations.lists
        var isChanged = false
        for block in blocks where block.discriminator == RevocationList.pemType {
            guard let list = try? RevocationList(der: block.derBytes), issuers.contains(where: list.isSigned(by:)),
                let place = lists.firstIndex(where: { $0.issuer == list.issuer && $0.isFollowed(by: list) })
            else { continue }
            lists[place] = list
            isChanged = true
        }
        return isChanged ? Array(lists.map(\.pem).joined().utf8) : nil
    }
}

extension RevocationLists {
    /// All of them as `crl.pem` holds them.
    package var pem: [UInt8] { Array(lists.map(\.pem).joined().utf8) }
}

extension RevocationList {
    /// Whether `later` is a later list of the same CA: by its number, which never goes back (RFC 5280 §5.2.3).
    fileprivate func isFollowed(by later: RevocationList) -> Bool {
        (number.count, Hexadecimal.text(number)) < (later.number.count, Hexadecimal.text(later.number))
    }
}
