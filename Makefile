# What one types to work on hactl; each target says what it does (`make help`).
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

.PHONY: help build test simulate demo demo-down format reference clean prerequisites

help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## compile, check the format, leave bin/hactl-agent and bin/hactl ready to run
	@scripts/maven -DskipTests package
	@chmod -R a+rX bin scripts target
	@echo "Ready: bin/hactl-agent CONFIG.yml, bin/hactl --help"

test: prerequisites ## install what is missing, build, run every test
	@scripts/maven verify

simulate: ## whole clusters on a virtual clock: SEED=n replays one, RUNS=n (FROM=m) or MINUTES=n try many
	@scripts/simulate $(if $(SEED),--seed $(SEED)) $(if $(RUNS),--runs $(RUNS)) $(if $(FROM),--from $(FROM)) $(if $(MINUTES),--minutes $(MINUTES))

demo: prerequisites build ## start a three-node cluster on this machine and break it, with explanations
	@demo/up

demo-down: ## stop what `make demo` left running and remove its files
	@demo/down

format: ## format the Java sources
	@scripts/maven -q spotless:apply

reference: ## write docs/reference anew from the declarations of the settings
	@scripts/maven -q -pl agent -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write
	@git --no-pager diff --stat -- docs/reference

clean: ## remove everything that was built
	@scripts/maven -q clean

prerequisites: ## install Maven, a JDK, PostgreSQL, etcd and HAProxy where they are missing, and what tests need beside
	@scripts/install-prerequisites
