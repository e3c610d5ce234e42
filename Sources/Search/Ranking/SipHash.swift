/// SipHash-2-4: a short keyed hash, the same on every machine. Source: Aumasson and Bernstein, 2012.
struct SipHash {
    private let k0: UInt64
    private let k1: UInt64

    /// - Parameters: the two halves of the 128-bit key, little end first as the paper numbers them.
    init(k0: UInt64, k1: UInt64) {
        self.k0 = k0
        self.k1 = k1
    }

    func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
        var state = State(k0, k1)
        var block: UInt64 = 0
        var filled: UInt64 = 0
        for byte in bytes {
            block |= UInt64(byte) << (8 * (filled & 7))
            filled += 1
            if filled & 7 == 0 {
                state.absorb(block)
                block = 0
            }
        }
        return finish(state, block | filled << 56)
    }

    /// The hash of the sixteen bytes of which `first` and `second` are the halves, read with the little end first.
    func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var state = State(k0, k1)
        state.absorb(first)
        state.absorb(second)
        return finish(state, 16 << 56)
    }

    private func finish(_ state: State, _ last: UInt64) -> UInt64 {
        var state = state
        state.absorb(last)
        state.v2 ^= 0xFF
        for _ in 0..<4 { state.round() }
        return state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    }

    private struct State {
        var v0, v1, v2, v3: UInt64

        init(_ k0: UInt64, _ k1: UInt64) {
            v0 = k0 ^ 0x736f_6d65_7073_6575
            v1 = k1 ^ 0x646f_7261_6e64_6f6d
            v2 = k0 ^ 0x6c79_6765_6e65_7261
            v3 = k1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ block: UInt64) {
            v3 ^= block
            round()
            round()
            v0 ^= block
        }

        mutating func round() {
            v0 &+= v1
            v1 = rotated(v1, 13) ^ v0
            v0 = rotated(v0, 32)
            v2 &+= v3
            v3 = rotated(v3, 16) ^ v2
            v0 &+= v3
            v3 = rotated(v3, 21) ^ v0
            v2 &+= v1
            v1 = rotated(v1, 17) ^ v2
            v2 = rotated(v2, 32)
        }

        private func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }
    }
}
