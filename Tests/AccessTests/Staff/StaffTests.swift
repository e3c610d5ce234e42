import Domain
import Foundation
import Testing

@testable import Access

@Suite("Roles: a municipality's administrator decides about its own people, and about nobody else")
struct StaffTests {
    private struct Scene {
        let folder: AccountFolder
        let administrator: Account
        var store: AccountStore { folder.store }

        /// The administrator, an accountmanager and a case manager of one municipality, somebody of another, and
        /// regional IT.
        init() async throws {
            folder = try AccountFolder()
            administrator = try .sample("beheerder", role: .municipalAdministrator)
            let elsewhere = try MunicipalityCode("GM0518")
            for account in [
                administrator, try .sample("jansen"), try .sample("pietersen", role: .caseManager),
                try .sample("anders", municipality: elsewhere), try .sample("regio-ict", role: .regionalIT),
                try .sample("tweede", role: .municipalAdministrator),
            ] { try await folder.store.add(account, password: AccountFolder.password) }
        }

        func member(_ user: String) async throws -> StaffMember? {
            try await store.staff(of: administrator).first { $0.account.user == user }
        }
    }

    /// What an administrator can do to somebody.
    enum Act: CaseIterable {
        case give, withdraw, close, startAnew, confirm

        func run(_ store: AccountStore, _ user: String, _ administrator: Account) async throws(StaffRefusal) {
            switch self {
            case .give: try await store.give(.caseManager, to: user, by: administrator)
            case .withdraw: try await store.withdraw(from: user, by: administrator)
            case .close: try await store.close(user, by: administrator)
            case .startAnew: _ = try await store.startAnew(user, by: administrator)
            case .confirm: try await store.confirm([user], by: administrator)
            }
        }
    }

    @Test("of another municipality, not there, or oneself: refused, and nothing changes", arguments: Act.allCases)
    func refuses(_ act: Act) async throws {
        let scene = try await Scene()
        let before = try await scene.store.staff(of: scene.administrator)
        for user in ["anders", "niemand", "", "jansen' --"] {
            await #expect(throws: StaffRefusal.notFound) { try await act.run(scene.store, user, scene.administrator) }
        }
        await #expect(throws: StaffRefusal.ownAccount) {
            try await act.run(scene.store, "beheerder", scene.administrator)
        }
        if act != .confirm {
            for user in ["regio-ict", "tweede"] {
                await #expect(throws: StaffRefusal.roleNotGivenHere) {
                    try await act.run(scene.store, user, scene.administrator)
                }
            }
        }
        #expect(try await scene.store.staff(of: scene.administrator) == before)
        _ = try await scene.folder.logIn("anders")
    }

    @Test(
        "nobody but an administrator of a municipality",
        arguments: Role.allCases.filter { $0 != .municipalAdministrator })
    func roles(_ role: Role) async throws {
        let scene = try await Scene()
        let asker = try Account.sample("vrager", role: role)
        for act in Act.allCases {
            await #expect(throws: StaffRefusal.notAdministrator) { try await act.run(scene.store, "jansen", asker) }
        }
        await #expect(throws: StaffRefusal.notAdministrator) { try await scene.store.staff(of: asker) }
        await #expect(throws: StaffRefusal.notAdministrator) {
            try await scene.store.hire(user: "nieuw", name: "N. Ieuw", role: .accountManager, by: asker)
        }
    }

    @Test("an administrator gives no role that is not a municipality's to give")
    func rolesGiven() async throws {
        let scene = try await Scene()
        for role in Role.allCases where ![.accountManager, .caseManager].contains(role) {
            await #expect(throws: StaffRefusal.roleNotGivenHere) {
                try await scene.store.give(role, to: "jansen", by: scene.administrator)
            }
            await #expect(throws: StaffRefusal.roleNotGivenHere) {
                try await scene.store.hire(user: "nieuw", name: "N. Ieuw", role: role, by: scene.administrator)
            }
        }
    }

    @Test("every change of somebody's role or account ends the sessions at once", arguments: Act.allCases)
    func ends(_ act: Act) async throws {
        let scene = try await Scene()
        let session = try await scene.folder.logIn("jansen")
        let other = try await scene.folder.logIn("pietersen")
        try await act.run(scene.store, "jansen", scene.administrator)
        #expect((try await scene.store.session(token: session.token) != nil) == (act == .confirm))
        #expect(try await scene.store.session(token: other.token) != nil)
    }

    @Test("without a role nobody is let in, with a new one again; closed is closed, and reads like unknown")
    func withdrawn() async throws {
        let scene = try await Scene()
        try await scene.store.withdraw(from: "jansen", by: scene.administrator)
        #expect(try await scene.folder.enter("jansen").refusal == .withoutRole)
        await #expect(throws: LogInRefusal.withoutRole) { try await scene.folder.logIn("jansen") }
        #expect(try await scene.member("jansen")?.hasRole == false)
        try await scene.store.give(.caseManager, to: "jansen", by: scene.administrator)
        #expect(try await scene.folder.logIn("jansen").account.role == .caseManager)
        try await scene.store.close("jansen", by: scene.administrator)
        #expect(try await scene.folder.enter("jansen").refusal == .wrongUserOrPassword)
        #expect(try await scene.member("jansen") == nil)
        await #expect(throws: StaffRefusal.notFound) {
            try await scene.store.give(.caseManager, to: "jansen", by: scene.administrator)
        }
    }

    @Test("who is added gets a start password, told once, and must choose another")
    func hires() async throws {
        let scene = try await Scene()
        let password = try await scene.store.hire(
            user: "nieuw", name: "N. Ieuw", role: .caseManager, by: scene.administrator)
        #expect(password.count == 19)
        let member = try #require(try await scene.member("nieuw"))
        #expect(member.isTemporary && member.account.municipality == scene.administrator.municipality)
        #expect(member.account.organisation == scene.administrator.organisation && member.lastLogIn == nil)
        #expect(try await scene.folder.enter("nieuw", password).halfWay?.need == .newPassword)
        await #expect(throws: LogInRefusal.unfinished) { try await scene.folder.logIn("nieuw", password) }
        await #expect(throws: StaffRefusal.account(.userTaken)) {
            try await scene.store.hire(user: "nieuw", name: "N.", role: .caseManager, by: scene.administrator)
        }
        await #expect(throws: StaffRefusal.account(.malformedUser)) {
            try await scene.store.hire(user: "Nieuw!", name: "N.", role: .caseManager, by: scene.administrator)
        }
    }

    @Test("a new start takes the second factor away, and asks a new password")
    func anew() async throws {
        let scene = try await Scene()
        try await scene.store.enrol("jansen", secret: TOTPSecret())
        let password = try await scene.store.startAnew("jansen", by: scene.administrator)
        #expect(try await scene.folder.enter("jansen").refusal == .wrongUserOrPassword)
        #expect(try await scene.folder.enter("jansen", password).halfWay?.need == .newPassword)
        #expect(try await scene.member("jansen")?.isEnrolled == false)
    }

    @Test("a role must be confirmed after a year, to the second; confirming all is all or none")
    func review() async throws {
        let scene = try await Scene()
        let added = scene.folder.now
        let year = StaffMember.confirmedFor
        #expect(try await scene.member("jansen")?.mustBeConfirmed(at: added.addingTimeInterval(year - 1)) == false)
        #expect(try await scene.member("jansen")?.mustBeConfirmed(at: added.addingTimeInterval(year)) == true)
        scene.folder.pass(seconds: year)
        await #expect(throws: StaffRefusal.notFound) {
            try await scene.store.confirm(["jansen", "anders"], by: scene.administrator)
        }
        #expect(try await scene.member("jansen")?.confirmed == added)
        try await scene.store.confirm(["jansen", "pietersen"], by: scene.administrator)
        for user in ["jansen", "pietersen"] {
            #expect(try await scene.member(user)?.mustBeConfirmed(at: scene.folder.now) == false)
        }
        #expect(try await scene.member("tweede")?.mustBeConfirmed(at: scene.folder.now) == true)
    }
}

@Suite("People of an identity provider: no password, and the role that it gives now")
struct ProviderAccountTests {
    private func person(
        _ subject: String = "abc", _ role: Role? = .accountManager, provider: String = "rotterdam"
    ) throws -> VouchedPerson {
        VouchedPerson(
            provider: provider, subject: subject, displayName: "J. de Wit", role: role,
            municipality: try MunicipalityCode("GM0599"), organisation: try OIN("00000099000000001000"))
    }

    @Test("an account is made at the first log-in and found again; another subject or provider is another")
    func makes() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        let first = try #require(try await folder.store.enter(person()).session)
        let again = try #require(try await folder.store.enter(person()).session)
        #expect(first.account == again.account && first.account.user.hasPrefix("rotterdam."))
        let other = try #require(try await folder.store.enter(person("abd")).session)
        let elsewhere = try #require(try await folder.store.enter(person(provider: "dordrecht")).session)
        #expect(Set([first.account.user, other.account.user, elsewhere.account.user]).count == 3)
        #expect(try folder.bytes().firstRange(of: Data("abd".utf8)) == nil)
    }

    @Test("no password opens it", arguments: ["", AccountFolder.password])
    func noPassword(_ password: String) async throws {
        let folder = try AccountFolder()
        let user = try #require(try await folder.store.enter(person()).session).account.user
        #expect(try await folder.enter(user, password).refusal == .wrongUserOrPassword)
    }

    @Test("a role that changed ends the sessions with the old one; no role ends all, and makes no account")
    func roles() async throws {
        let folder = try AccountFolder()
        #expect(try await folder.store.enter(person("abc", nil)).refusal == .withoutRole)
        #expect(try await folder.store.accounts().isEmpty)
        let first = try #require(try await folder.store.enter(person()).session)
        let second = try #require(try await folder.store.enter(person("abc", .caseManager)).session)
        #expect(second.account.role == .caseManager)
        #expect(try await folder.store.session(token: first.token) == nil)
        #expect(try await folder.store.enter(person("abc", nil)).refusal == .withoutRole)
        #expect(try await folder.store.session(token: second.token) == nil)
        #expect(try await folder.store.enter(person("abc", .caseManager)).session != nil)
    }

    @Test("the municipality can close it, and it stays closed; its role is not changed here")
    func closed() async throws {
        let folder = try AccountFolder()
        let administrator = try Account.sample("beheerder", role: .municipalAdministrator)
        try await folder.store.add(administrator, password: AccountFolder.password)
        let session = try #require(try await folder.store.enter(person()).session)
        for role in AccountStore.rolesGiven {
            await #expect(throws: StaffRefusal.ofProvider) {
                try await folder.store.give(role, to: session.account.user, by: administrator)
            }
        }
        await #expect(throws: StaffRefusal.ofProvider) {
            try await folder.store.startAnew(session.account.user, by: administrator)
        }
        try await folder.store.close(session.account.user, by: administrator)
        #expect(try await folder.store.session(token: session.token) == nil)
        #expect(try await folder.store.enter(person()).refusal == .withoutRole)
    }
}
