import sys

from ashi.project.commands import main

if __name__ == "__main__":
    sys.exit(main())
