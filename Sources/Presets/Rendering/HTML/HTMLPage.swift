import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A page that needs nothing but itself: no network, no script, one style whose digest its policy names.
struct HTMLPage {
  /// What the window is called.
  let title: String
  /// What was run, and for which environment.
  let eyebrow: String
  /// What happened, or will, in one sentence.
  let headline: String
  /// What stands below the headline, as far as it belongs to it.
  var lead: HTML = ""
  /// Everything else.
  let body: HTML
  /// Pictures that the page refers to.
  var symbols: HTML = ""
  /// What the page adds to the style of all pages.
  var ownStyle = ""

  /// The page as text, ended by a line break.
  var text: String {
    let html: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="presetctl \(toolVersion)">
      <link rel="icon" href="data:,">
      <title>\(title)</title>
      <style>\(HTML(stringLiteral: style))</style>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      \(symbols)<header class="top">
      <p class="eyebrow">\(eyebrow)</p>
      <h1>\(headline)</h1>
      \(lead)</header>
      <main id="content">
      \(body)</main>
      <footer>Made by presetctl \(toolVersion). This page loads nothing and runs no script.</footer>
      </body>
      </html>

      """
    return html.markup
  }

  private var style: String { HTMLStyle.text + ownStyle }

  /// What the page may load: its own style, and nothing else. The icon is empty, so that no browser asks a server for one.
  private var policy: String {
    let digest = Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(digest)'; img-src data:; base-uri 'none'; form-action 'none'"
  }
}
