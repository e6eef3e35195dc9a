"""Run an edition, and bring units and recommenders onto the register from a workbook."""

from zhiping.programmes.actions.editions import (
    move_demo_clock,
    open_edition,
    register_recommender,
    rest_demo_clocks,
    set_archived,
    set_window,
)
from zhiping.programmes.actions.imports import (
    actor_of_job,
    recheck_import,
    rescue_imports,
    run_import,
    upload_import,
    write_import,
)

__all__ = [
    "actor_of_job",
    "move_demo_clock",
    "open_edition",
    "recheck_import",
    "register_recommender",
    "rescue_imports",
    "rest_demo_clocks",
    "run_import",
    "set_archived",
    "set_window",
    "upload_import",
    "write_import",
]
