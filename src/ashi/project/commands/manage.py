"""`ashi manage`: Django's own management commands with this installation's settings."""

import sys

from django.core.management import ManagementUtility
from django.core.management.base import CommandError as DjangoCommandError

from ashi.project.commands import CommandError


def run(words: list[str]) -> int:
    try:
        ManagementUtility(["ashi manage", *words]).execute()
    except DjangoCommandError as error:
        raise CommandError(str(error)) from error
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        sys.stdout.flush()
    return 0
