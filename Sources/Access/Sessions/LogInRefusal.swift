/// Why somebody is not let in.
package enum LogInRefusal: Error, Hashable {
    /// One and the same for a user who is not there and a password that is not theirs.
    case wrongUserOrPassword
    /// Too many failures of this user or from this origin; a try before that time is not even looked at.
    case tooManyAttempts(retryAfterSeconds: Int)
    /// The password is right, and a code of the second factor is asked with it.
    case codeMissing
    /// The password is right, and the code is not.
    case wrongCode
    /// The password is right, and something must first be done in a browser: choosing a password or enrolling.
    case unfinished
    /// Known, and without a role here.
    case withoutRole
    /// The accounts cannot be read or written, or too many log in at once.
    case unavailable
}
