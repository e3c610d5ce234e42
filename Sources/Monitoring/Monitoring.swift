/// Placeholder.
enum Monitoring {}
