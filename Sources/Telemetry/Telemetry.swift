/// Placeholder.
enum Telemetry {}
