/// Every family of figures that a process of ours gives, by Prometheus' conventions: base units at the end of the name,
/// `_total` after counters. Rules and dashboards are generated of these, so that names cannot drift apart.
///
/// The raw value is the name in OpenMetrics, without `_total` and `_info`.
package enum MetricFamily: String, CaseIterable, Sendable {
    package enum Kind: String, Sendable { case counter, gauge, histogram, info }

    case build = "hallowerk_build"
    case uptime = "hallowerk_uptime_seconds"
    case registrySerial = "hallowerk_registry_serial"
    case registryExpiry = "hallowerk_registry_expiry_timestamp_seconds"
    case certificateExpiry = "hallowerk_certificate_expiry_timestamp_seconds"
    case revocationListExpiry = "hallowerk_revocation_list_expiry_timestamp_seconds"
    case logWritable = "hallowerk_log_writable"
    case epoch = "hallowerk_epoch"
    case callDuration = "hallowerk_call_duration_seconds"
    case requests = "hallowerk_http_requests"
    case requestDuration = "hallowerk_http_request_duration_seconds"
    case storeFailures = "hallowerk_store_failures"
    case logFailures = "hallowerk_log_failures"
    case spans = "hallowerk_spans"
    case spansDropped = "hallowerk_spans_dropped"

    case visibleProfiles = "hallowerk_visible_profiles"
    case imports = "hallowerk_imports"
    case mails = "hallowerk_mails"
    case searches = "hallowerk_searches"
    case searchesOwnRegionOnly = "hallowerk_searches_own_region_only"
    case searchesFailed = "hallowerk_searches_failed"
    case enumerationAlarms = "hallowerk_enumeration_alarms"
    case gatewaysCaught = "hallowerk_gateways_caught"
    case details = "hallowerk_details"
    case detailsMissing = "hallowerk_details_missing"
    case homeSearches = "hallowerk_searches_hidden_people"
    case homeDetails = "hallowerk_details_hidden_people"
    case budgetRefusals = "hallowerk_budget_refusals"
    case logIns = "hallowerk_logins"
    case logInsRefused = "hallowerk_logins_refused"
    case providerLogInsRefused = "hallowerk_provider_logins_refused"

    case regions = "hallowerk_regions"
    case regionsAnswering = "hallowerk_regions_answering"
    case regionsLeftAlone = "hallowerk_regions_left_alone"
    case callsActive = "hallowerk_calls_active"
    case callsWaiting = "hallowerk_calls_waiting"
    case callsRefused = "hallowerk_calls_refused"
    case callsRepeated = "hallowerk_calls_repeated"
    case regionUp = "hallowerk_region_up"
    case regionCondition = "hallowerk_region_condition"
    case regionBreaker = "hallowerk_region_breaker"
    case regionProbeLatency = "hallowerk_region_probe_latency_seconds"
    case regionProbes = "hallowerk_region_probes"
    case regionVisibleProfiles = "hallowerk_region_visible_profiles"
    case regionCertificateExpiry = "hallowerk_region_certificate_expiry_timestamp_seconds"
    case regionRegistrySerial = "hallowerk_region_registry_serial"
    case gatewayCondition = "hallowerk_gateway_condition"
    case incidentsOpen = "hallowerk_incidents_open"

    case processStart = "process_start_time_seconds"
    case processCPU = "process_cpu_seconds"
    case processResidentMemory = "process_resident_memory_bytes"
    case processVirtualMemory = "process_virtual_memory_bytes"
    case processOpenFiles = "process_open_fds"
    case processMaxFiles = "process_max_fds"

    package var kind: Kind {
        switch self {
        case .build: .info
        case .callDuration, .requestDuration: .histogram
        case .requests, .storeFailures, .logFailures, .spans, .spansDropped, .imports, .mails, .searches,
            .searchesOwnRegionOnly, .searchesFailed, .enumerationAlarms, .gatewaysCaught, .details, .detailsMissing,
            .homeSearches, .homeDetails, .budgetRefusals, .logIns, .logInsRefused, .providerLogInsRefused,
            .callsRefused, .callsRepeated, .regionProbes, .processCPU:
            .counter
        default: .gauge
        }
    }

    /// The base unit that its name ends with; nil for what is counted.
    package var unit: String? { ["seconds", "bytes"].first { rawValue.hasSuffix("_" + $0) } }

    /// The name that a query of Prometheus gives it: of a counter and of what is about a build with its suffix.
    package var sample: String {
        switch kind {
        case .counter: rawValue + "_total"
        case .info: rawValue + "_info"
        case .gauge, .histogram: rawValue
        }
    }
}
