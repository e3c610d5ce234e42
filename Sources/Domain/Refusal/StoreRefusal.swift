/// A rule of a store said no: nothing was changed, and whoever asked is told which. Everything else that a store throws
/// is the store's failure.
package protocol StoreRefusal: Error {}
