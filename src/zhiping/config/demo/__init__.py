"""The demo season: invented units, people and outcomes, brought to every stage by the real actions."""

from zhiping.config.demo.season import build

__all__ = ["build"]
