import Glibc

/// A value that many read at a time and one changes: a POSIX read-write lock that lets a waiting change go first.
///
/// `@unchecked Sendable` because the value is touched within the lock only, shared for reading and alone for changing.
@safe
final class ReadWriteLock<Value: Sendable>: @unchecked Sendable {
    private var value: Value
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>

    init(_ value: Value) {
        self.value = value
        unsafe lock = .allocate(capacity: 1)
        var attributes = pthread_rwlockattr_t()
        unsafe pthread_rwlockattr_init(&attributes)
        // Otherwise searches that overlap would keep a hide waiting without end. Nobody locks twice.
        unsafe pthread_rwlockattr_setkind_np(&attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
        let result = unsafe pthread_rwlock_init(lock, &attributes)
        precondition(result == 0, "a read-write lock can be made")
        unsafe pthread_rwlockattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_rwlock_destroy(lock)
        unsafe lock.deallocate()
    }

    /// Reads the value, beside others who do.
    func read<Result: ~Copyable>(_ body: (Value) -> Result) -> Result {
        unsafe pthread_rwlock_rdlock(lock)
        defer { unsafe pthread_rwlock_unlock(lock) }
        return body(value)
    }

    /// Changes the value, alone.
    func write<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_rwlock_wrlock(lock)
        defer { unsafe pthread_rwlock_unlock(lock) }
        return body(&value)
    }
}
