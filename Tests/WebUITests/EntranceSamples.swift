import Domain
import Foundation
import WebUI

/// Pages of the log-in, of one's own account, and of a municipality's roles.
extension Samples {
    static let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    static let enteredAt = Date(timeIntervalSince1970: 1_795_000_000)

    static func halfWay(_ need: HalfWay.Need, user: String = hostile) -> HalfWay {
        HalfWay(token: "dG9rZW4", user: user, need: need, expires: enteredAt)
    }

    static func member(
        _ user: String, _ role: Role = .accountManager, hasRole: Bool = true, provider: String? = nil,
        mustBeConfirmed: Bool = false, isSelf: Bool = false
    ) -> StaffPage.Member {
        StaffPage.Member(
            user: user, name: hostile, role: role, hasRole: hasRole, provider: provider, isEnrolled: true,
            isTemporary: false, lastLogIn: nil, confirmed: enteredAt, mustBeConfirmed: mustBeConfirmed, isSelf: isSelf)
    }

    static func staff(told: StaffPage.StartPassword? = nil) -> StaffPage {
        StaffPage(
            frame: frame(role: .municipalAdministrator), municipality: "Rotterdam",
            members: [
                member("beheerder", .municipalAdministrator, isSelf: true), member("jansen"),
                member("=1+1", mustBeConfirmed: true), member("bakker", .caseManager, hasRole: false),
                member("rotterdam.abc", provider: "Gemeente \"Rotterdam\""),
            ], told: told, fault: told == nil ? hostile : nil)
    }

    static func account(isOfProvider: Bool, fault: AccountPage.Fault? = nil) -> AccountPage {
        AccountPage(
            frame: frame(), user: hostile,
            sessions: [
                .init(began: enteredAt, lastUsed: enteredAt, isThis: true),
                .init(began: enteredAt, lastUsed: enteredAt, isThis: false),
            ], isEnrolled: true, recoveryCodesLeft: 1, isOfProvider: isOfProvider, fault: fault, now: enteredAt)
    }

    static func entrancePages(_ pages: Pages) -> [(name: String, html: String)] {
        let face = Frame.Face.portal(region: "Rijnmond")
        func entrance(_ need: HalfWay.Need, _ fault: EntranceRefusal? = nil) -> String {
            pages.entrance(EntrancePage(face: face, halfWay: halfWay(need), fault: fault))
        }
        let provider = LogInPage.Provider(title: "Inloggen bij \(hostile)", path: "/inloggen/bij/rotterdam")
        return [
            ("login-gemeente", pages.logIn(LogInPage(face: face, providers: [provider]))),
            ("login-code", entrance(.code)), ("login-code-fout", entrance(.code, .wrongCode)),
            ("login-wachtwoord", entrance(.newPassword, .newPassword(.notRepeated))),
            ("login-koppelen", entrance(.enrolment(secret: secret))),
            ("login-koppelen-fout", entrance(.enrolment(secret: secret), .tooManyAttempts(retryAfterSeconds: 61))),
            ("login-binnen", pages.entered(EnteredPage(face: face))),
            ("herstelcodes", pages.recoveryCodes(RecoveryCodesPage(frame: frame(), codes: ["abcde-fghjk", hostile]))),
            ("account", pages.account(account(isOfProvider: false))),
            ("account-fout", pages.account(account(isOfProvider: false, fault: .password(.newPassword(.tooLong))))),
            ("account-factor-fout", pages.account(account(isOfProvider: false, fault: .secondFactor(.wrongCode)))),
            ("account-gemeente", pages.account(account(isOfProvider: true))),
            ("rollen", pages.staff(staff())),
            ("rollen-startwachtwoord", pages.staff(staff(told: .init(user: hostile, password: "abcd-efgh")))),
        ]
    }
}
