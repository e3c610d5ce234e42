import ArgumentParser
import Domain

/// The one executable: a subcommand for each job.
@main
struct HalloWerk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hallowerk",
        abstract: "Finds jobseekers across labour-market regions, each region keeping its own people.",
        discussion: """
            Start with `hallowerk demo`: it makes a federation of fourteen regions on this machine.
            Exit codes: 0 done, 1 refused or failed, 2 attention, 3 critical (status, doctor), 64 wrong use.
            """,
        version: SoftwareVersion.current,
        subcommands: [
            DemoCommand.self, NodeCommand.self, GatewayCommand.self, CertsCommand.self, RegistryCommand.self,
            StatusCommand.self, DoctorCommand.self, AuditCommand.self, ImportCommand.self, ExportCommand.self,
            BackupCommand.self, MonitorCommand.self, SearchCommand.self, ProfileCommand.self, AccountCommand.self,
            MaintenanceCommand.self, BenchCommand.self, SimulateCommand.self,
        ])
}
