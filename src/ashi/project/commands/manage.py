"""`ashi manage`: Django's own management commands with this installation's settings."""

from django.core.management import ManagementUtility

from ashi.project import environment


def run(words: list[str]) -> int:
    environment.make_data_dir()  # a new installation's first command is migrate
    ManagementUtility(["ashi manage", *words]).execute()  # ends by SystemExit where the command fails
    return 0
