import ServiceLifecycle
import UnixSignals

/// Looks for replaced certificates every `interval`, and takes them at once when the process gets SIGHUP.
struct CertificateService: Service {
    /// Twice this after the last change of a file, certificates are in use.
    static let interval = Duration.seconds(5)

    private let watch: CertificateWatch
    private let interval: Duration

    init(_ watch: CertificateWatch, interval: Duration = Self.interval) {
        self.watch = watch
        self.interval = interval
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await cancelWhenGracefulShutdown {
                    while !Task.isCancelled {
                        await watch.look()
                        try? await Task.sleep(for: interval)
                    }
                }
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
                    _ = await watch.reload()
                }
            }
        }
    }
}
