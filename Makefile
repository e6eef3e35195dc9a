# `make demo` shows everything, `make test` checks everything. All state is in var/ (ZHIPING_HOME).
SHELL := /bin/sh
# An interpreter ≥ 3.11; empty: the newest that is found.
PYTHON ?=
ARGS ?=
ZHIPING := .venv/bin/zhiping

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo demo-reset run stop test check format pictures bench

help: ## Show this list / 列出全部命令
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /\t/' | expand -t 14

setup: ## Make .venv with every pinned requirement / 建立 Python 环境
	@scripts/setup $(PYTHON)

demo: setup ## Build the demo season and serve it on 127.0.0.1:8000 (PORT=…) / 启动演示
	@exec $(ZHIPING) demo

demo-reset: setup ## Remove all state: database, files, keys, logs / 清空，从头开始
	@exec $(ZHIPING) reset --yes

run: setup ## Serve what is there, without demo data / 启动网站和后台任务
	@exec $(ZHIPING) serve

stop: setup ## Stop what runs on this home / 停止
	@exec $(ZHIPING) stop

test: setup ## Run every test, browser tests too (ARGS="tests/core -x") / 运行全部测试
	@exec scripts/test $(ARGS)

check: setup ## Lint, types, contracts, templates, migrations, generated documents / 静态检查
	@exec scripts/check

format: setup ## Format the code / 统一格式
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

pictures: setup ## Take the manual's pictures anew (ARGS="case") / 重拍手册插图
	@exec scripts/pictures $(ARGS)

bench: setup ## Measure the site against its goals, in var/bench (ARGS="--runs 1") / 测量性能
	@exec .venv/bin/python -m bench $(ARGS)
