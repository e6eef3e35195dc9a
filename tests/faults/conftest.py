"""The faults are tried on the same homes and binaries as the supervisor itself."""

from tests.config.embedded.conftest import as_root, home, open_folder, pg_bin, stranger  # noqa: F401 -- fixtures
