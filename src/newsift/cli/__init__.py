"""The command line: parse, call the pipeline, print, exit code.

Exit codes: 0 done, 2 wrong setting or usage, 3 every new input was refused, 4 another run holds the
warehouse, 5 something outside failed and may pass, 70 a bug or a damaged store. Results go to standard
output, progress and log lines to standard error.
"""

from newsift.cli.main import main

__all__ = ["main"]
