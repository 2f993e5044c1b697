# constat: what a person types. `make help` lists the targets.

# A service and its tests; every target builds with the modules of go.sum.
GO     ?= go
BIN    := bin/constat
BENCH  ?= .
export CGO_ENABLED = 0

.DEFAULT_GOAL := help
.PHONY: help run demo build test lint check bench clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## the service with a demonstration loaded (fictitious answers), on this machine only
	@sh .ci/need postgres
	@$(BIN) demo --serve

demo: run ## the same

build: ## the binary, in bin/
	@$(GO) build -o $(BIN) ./cmd/constat

test: ## every test; needs PostgreSQL, Chromium, LibreOffice, Node and openpyxl, and installs them where it can
	@sh .ci/need postgres chromium libreoffice node openpyxl
	$(GO) test -timeout 30m ./...

lint: ## gofmt, go vet and staticcheck, at the version of go.mod
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

check: lint test ## what must pass before a commit lands

bench: ## submissions per second; diagnose on 1,000 and 100,000 responses; time and peak memory
	@sh .ci/need postgres
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...

clean: ## remove what was built
	rm -rf bin dist
