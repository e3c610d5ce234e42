import GRDB

extension Configuration {
    /// For a test that looks into a node's file beside the node: waits while the node has it locked, as it does for a
    /// moment when it puts the file in order after a kill.
    static var patient: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }
}
