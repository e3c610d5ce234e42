import Domain
import Foundation
import Testing

@Suite("Random ids")
struct RandomUUIDTests {
    @Test("a process that can open no file more makes ids that differ")
    func withoutFiles() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            let isSet = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
            try #require(isSet && FileHandle(forReadingAtPath: "/dev/urandom") == nil)
            let ids = Set((0..<100).map { _ in UUID.random() })
            #expect(ids.count == 100)
            // Version 4, variant 10 (RFC 9562 §4).
            #expect(ids.allSatisfy { $0.uuid.6 >> 4 == 4 && $0.uuid.8 >> 6 == 2 })
        }
    }
}
