// swift-tools-version: 6.2
import PackageDescription

let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "presetctl",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "presetctl", targets: ["presetctl"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    // The log messages of the HTTP client are never shown, so they are removed.
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0", traits: ["MaxLogLevelNone"]),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"]), .yum(["libyaml-devel"])]
    ),
    .target(name: "YAML", dependencies: ["CLibYAML"]),
    .target(name: "JSONValue", dependencies: [collections]),
    .target(name: "Diagnostics", dependencies: ["JSONValue"]),
    .target(name: "Schema", dependencies: ["JSONValue", "Diagnostics", collections]),
    .target(name: "Manifests", dependencies: ["YAML", "JSONValue", "Diagnostics", "Schema", collections, system]),
    .target(name: "Planning", dependencies: ["JSONValue", "Diagnostics", "Schema", "Manifests", collections]),
    .target(
      name: "Authoring",
      dependencies: [
        "YAML", "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", collections,
      ],
      resources: ["base", "guest", "host"].map { .embedInCode("Scaffold/\($0).yaml") }
    ),
    .target(
      name: "Documents",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", collections,
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    .target(
      name: "Rendering",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Documents", collections,
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.embedInCode("Support/page.css")]
    ),
    .target(
      name: "RealtimeKit",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", collections, system,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]
    ),
    .target(
      name: "RealtimeKitEmulator",
      dependencies: [
        "YAML", "JSONValue", "Diagnostics", "Schema", "Manifests", collections, system,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]
    ),
    .executableTarget(
      name: "presetctl",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Documents", "Rendering",
        "RealtimeKit", "RealtimeKitEmulator", collections, system,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]
    ),
    .target(
      name: "TestSupport",
      dependencies: [
        "YAML", "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Rendering",
        "RealtimeKit", "RealtimeKitEmulator", collections,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      path: "Tests/TestSupport"
    ),
    .testTarget(name: "YAMLTests", dependencies: ["YAML", "TestSupport"]),
    .testTarget(name: "JSONValueTests", dependencies: ["JSONValue", "Schema", "TestSupport", collections]),
    .testTarget(name: "SchemaTests", dependencies: ["JSONValue", "Schema"]),
    .testTarget(
      name: "ManifestsTests",
      dependencies: [
        "YAML", "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Documents",
        "Rendering", "TestSupport", collections, system,
      ],
      exclude: ["Snapshots"]
    ),
    .testTarget(
      name: "PlanningTests",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Documents", "Rendering",
        "RealtimeKitEmulator", "TestSupport", collections,
      ]
    ),
    .testTarget(
      name: "AuthoringTests",
      dependencies: [
        "JSONValue", "Schema", "Manifests", "Planning", "Authoring", "RealtimeKitEmulator", "TestSupport",
        collections,
      ],
      exclude: ["Snapshots"]
    ),
    .testTarget(
      name: "DocumentsTests",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Documents", "Rendering", "TestSupport",
        collections,
      ],
      exclude: ["Snapshots"]
    ),
    .testTarget(
      name: "RenderingTests",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Documents", "Rendering",
        "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Snapshots"]
    ),
    .testTarget(
      name: "RealtimeKitTests",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Documents", "Rendering",
        "RealtimeKit", "RealtimeKitEmulator", "TestSupport", collections,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]
    ),
    .testTarget(
      name: "RealtimeKitEmulatorTests",
      dependencies: [
        "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "RealtimeKit", "RealtimeKitEmulator",
        "TestSupport", collections,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ]
    ),
    .testTarget(
      name: "PresetctlTests",
      dependencies: [
        "YAML", "JSONValue", "Diagnostics", "Schema", "Manifests", "Planning", "Authoring", "Documents",
        "Rendering", "RealtimeKitEmulator", "presetctl", "TestSupport", collections,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      exclude: ["Snapshots"]
    ),
  ],
  swiftLanguageModes: [.v6]
)

// All targets use the same strict settings.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
