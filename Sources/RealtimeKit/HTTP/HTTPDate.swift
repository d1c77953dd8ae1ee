#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Date {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Parses the date of a header field, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7). Obsolete formats are not
  /// supported.
  init?(httpHeader text: String) {
    let parts = text.split { $0 == " " || $0 == "," || $0 == ":" }.map(String.init)
    guard parts.count == 8, parts[7] == "GMT", let month = Self.months.firstIndex(of: parts[2]) else { return nil }
    let numbers = [1, 3, 4, 5, 6].compactMap { Int(parts[$0]) }
    guard numbers.count == 5,
      zip(numbers, [1...31, 1970...9999, 0...23, 0...59, 0...60]).allSatisfy({ $1.contains($0) })
    else { return nil }
    var components = DateComponents()
    (components.day, components.month, components.year) = (numbers[0], month + 1, numbers[1])
    (components.hour, components.minute, components.second) = (numbers[2], numbers[3], numbers[4])
    components.timeZone = .gmt
    guard let date = Calendar(identifier: .gregorian).date(from: components) else { return nil }
    self = date
  }
}
