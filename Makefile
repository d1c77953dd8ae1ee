# Requires the Swift toolchain and make. Installs libyaml and zlib if they are missing.
#
#   make demo         plan, apply, and plan again with presets/ and the local API
#   make test         run all tests
#   make lint         check the format
#   make bench        compare the release program with curl: time, memory, requests (Linux)
#   make package      build an archive and a Debian package in dist/ (Debian)
#   make try-package  install and run both in a minimal Debian system

SWIFT ?= swift
BUILD_FLAGS ?=
PRESETCTL = .build/debug/presetctl
DEMO_STATE = .presetctl/demo.json
DEMO = $(PRESETCTL) --local --local-state $(DEMO_STATE) --local-seed none

RELEASE_FOLDER = .build-release
RELEASE = $(RELEASE_FOLDER)/release/presetctl
# The program must not contain the path of the checkout, so that every checkout builds the same bytes.
RELEASE_FLAGS = --static-swift-stdlib -Xcc -ffile-prefix-map=$(CURDIR)=. -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=.
ifeq ($(shell uname),Linux)
# These options make the program a quarter smaller. No symbols are exported, because nothing links with the program. Unused functions
# are removed and identical ones are merged, which requires one section per function. Packed relocations require glibc 2.36.
RELEASE_FLAGS += -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs \
	-Xcc -Os -Xcc -ffunction-sections -Xcc -fdata-sections -Xswiftc -Xfrontend -Xswiftc -function-sections -Xlinker --icf=all \
	-Xcc -fno-asynchronous-unwind-tables
endif

.PHONY: demo test build lint format clean release bench package try-package

demo: build
	@rm -f $(DEMO_STATE)
	@echo '$$ presetctl plan' && $(DEMO) plan
	@echo && echo '$$ presetctl apply --auto-approve' && $(DEMO) apply --auto-approve
	@echo && echo '$$ presetctl plan' && $(DEMO) plan

test:
	@.ci/install-libraries tests
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(SWIFT) test --skip-build --disable-xctest $(BUILD_FLAGS)

build: .libraries
	$(SWIFT) build --product presetctl $(BUILD_FLAGS)

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

release: .libraries
	$(SWIFT) build -c release --product presetctl --scratch-path $(RELEASE_FOLDER) $(RELEASE_FLAGS)

bench: release
	@.ci/install-libraries bench
	@python3 -B Benchmarks/bench.py $(RELEASE)

package: release
	@.ci/install-libraries package
	@.ci/package $(RELEASE) $(RELEASE_FOLDER)

try-package:
	@.ci/install-libraries package
	@.ci/try-package

clean:
	rm -rf .build $(RELEASE_FOLDER) .presetctl dist

# libyaml reads the manifests and is found by pkg-config; zlib decompresses responses.
.PHONY: .libraries
.libraries:
	@.ci/install-libraries
