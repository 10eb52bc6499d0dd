"""What has to be true before the site is served. Needs Django, so it runs in a child that ends (apart.py)."""

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from ashi.project import environment
from ashi.project.commands import CommandError


def up_to_date() -> None:
    """Migrated, guards in place, static files collected."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    refuse_if_unsound()
    collect_static_files()


def refuse_if_unsound() -> None:
    """Raises CommandError where the database is not reachable, not migrated or not guarded."""
    environment.make_data_dir()
    django.setup()

    from ashi.records import consent_texts, guards

    try:
        pending = pending_migrations()
    except OperationalError as error:
        raise CommandError(f"the database does not answer ({error}): is ASHI_DATABASE_URL right?") from error
    if pending:
        raise CommandError(f"{len(pending)} migrations are pending: make a backup, then run ./ashi manage migrate")
    if missing := guards.missing():
        raise CommandError(f"guards are missing in the database ({', '.join(missing)}): run ./ashi manage migrate")
    if stale := consent_texts.stale():
        names = ", ".join(stale)
        raise CommandError(f"the words of consent are not those in the database ({names}): run ./ashi manage migrate")


def pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def collect_static_files() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
