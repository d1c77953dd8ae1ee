# Everything a fresh machine needs is the Swift toolchain and make; libyaml and zlib are installed if they are missing.
#
#   make demo    plan, apply and plan again on presets/, against the local API
#   make test    the whole test suite
#   make lint    the format, strictly, and the imports
#   make bench   time, memory and requests of the release program, beside curl's (Linux)
#   make order   writes down which functions the linker shall lay together, from a run of the release program (Linux)
#   make package an archive and a Debian package of it, in dist/ (Debian); make try-package tries them in a bare Debian

SWIFT ?= swift
BUILD_FLAGS ?=
PRESETCTL = .build/debug/presetctl
DEMO_STATE = .presetctl/demo.json
DEMO = $(PRESETCTL) --local --local-state $(DEMO_STATE) --local-seed none

RELEASE_FOLDER = .build-release
RELEASE = $(RELEASE_FOLDER)/release/presetctl
# Where the checkout lies must not be told by the program, or else no two of them give the same bytes.
RELEASE_FLAGS = --static-swift-stdlib -Xcc -ffile-prefix-map=$(CURDIR)=. -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=.
ifeq ($(shell uname),Linux)
# What makes the program smaller by a third: nobody links with it, so its symbols need not be told; functions that nobody calls are
# left out, and equal ones are one, each of which takes sections of their own; tables for unwinding the stack are not kept; and
# relocations are packed, which takes glibc 2.36. What runs together lies together, so that less of the program is read.
RELEASE_FLAGS += -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs \
	-Xcc -Os -Xcc -ffunction-sections -Xcc -fdata-sections -Xswiftc -Xfrontend -Xswiftc -function-sections -Xlinker --icf=all \
	-Xcc -fno-asynchronous-unwind-tables -Xlinker -T -Xlinker $(CURDIR)/.ci/release.ld \
	-Xlinker --symbol-ordering-file=$(CURDIR)/.ci/release.order -Xlinker --no-warn-symbol-ordering
endif

.PHONY: demo test build lint format clean release bench order package try-package

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

# The program is removed, since it is to be linked anew.
order: release
	@.ci/install-libraries order
	@python3 -B Benchmarks/order.py $(RELEASE) >$(RELEASE_FOLDER)/order && mv $(RELEASE_FOLDER)/order .ci/release.order && rm $(RELEASE)

package: release
	@.ci/install-libraries package
	@.ci/package $(RELEASE) $(RELEASE_FOLDER)

try-package:
	@.ci/install-libraries package
	@.ci/try-package

clean:
	rm -rf .build $(RELEASE_FOLDER) .presetctl dist

# libyaml for the manifests, zlib for compressed answers; pkg-config finds the former.
.PHONY: .libraries
.libraries:
	@.ci/install-libraries
