import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs the services of one process until a signal, and stops them in the reverse order.
enum ProcessServices {
    /// A stop takes at most this long; after it, what still runs is cut off.
    static let stopWithin = Duration.seconds(5)

    /// - Throws: what a service threw when it ended by itself; a stop in time, or cut off, is no error.
    static func run(_ services: [any Service], untilStdinCloses: Bool, logger: Logger) async throws {
        var configurations = services.map {
            ServiceGroupConfiguration.ServiceConfiguration(
                service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup)
        }
        if untilStdinCloses {
            configurations.append(
                .init(service: StandardInputWatch(), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        var configuration = ServiceGroupConfiguration(
            services: configurations, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = stopWithin
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            logger.warning("stopped: what was still running after \(stopWithin) was cut off")
        }
    }
}
