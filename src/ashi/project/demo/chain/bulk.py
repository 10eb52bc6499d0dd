"""Many rows of one table at once, the quickest way each engine has: PostgreSQL's COPY, SQLite's prepared statement."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from ashi.records.statements import places

Row = Sequence[Any]


def write(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows with values for these fields (attnames); the others get their defaults."""
    columns, rest = _columns(model, tuple(names))
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    whole = ((*row, *rest) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in whole:
                    copy.write_row(row)
        else:
            values = places(len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({values})", list(whole))  # noqa: S608 (our own tables)


def moment(value: Any) -> Any:
    """An instant as the engine takes it."""
    return connection.ops.adapt_datetimefield_value(value)


def first_free(model: type[models.Model]) -> int:
    """The first key that nobody has."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def put_in_order(tables: Sequence[type[models.Model]]) -> None:
    """PostgreSQL does not notice that keys were given out by hand; both engines plan better for having counted."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


@lru_cache(maxsize=64)
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[list[str], tuple[Any, ...]]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [field for name, field in fields.items() if name not in names and not field.primary_key]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    return [str(fields[name].column) for name in names] + [str(field.column) for field in others], defaults
