import Crypto
import Domain
import Foundation
import Trust

/// Files that the registry commands read.
enum RegistryFile {
    /// - Throws: `OperatorError` naming the file.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OperatorError("\(path) cannot be read.", remedy: "Check the path and who may read it.")
        }
        return Array(data)
    }

    /// A file's bytes for a check that has its own words for a file that is no registry.
    static func plain(_ path: String) -> [UInt8] { FileManager.default.contents(atPath: path).map(Array.init) ?? [] }

    /// A registry, signed or not; nothing is verified.
    static func read(_ path: String) throws -> Registry {
        let bytes = try bytes(path)
        do throws(RegistryRefusal) {
            return try UnsignedRegistry.read(bytes)
        } catch {
            throw OperatorError("\(path): \(error)")
        }
    }

    /// A private key that only its owner can read.
    static func key(_ path: String) throws -> P256.Signing.PrivateKey {
        do throws(OwnerOnlyFile.Fault) {
            let pem = String(decoding: try OwnerOnlyFile.read(path), as: UTF8.self)
            guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else {
                throw OwnerOnlyFile.Fault.notAFile
            }
            return key
        } catch {
            let (reason, remedy) = error.explained(at: path)
            throw OperatorError(
                "\(path): \(error == .notAFile ? "it is not a P-256 private key in PEM form" : reason).", remedy: remedy
            )
        }
    }
}

/// The public keys of parties that an authority was sent, or whose key folders it has.
struct PublishedKeys {
    let folder: String

    /// The keys of the party in `name`; nil when it has no folder there.
    ///
    /// - Throws: `OperatorError` for keys of another party or that are none; what `KeyFolder` refuses.
    func keys(of name: String, _ oin: OIN) throws -> Registry.PartyKeys? {
        let path = "\(folder)/\(name)"
        let file = path + "/public-keys.json"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: file) else {
            let keys = try KeyFolder.load(path)
            try require(keys.oin.digits, oin, path)
            return keys.publicKeys
        }
        let sent: PublicKeysFile
        do throws(PublicKeysFile.Invalid) {
            sent = try PublicKeysFile(data)
        } catch {
            throw OperatorError(
                "\(file): \(error).", remedy: "Ask \(name) to send what `hallowerk certs request` made.")
        }
        try require(sent.oin.digits, oin, file)
        return sent.keys
    }

    private func require(_ found: String, _ oin: OIN, _ path: String) throws {
        guard found == oin.digits else {
            throw OperatorError(
                "\(path) is of OIN \(found), and the region files say \(oin).",
                remedy: "Put the keys of the right party there, or correct the region file.")
        }
    }
}
