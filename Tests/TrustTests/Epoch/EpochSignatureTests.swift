import Crypto
import Domain
import Foundation
import TestSupport
import Testing
import Trust

@Suite("An epoch is a gateway's: one of the registry, over these very bytes")
struct EpochSignatureTests {
    private let document = Array(#"{"tijdvak":7,"regios":[],"profielen":0,"termen":{}}"#.utf8)
    private static let header = #"{"alg":"ES256","typ":"hallowerk-tijdvak+jws"}"#

    private func refusal(
        of token: String, over document: [UInt8], _ registry: Registry
    ) async -> EpochSignature.Refusal? {
        do throws(EpochSignature.Refusal) {
            try await EpochSignature.verify(token, over: document, registry: registry)
            return nil
        } catch {
            return error
        }
    }

    /// A token that `key` signs over any header and claims.
    private func token(_ header: String, _ claims: String, by key: P256.Signing.PrivateKey) throws -> String {
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        return signed + "." + Base64URL.encode(try key.signature(for: Data(signed.utf8)).rawRepresentation)
    }

    private func claims(_ oin: OIN) -> String {
        #"{"iss":"\#(oin.digits)","inhoud":"\#(Base64URL.encode(SHA256.hash(data: document)))"}"#
    }

    @Test func `what a gateway signed is taken for its own`() async throws {
        let federation = try TestFederation(regions: ["alfa"])
        let signature = try await EpochSignature.sign(document, with: federation.keys(TestFederation.gatewayName))
        #expect(signature.utf8.count <= EpochSignature.tokenBytes)
        let signer = try await EpochSignature.verify(signature, over: document, registry: federation.registry.value)
        #expect(signer == federation.gatewayOIN)
    }

    @Test func `one byte more, less or other is another document`() async throws {
        let federation = try TestFederation(regions: ["alfa"])
        let registry = federation.registry.value
        let signature = try await EpochSignature.sign(document, with: federation.keys(TestFederation.gatewayName))
        for other in [document + [32], document.dropLast(), [], document.map { $0 == 55 ? 56 : $0 }] {
            #expect(await refusal(of: signature, over: other, registry) == .otherDocument)
        }
    }

    @Test func `a region, a stranger and a gateway without a key in the registry sign no epoch`() async throws {
        let federation = try TestFederation(regions: ["alfa"])
        let registry = federation.registry.value
        let region = try await EpochSignature.sign(document, with: federation.keys("alfa"))
        #expect(await refusal(of: region, over: document, registry) == .unknownGateway)
        let gateway = try federation.keys(TestFederation.gatewayName)
        let signature = try await EpochSignature.sign(document, with: gateway)
        let bare = registry.gateways.map { Registry.Gateway(oin: $0.oin, name: $0.name, endpoints: $0.endpoints) }
        for gateways in [bare, []] {
            let other = Registry(
                serial: 1, issued: registry.issued, expires: registry.expires, members: registry.members,
                gateways: gateways)
            #expect(await refusal(of: signature, over: document, other) == .unknownGateway)
        }
    }

    @Test func `another key, another header and what is no token are refused`() async throws {
        let federation = try TestFederation(regions: ["alfa"])
        let registry = federation.registry.value
        let gateway = try federation.keys(TestFederation.gatewayName)
        let claims = claims(gateway.oin)
        let own = try token(Self.header, claims, by: gateway.signingKey)
        #expect(await refusal(of: own, over: document, registry) == nil)
        let headers = [
            #"{"alg":"ES256","typ":"hallowerk-verklaring+jws"}"#, #"{"alg":"ES256"}"#,
            #"{"alg":"none","typ":"hallowerk-tijdvak+jws"}"#, #"{"alg":"HS256","typ":"hallowerk-tijdvak+jws"}"#,
            #"{"alg":"ES256","typ":"hallowerk-tijdvak+jws","crit":["b64"]}"#,
        ]
        for header in headers {
            let token = try token(header, claims, by: gateway.signingKey)
            #expect(await refusal(of: token, over: document, registry) == .wrongType)
        }
        let stranger = try token(Self.header, claims, by: P256.Signing.PrivateKey())
        #expect(await refusal(of: stranger, over: document, registry) == .badSignature)
        let texts = [
            "", "a.b.c", own.dropLast(4) + "", own + "A", String(own.dropFirst()), own + ".",
            try token(Self.header, #"{"iss":"x"}"#, by: gateway.signingKey),
            own + String(repeating: "A", count: EpochSignature.tokenBytes),
        ]
        for text in texts { #expect(await refusal(of: text, over: document, registry) == .malformed) }
    }
}

@Suite("Current epochs: who needs one that is not there waits for it, and not for long")
struct CurrentEpochsTests {
    private func epoch(_ number: Int) -> Epoch { Epoch.sum(of: [:], number: number) }

    @Test func `what is here comes at once and asks for nothing`() async {
        let epochs = CurrentEpochs()
        epochs.take(epoch(7))
        #expect(await epochs.epoch(7, within: .zero)?.number == 7)
        #expect(await epochs.epoch(0, within: .zero) == Epoch.none)
        #expect(epochs.missing.isEmpty)
    }

    @Test func `what is gone is not waited for`() async {
        let epochs = CurrentEpochs()
        for number in [5, 7, 9] { epochs.take(epoch(number)) }
        #expect(await epochs.epoch(5, within: .seconds(20)) == nil)
    }

    @Test func `many wait for one fetch, which may bring it or not`() async {
        let epochs = CurrentEpochs()
        let fetches = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    #expect(await epochs.epoch(7, within: .seconds(20))?.number == 7)
                    #expect(await epochs.epoch(8, within: .seconds(20)) == nil)
                    return 0
                }
            }
            group.addTask {
                var fetches = 0
                for await _ in epochs.wanted {
                    for number in epochs.missing {
                        fetches += 1
                        if number == 7 { epochs.take(epoch(7)) }
                        epochs.fetched(number)
                    }
                }
                return fetches
            }
            for _ in 0..<20 { _ = await group.next() }
            group.cancelAll()
            return await group.next() ?? 0
        }
        #expect((2...40).contains(fetches))
        #expect(epochs.missing.isEmpty)
    }

    @Test func `without a fetcher the wait ends by itself`() async {
        #expect(await CurrentEpochs().epoch(7, within: .milliseconds(1)) == nil)
    }
}
