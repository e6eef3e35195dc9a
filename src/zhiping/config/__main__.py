"""`python -m zhiping.config` is the console command `zhiping`."""

import sys

from zhiping.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
