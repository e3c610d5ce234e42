/// Why nobody is let in by an identity provider. For logs and operators; people read a sentence of the face's.
package enum ProviderRefusal: Error, Hashable, Sendable {
    /// It did not answer in time, or not with what was asked; with the part that was asked.
    case unreachable(String)
    /// Its document is not one of NLGov's profile; with what is wrong.
    case document(String)
    /// It says no; with its own code, when that is one of the protocol's.
    case denied(String)
    /// What came back belongs to no log-in of this browser.
    case wrongState
    /// The log-in began too long ago.
    case late
    /// The answer names another issuer (RFC 9207).
    case wrongIssuer
    /// The code was not exchanged for a token.
    case codeRefused
    case token(TokenFault)
}

/// What is wrong with an ID token: the first thing that was found.
package enum TokenFault: String, Error, Hashable, Sendable, CaseIterable {
    /// Not a compact JWS of a JSON header and a JSON payload.
    case form
    /// An algorithm other than RS256, PS256 and ES256, or none.
    case algorithm
    case type
    /// The header asks for an extension (RFC 7515 §4.1.11).
    case critical
    /// No key of the provider has this name, or it is of another kind than the algorithm's.
    case unknownKey
    case signature
    case issuer
    /// It is not for us, or also for others.
    case audience
    case authorizedParty
    case expired
    /// Valid for longer than five minutes.
    case tooLong
    /// Made in the future, or not said when.
    case issuedAt
    case notYetValid
    case nonce
    /// The person was not identified surely enough.
    case level
    /// No subject, or one that cannot be a pseudonym, such as a BSN.
    case subject
}
