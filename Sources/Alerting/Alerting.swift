/// Placeholder.
enum Alerting {}
