"""`python -m newsift.cli` is the same as `newsift`."""

import sys

from newsift.cli import main

sys.exit(main())
