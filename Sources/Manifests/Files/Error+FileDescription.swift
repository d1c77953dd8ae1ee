import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Error {
  /// The reason why a file could not be read or written.
  package var fileErrorDescription: String {
    switch self as? Errno {
    case .permissionDenied?: return "permission denied"
    case .noSuchFileOrDirectory?: return "no such file"
    default: break
    }
    return switch (self as? CocoaError)?.code {
    case .fileReadNoPermission?, .fileWriteNoPermission?: "permission denied"
    case .fileReadNoSuchFile?, .fileNoSuchFile?: "no such file"
    case .fileWriteOutOfSpace?: "no space left on the device"
    case .fileWriteVolumeReadOnly?: "the file system is read-only"
    case .fileWriteFileExists?: "a file exists where a folder is needed"
    case let code?: "error \(code.rawValue)"
    case nil: "\(self)"
    }
  }
}
