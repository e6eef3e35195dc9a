# zhiping: `make demo` shows everything, `make test` checks everything. All state is in var/ (ZHIPING_HOME).
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup
.NOTPARALLEL:

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## Make the environment in .venv with every pinned requirement
	@scripts/setup $(PYTHON)
