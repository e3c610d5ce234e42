package import Domain
import Foundation

/// What is asked of somebody who has given the right password and is not inside yet.
package struct EntrancePage: Hashable, Sendable {
    /// Names of the form's fields.
    package enum Field {
        package static let code = "code"
        package static let password = "wachtwoord"
        package static let repeated = "herhaal"
    }

    package let face: Frame.Face
    package let halfWay: HalfWay
    /// What was wrong with what was given last.
    package let fault: EntranceRefusal?

    package init(face: Frame.Face, halfWay: HalfWay, fault: EntranceRefusal? = nil) {
        self.face = face
        self.halfWay = halfWay
        self.fault = fault
    }
}

/// The codes for who loses the second factor, shown once.
package struct RecoveryCodesPage: Hashable, Sendable {
    package let frame: Frame
    package let codes: [String]

    package init(frame: Frame, codes: [String]) {
        self.frame = frame
        self.codes = codes
    }
}

/// What `entrance.mustache` reads.
struct EntranceView {
    struct Enrolment {
        /// The secret in groups of four.
        let groups: String
        let link: String
        let side: Int
        let path: String
    }

    let layout: LayoutView
    let heading: String
    let fault: String?
    let isCode: Bool
    let isPassword: Bool
    let enrolment: Enrolment?

    init(_ page: EntrancePage, _ links: LayoutView.Links) {
        let need = page.halfWay.need
        isCode = need == .code
        isPassword = need == .newPassword
        heading =
            switch need {
            case .code: "Uw code"
            case .newPassword: "Kies een eigen wachtwoord"
            case .enrolment: "Koppel een tweede factor"
            }
        layout = LayoutView(Frame(face: page.face, visitor: nil), title: heading, links)
        fault = page.fault.map(EntranceWording.sentence)
        guard case .enrolment(let secret) = need else {
            enrolment = nil
            return
        }
        let link = OTPAuthLink(face: page.face, user: page.halfWay.user, secret: secret).text
        let code = QRCode(Array(link.utf8))
        let groups = stride(from: 0, to: secret.count, by: 4).map { secret.dropFirst($0).prefix(4) }
        enrolment = Enrolment(
            groups: groups.joined(separator: " "), link: link, side: (code?.size ?? 0) + 8, path: code?.path ?? "")
    }
}

/// What authenticator apps read: `otpauth://totp/ISSUER:USER?secret=...&issuer=...`, with the defaults of RFC 6238 left
/// out.
struct OTPAuthLink {
    let text: String

    init(face: Frame.Face, user: String, secret: String) {
        let place =
            switch face {
            case .portal(let region): region
            case .monitor: "knooppunten"
            }
        // As much as keeps the code small: what stands in a list on a telephone is cut off anyway.
        let issuer = Self.escaped("HalloWerk " + place.prefix(18).trimmingCharacters(in: .whitespaces))
        text = "otpauth://totp/\(issuer):\(Self.escaped(String(user.prefix(32))))?secret=\(secret)&issuer=\(issuer)"
    }

    private static func escaped(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._@")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

/// What `recovery.mustache` reads.
struct RecoveryCodesView {
    let layout: LayoutView
    let codes: [String]

    init(_ page: RecoveryCodesPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Uw herstelcodes", links)
        codes = page.codes
    }
}
