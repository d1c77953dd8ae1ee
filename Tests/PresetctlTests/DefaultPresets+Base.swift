import JSONValue
import OrderedCollections
import RealtimeKitEmulator
import Schema

extension DefaultPresets {
  /// A complete base that is similar to the first default preset and breaks no lint rule.
  static let base: String = {
    var preset = all[0]
    preset[\.config.media.video.quality] = .vga
    preset[\.ui.designTokens.colors.brand.`500`] = "#8a4a10"
    preset[\.ui.designTokens.colors.textOnBrand] = "#ffffff"
    preset.document["name"] = "base"
    preset.document["abstract"] = true
    return JSON.object(preset.document).text(.pretty)
  }()
}
