import sys

from ashi.project.commands import main

sys.exit(main())
