#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Date {
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// The date in the format of header fields: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
  var httpHeader: String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: self)
    func digits(_ number: Int?) -> String { String("0\(number ?? 0)".suffix(2)) }
    let day = "\(Self.weekdays[(parts.weekday ?? 1) - 1]), \(digits(parts.day)) \(Self.months[(parts.month ?? 1) - 1])"
    let time = [parts.hour, parts.minute, parts.second].map(digits).joined(separator: ":")
    return "\(day) \(parts.year ?? 1970) \(time) GMT"
  }
}
