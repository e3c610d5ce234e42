extension MetricFamily {
    /// What it is, in one English line for operators.
    package var help: String {
        switch self {
        case .build: "The software that runs."
        case .uptime: "How long the process has run."
        case .registrySerial: "Serial of the registry in use."
        case .registryExpiry: "When the registry in use ends."
        case .certificateExpiry: "When this party's own certificate ends."
        case .revocationListExpiry: "When the first of the revocation lists ends."
        case .logWritable: "1 while log lines can be written; without them nothing is answered."
        case .epoch: "Number of the epoch that searches are scored by; 0 without."
        case .callDuration: "Calls of the federation to this process, by kind and outcome."
        case .requests: "Requests to the face for people, by part and status."
        case .requestDuration: "How long requests to the face for people took."
        case .storeFailures: "Reads and writes of a store that failed."
        case .logFailures: "Checks of the log that found it cannot be written."
        case .spans: "Spans handed to the collector of traces."
        case .spansDropped: "Spans lost because the collector was away or slow."
        default: regionalHelp ?? gatewayHelp ?? processHelp
        }
    }

    private var regionalHelp: String? {
        switch self {
        case .visibleProfiles: "People who are visible to the federation."
        case .imports: "Deliveries that were applied, and attempts that failed."
        case .mails: "Notices by e-mail, by what the mail server said."
        case .searches: "Searches of the federation by the portal's users."
        case .searchesOwnRegionOnly: "Searches that no gateway answered."
        case .searchesFailed: "Searches that not even the own region could answer."
        case .enumerationAlarms: "Alarms of somebody who seems to collect people."
        case .gatewaysCaught: "Answers of gateways that were not what the regions sent."
        case .details: "Profiles that were asked for."
        case .detailsMissing: "Profiles that were gone when they were asked for."
        case .homeSearches: "Searches of the own region's people by its own staff."
        case .homeDetails: "Own profiles that its own staff opened."
        case .budgetRefusals: "Questions refused because a budget was used up."
        case .logIns: "Log-ins."
        case .logInsRefused: "Log-ins that were refused."
        case .providerLogInsRefused: "Log-ins at an identity provider that were refused."
        default: nil
        }
    }

    private var gatewayHelp: String? {
        switch self {
        case .regions: "Regions of the registry."
        case .regionsAnswering: "Regions that answered the latest probe."
        case .regionsLeftAlone: "Regions that searches go past for a while."
        case .callsActive: "Calls of regions under way."
        case .callsWaiting: "Calls of regions that wait for their turn."
        case .callsRefused: "Calls of regions refused because there were too many."
        case .callsRepeated: "Calls to regions that were repeated."
        case .regionUp: "1 when the region answered the latest probe."
        case .regionCondition: "1 for everything that is found of a region; none when all is well."
        case .regionBreaker: "1 for the state in which calls to the region are."
        case .regionProbeLatency: "How long the latest answered probe took."
        case .regionProbes: "Probes of a region, by outcome."
        case .regionVisibleProfiles: "Visible people that the region reports."
        case .regionCertificateExpiry: "When the region's certificate ends."
        case .regionRegistrySerial: "Serial of the registry that the region reports."
        case .gatewayCondition: "1 for everything that this gateway finds of itself."
        case .incidentsOpen: "Open incidents by condition."
        default: nil
        }
    }

    private var processHelp: String {
        switch self {
        case .processStart: "When the process began."
        case .processCPU: "Processor time that it used."
        case .processResidentMemory: "Memory that is resident."
        case .processVirtualMemory: "Memory that is mapped."
        case .processOpenFiles: "Files and sockets that are open."
        default: "Files and sockets that may be open."
        }
    }
}
