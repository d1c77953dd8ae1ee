/// The versions of the program and of the documents that it writes.
package enum Version {
  /// The program's version.
  package static let tool = "0.1.0"

  /// The version of all JSON documents. A minor version adds keys; older programs reject a newer major version.
  package static let format = "1.0"
}
