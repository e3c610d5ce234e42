import Crypto
import Foundation
import SwiftASN1
import X509

/// Writes a party's `KeyFolder` for a development PKI.
enum PartyFolder {
    /// A new folder with new keys.
    static func make(
        at path: String, for party: DevelopmentPKI.PartyRequest, by authority: DevelopmentAuthority,
        lists: AuthorityLists, now: Date, days: Int
    ) throws {
        let tlsKey = P256.Signing.PrivateKey()
        let leaf = try authority.issue(
            for: party, key: Certificate.PublicKey(tlsKey.publicKey), now: now, days: days)
        let chain = try pem([leaf, authority.issuing])
        try NewFolder.make(at: path) { file in
            try file.secret("tls.key", tlsKey.pemRepresentation)
            try file.secret("signing.key", P256.Signing.PrivateKey().pemRepresentation)
            try file.secret("sealing.key", X25519Key.pem(Curve25519.KeyAgreement.PrivateKey()))
            try file.open("tls.pem", chain)
            try file.open("anchors.pem", try pem([authority.root]))
            try file.open(KeyFolderReader.revocationFile, lists.pem)
            try file.open("registry-authority.pub", authority.registryKey.publicKey.pemRepresentation)
        }
    }

    /// A new certificate for the key that the folder has. One file changes, at once, so the folder is never at odds
    /// with itself; the registry's keys stay as they are.
    static func reissue(
        at path: String, for party: DevelopmentPKI.PartyRequest, by authority: DevelopmentAuthority, now: Date,
        days: Int
    ) throws {
        let keyFile = path + "/tls.key"
        let key = try DevelopmentPKI.attempt(keyFile) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.read(keyFile)
        }
        let tlsKey = try Certificate.PrivateKey(pemEncoded: String(decoding: key, as: UTF8.self))
        let leaf = try authority.issue(for: party, key: tlsKey.publicKey, now: now, days: days)
        let chain = try pem([leaf, authority.issuing])
        let file = path + "/tls.pem"
        try DevelopmentPKI.attempt(file) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.write(chain.utf8, to: file, rights: .everyoneReads)
        }
    }

    static func pem(_ certificates: [Certificate]) throws -> String {
        try certificates.map { try $0.serializeAsPEM().pemString + "\n" }.joined()
    }
}
