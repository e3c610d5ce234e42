import Domain
import Federation
import Testing

@Suite("Endpoints: calls skip those whose breaker is open, and a region with none is left alone")
struct BreakerBoardTests {
    private func fail(_ endpoint: Endpoint, of region: Region, in board: inout BreakerBoard) {
        for second in 0..<Limits.breakerFailuresInRow {
            let time = Duration.seconds(second)
            board.callEnded(.fails, at: endpoint, of: region.code, begun: time, at: time)
        }
    }

    @Test("one of two is open: the other is used; both: nobody; contact: both again")
    func order() throws {
        let region = try Members.region(endpoints: 2)
        var board = BreakerBoard()
        #expect(board.usable(region) == region.endpoints)
        fail(region.endpoints[0], of: region, in: &board)
        #expect(board.usable(region) == [region.endpoints[1]] && board.standing(region).state == .closed)
        fail(region.endpoints[1], of: region, in: &board)
        #expect(board.usable(region).isEmpty && board.standing(region).state == .open)
        #expect(board.standing(region).nextTry == .seconds(4) + Limits.breakerPause)
        board.contact(region, at: .seconds(5))
        #expect(board.usable(region) == region.endpoints && board.standing(region).nextTry == nil)
    }

    @Test("each endpoint is probed for itself")
    func probes() throws {
        let region = try Members.region(endpoints: 2)
        var board = BreakerBoard()
        fail(region.endpoints[0], of: region, in: &board)
        #expect(board.beginProbes(region, at: .seconds(5)) == [region.endpoints[1]])
        #expect(board.beginProbes(region, at: .seconds(9)) == [region.endpoints[0]])
        #expect(board.standing(region).state == .closed)
        board.probeEnded(.works, at: region.endpoints[0], of: region.code, begun: .seconds(9), at: .seconds(10))
        #expect(board.usable(region) == region.endpoints)
    }

    @Test("a region that is left alone is overgeslagen with a reason, and not asked")
    func plan() throws {
        let registry = try Members.registry()
        let open = registry.members[1].region
        let plan = FanOutPlan(registry: registry, request: try Members.request()) { $0 == open }
        #expect(plan.asked.map(\.region.code) == [registry.members[0], registry.members[2]].map(\.region.code))
        #expect(plan.decided.map(\.state) == [.skipped] && plan.decided[0].reason?.contains(open.name) == true)
    }

    @Test("endpoints that left the registry are forgotten")
    func keep() throws {
        let registry = try Members.registry()
        let stranger = try Members.region(endpoints: 1)
        var board = BreakerBoard()
        fail(stranger.endpoints[0], of: stranger, in: &board)
        fail(registry.members[0].region.endpoints[0], of: registry.members[0].region, in: &board)
        board.keep(registry)
        #expect(board.usable(stranger) == stranger.endpoints && board.usable(registry.members[0].region).isEmpty)
    }
}

extension Members {
    /// A region of the tests' registry with so many endpoints of its own.
    static func region(endpoints: Int) throws -> Region {
        let region = try #require(try registry().members.first).region
        return Region(
            code: region.code, cbsCode: region.cbsCode, name: region.name, randstad: true, oin: region.oin,
            centreMunicipality: region.centreMunicipality, municipalities: region.municipalities,
            endpoints: (0..<endpoints).map { Endpoint(host: "p\($0).example", port: 8_443) }, roles: region.roles,
            status: region.status)
    }
}
