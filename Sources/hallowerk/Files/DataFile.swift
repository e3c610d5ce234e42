/// Names of the files in a data folder.
enum DataFile {
    static let dossiers = "dossiers.sqlite"
    static let accounts = "accounts.sqlite"
    static let accountability = "accountability.sqlite"
    static let workplace = "workplace.sqlite"
    static let mailbox = "berichten.sqlite"
    static let health = "health.sqlite"
    static let alerts = "alerts.sqlite"
    static let control = "control.sock"
    static let keys = "keys"
    static let maintenance = "onderhoud.json"
    static let log = "process.log"
}
