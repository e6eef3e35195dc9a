"""One module per `zhiping` command, each with HELP, add_arguments(parser) and run(options) -> exit code.

Commands only prepare the database, call queries and actions, and print. What needs Django set up is
imported inside `run`, after `database.prepare()`.
"""
