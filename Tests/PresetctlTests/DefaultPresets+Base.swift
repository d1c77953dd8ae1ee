import OrderedCollections
import Presets
import RealtimeKitEmulator

extension DefaultPresets {
  /// A whole base that looks like the first preset of every app, and breaks no lint rule.
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
