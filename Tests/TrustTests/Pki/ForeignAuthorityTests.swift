import Domain
import Foundation
import TestSupport
import Testing
import X509

@testable import Trust

@Suite("Certificates of another authority, as PKIoverheid's: they load and verify")
struct ForeignAuthorityTests {
    /// Made by OpenSSL: a root with RSA 4096, domain and issuing CA and a leaf with RSA 3072, policies, AIA and CRL
    /// distribution points, several names.
    private static let script = """
        set -e
        cat > c.cnf <<X
        [root]
        basicConstraints=critical,CA:true
        keyUsage=critical,keyCertSign,cRLSign
        subjectKeyIdentifier=hash
        [ca]
        basicConstraints=critical,CA:true
        keyUsage=critical,keyCertSign,cRLSign
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        certificatePolicies=2.16.528.1.1003.1.2.8.6
        crlDistributionPoints=URI:http://crl.example/root.crl
        authorityInfoAccess=OCSP;URI:http://ocsp.example
        [leaf]
        basicConstraints=critical,CA:false
        keyUsage=critical,digitalSignature,keyEncipherment
        extendedKeyUsage=serverAuth,clientAuth,emailProtection
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        certificatePolicies=2.16.528.1.1003.1.2.8.6
        crlDistributionPoints=URI:http://crl.example/issuing.crl
        authorityInfoAccess=OCSP;URI:http://ocsp.example,caIssuers;URI:http://ca.example/ca.cer
        subjectAltName=DNS:node.regio.example,DNS:node2.regio.example,email:beheer@regio.example,URI:urn:regio
        [db]
        database=index.txt
        crlnumber=number
        default_md=sha384
        default_crl_days=7
        X
        newca() {
          openssl req -new -nodes -newkey rsa:$2 -keyout $1.key -subj "/C=NL/O=Proef Staat/CN=Proef $1" \
            -out $1.csr
        }
        newca root 4096; newca domain 3072; newca issuing 3072
        openssl x509 -req -in root.csr -signkey root.key -sha512 -days 30 -extfile c.cnf -extensions root -out root.pem
        openssl x509 -req -in domain.csr -CA root.pem -CAkey root.key -sha384 -days 30 -set_serial 0x4711 \
          -extfile c.cnf -extensions ca -out domain.pem
        openssl x509 -req -in issuing.csr -CA domain.pem -CAkey domain.key -sha256 -days 30 -set_serial 0x4712 \
          -extfile c.cnf -extensions ca -out issuing.pem
        openssl req -new -nodes -newkey rsa:3072 -keyout leaf.key -out leaf.csr \
          -subj "/C=NL/L=Rotterdam/O=Regio Proef/CN=node.regio.example/serialNumber=00000099100000001000"
        openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey issuing.key -sha256 -days 20 -set_serial 0x0badcafe \
          -extfile c.cnf -extensions leaf -out leaf.pem
        : > index.txt; echo 1000 > number
        for ca in root domain issuing; do
          openssl ca -gencrl -name db -config c.cnf -cert $ca.pem -keyfile $ca.key -out $ca.crl
        done
        cat root.crl domain.crl issuing.crl > good.crl
        openssl ca -config c.cnf -name db -cert issuing.pem -keyfile issuing.key -revoke leaf.pem -crl_reason superseded
        openssl ca -gencrl -name db -config c.cnf -cert issuing.pem -keyfile issuing.key -out issuing.crl
        cat root.crl domain.crl issuing.crl > bad.crl
        cat leaf.pem issuing.pem domain.pem > chain.pem
        """

    @Test func `three levels, RSA, more names: good, and refused once revoked`() async throws {
        let scratch = try ScratchFolder()
        try scratch.write(Self.script, to: "make.sh")
        let made = try Tool.run(["sh", "-c", "cd \(scratch.path) && sh make.sh"])
        #expect(made.code == 0, "\(made.output)")
        let pki = try TestPKI.made()
        for (from, to) in [("chain.pem", "tls.pem"), ("root.pem", "anchors.pem"), ("good.crl", "crl.pem")] {
            try pki.scratch.write(scratch.text(of: from), to: "certs/alfa/\(to)")
        }
        try OwnerOnlyFile.write(scratch.text(of: "leaf.key").utf8, to: pki.alfaFolder + "/tls.key")
        let keys = try KeyFolder.load(pki.alfaFolder)
        #expect(keys.hosts == ["node.regio.example", "node2.regio.example"])
        #expect(keys.oin.digits == "00000099100000001000")
        #expect(keys.organisation == "Regio Proef")
        let row = try await report(pki)
        #expect(row.verdict == .attention(["expires in 19 days"]), "\(row)")
        #expect(row.keyAlgorithm == "RSA 3072")
        let lists = try CertificateReport.lists(in: pki.alfaFolder, now: .now)
        #expect(Set(lists.map(\.number)) == ["0x1000", "0x1001", "0x1002"])
        try pki.scratch.write(scratch.text(of: "bad.crl"), to: "certs/alfa/crl.pem")
        let revoked = try await report(pki)
        #expect(revoked.verdict.reasons.contains { $0.contains("certificate 0badcafe has been revoked (superseded)") })
        _ = try PeerTLS(keys: CurrentKeys(keys), registry: TestFederation().registry, now: { .now })
    }

    private func report(_ pki: TestPKI) async throws -> CertificateReport.Row {
        try require(try await CertificateReport.read(pki.alfaFolder, now: .now).first)
    }
}
