/// Every limit of the federation's interface, by name (I-12). Over one: a clear refusal, and nothing lost.
package enum Limits {
    /// Bytes of a search request's body.
    package static let requestBytes = 16 * 1024
    /// Bytes of one region's answer, without and with facets.
    package static let answerBytes = 256 * 1024
    package static let answerBytesWithFacets = 1024 * 1024
    /// Bytes of the federation's answer: its hits, and each region's own line with its facets.
    package static let federatedBytes = 512 * 1024
    package static let federatedBytesWithFacets = 8 * 1024 * 1024
    /// Bytes of one region's line in the federation's answer that is told before the answer is whole.
    package static let regionLineBytes = 4 * 1024
    /// Regions' outcomes that wait until a browser has read the ones before.
    package static let arrivals = 256
    /// Bytes of a sealed profile.
    package static let detailBytes = 64 * 1024
    /// Bytes of all header fields of one message.
    package static let headerBytes = 16 * 1024
    /// Characters of a query's text, and words of it that are looked at.
    package static let textCharacters = 200
    package static let queryWords = 16
    /// Values of one filter.
    package static let filterValues = 50
    /// Characters of a filter's value that people write themselves: as many as in a profile.
    package static let filterCharacters = 200
    /// Hits on one page.
    package static let pageHits = 1...50
    /// Hits that paging reaches: 25 pages of 20.
    package static let depth = 500
    /// People that one region may say it counted; all regions together stay within `counts`.
    package static let peopleOfRegion = 0...10_000_000
    /// What anything may say that it counted: sums hold them.
    package static let counts = 0...Int(Int32.max)
    /// What a hit may be ordered by (`SearchPosition.score`).
    package static let scores = -Int(Int32.max)...Int(Int32.max)
    /// Members of one object in a hit that is passed on unread.
    package static let hitMembers = 64
    /// Regions that a position names as missed on the pages before it.
    package static let missedRegions = 64
    /// Kilometres around a postcode.
    package static let distanceKm = 1...200
    /// The default and the longest time for a query.
    package static let deadline = Duration.milliseconds(1_500)
    package static let longestDeadline = Duration.seconds(10)
    /// How long a hide waits for answers being written before it closes their connections (I-5).
    package static let hideWait = Duration.milliseconds(500)
    /// How long a verklaring is valid, and how far two clocks may differ.
    package static let verklaringSeconds = 60
    package static let clockLeewaySeconds = 5
    /// How long a handle opens a profile.
    package static let handleSeconds = 8 * 3_600
    /// How long a reference opens, and how many a region is asked about in one call.
    package static let referenceDays = 90
    package static let candidates = 50
    /// Seconds until a TLS handshake must be done.
    package static let handshake = Duration.seconds(10)
    /// Connections that one listener serves at once; more wait in the kernel's queue.
    package static let connections = 256
    /// Verklaringen remembered against replay.
    package static let rememberedVerklaringen = 200_000
    /// The registry's longest validity.
    package static let registryDays = 7
    /// How long a gateway may give an older registry than a node has before that is reported: a suspension holds
    /// everywhere within this time.
    package static let registryWithheld = Duration.seconds(60)
    /// Visible profiles of a region that must have a term before the region reports it; what any other term counts as.
    package static let epochThreshold = 5
    /// Moments that an epoch may be of, in seconds since 1970: up to the year 9999.
    package static let epochNumbers = 1...253_402_300_799
    /// Bytes of a term, terms that one region reports, and terms of an epoch.
    package static let termBytes = 64
    package static let regionTerms = 200_000
    package static let epochTerms = 400_000
    /// Bytes of one region's statistics, and of an epoch as a gateway gives it: room for all those terms at their
    /// longest, each with its count, quotes and commas.
    package static let statisticsBytes = 16 * 1024 * 1024
    package static let epochBytes = 32 * 1024 * 1024
    /// How long a region waits for an epoch that a search pins and that it does not have.
    package static let epochWait = Duration.milliseconds(200)
    /// How old a region's report may be in a new epoch, for a region that does not answer.
    package static let reportSeconds = 24 * 3_600
}

/// What keeps a federation whole while parts of it are not (design.md §6).
extension Limits {
    /// Failures in a row, and failures among the last calls, at which an endpoint is left alone.
    package static let breakerFailuresInRow = 5
    package static let breakerCalls = 20
    package static let breakerFailures = 10
    /// How long an endpoint is left alone the first time; doubles up to the longest.
    package static let breakerPause = Duration.seconds(5)
    package static let breakerLongestPause = Duration.seconds(300)
    /// How long it is left alone at least, whatever says that it may be back.
    package static let breakerShortestPause = Duration.seconds(1)
    /// How long a probe holds its place: one that never ends does not keep the next away.
    package static let probeLease = Duration.seconds(15)
    /// Late is a failure only of who had this long: somebody in a hurry cannot have a region left alone.
    package static let fairWait = Duration.milliseconds(300)
    /// Share of the visible profiles, in percent, whose regions' answers are good enough to hurry the rest.
    package static let goodEnoughPercent = 90
    /// The rest gets this part of the time that is left: a quarter.
    package static let goodEnoughPart = 4
    /// Calls for which one may be repeated, and repeats that may be saved up.
    package static let callsPerRepeat = 10
    package static let repeatsSaved = 10
    /// Time that must be left for a repeat.
    package static let repeatTime = Duration.milliseconds(50)
    /// Calls that a gateway works on at once, of all, of one region and of one person.
    package static let callsAtOnce = 128
    package static let callsAtOnceOfRegion = 32
    package static let callsAtOnceOfPerson = 8
    /// Calls that may wait for their turn, of one region and of one person, and how long.
    package static let callsWaitingOfRegion = 64
    package static let callsWaitingOfPerson = 8
    package static let callWait = Duration.milliseconds(500)
    /// Calls in any minute, of one region and of one person; a quarter of them may come at once.
    package static let callsPerMinuteOfRegion = 6_000
    package static let callsPerMinuteOfPerson = 240
    /// People of one region whose calls are counted at once.
    package static let countedPeopleOfRegion = 4_096
    /// Characters of an announced pause's reason, and how long it may last at most.
    package static let maintenanceReason = 120
    package static let maintenance = Duration.seconds(7 * 86_400)
    /// After how long somebody who found no place is told to try again.
    package static let busyPause = Duration.seconds(2)
}

/// How much of people's data may be seen (design.md §6): each can be set lower or higher, up to its maximum.
extension Limits {
    /// Profiles opened: of one search, and in a day by one person, one organisation and one asking region.
    package static let detailsPerSearch = 10
    package static let detailsPerPerson = 100
    package static let detailsPerOrganisation = 2_000
    package static let detailsPerRegion = 20_000
    /// Different people shown in lists in a day: to one person, one organisation and one asking region.
    package static let peoplePerPerson = 2_000
    package static let peoplePerOrganisation = 20_000
    package static let peoplePerRegion = 200_000
    /// What each of them can be set to at most, as a multiple of its default.
    package static let budgetMultiple = 10
    /// Percent of a budget from which its holder is warned.
    package static let budgetWarningPercent = 80
}

/// Messages about people, between regions and inside one.
extension Limits {
    /// Characters of a message or an answer, and its bytes as JSON.
    package static let messageCharacters = 4_000
    package static let messageBytes = 12_000
    /// Characters of how the sender says to be reached.
    package static let messageContactCharacters = 200
    /// Messages of one person in a day: sent, and taken in at the source; to other regions and inside the own one
    /// count apart (I-3).
    package static let messagesPerDay = 50
    /// The same about one jobseeker.
    package static let messagesAboutOnePerDay = 5
    /// Messages that a region is asked about in one call: their answers at their longest fit `answerBytes`.
    package static let messageReferences = 16
    /// How long a message can be answered and asked about, and how long it is kept on both sides.
    package static let messageDays = 90
    package static let messageKeptDays = 365
    /// Messages of one page of a list.
    package static let messagesPerPage = 50
}

/// Health and its history.
extension Limits {
    /// Seconds between two looks that are kept.
    package static let healthSeconds = 10
    /// Days that history, incidents and alerts are kept.
    package static let healthDays = 90
    /// How long after its `nextUpdate` a revocation list is used, in seconds.
    package static let revocationGrace = 86_400.0
    /// Characters of a note on an incident.
    package static let incidentNote = 500
    /// Hours of exceptional access (noodtoegang) at most.
    package static let emergencyHours = 4
    /// Seconds that a request for it waits for a decision.
    package static let emergencyWait = 86_400.0
    /// Dossiers opened by one, and people in its lists: enough to find a fault, and no way to carry people off.
    package static let emergencyDossiers = 50
    package static let emergencyPeople = 500
    /// Characters of the reason for it.
    package static let emergencyReason = 10...500
}
