"""Statements whose SQL is written once. Only for the path of a booking (docs/adr/0008).

Django writes a statement's SQL afresh each time, which takes several times as long as SQLite needs to run it. Elsewhere
that does not matter, and Django's own way is easier to read.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

WHOLE = (models.IntegerField, models.ForeignKey)
TEXT = (models.CharField, models.TextField)
Row = TypeVar("Row", bound=models.Model)


def insert(row: Row) -> Row:
    """A new row of a table, as `row.save()` would write it; nobody is sent a signal."""
    fields, sql = _insert(type(row), 1, returning=True)
    if not connection.features.can_return_columns_from_insert:
        row.save(force_insert=True)
        return row
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(row, fields))
        row.pk = cursor.fetchone()[0]
    _is_written(row)
    return row


def insert_all(rows: Sequence[Row]) -> None:
    """Several new rows of one table. They are not told their keys."""
    if not rows:
        return
    fields, sql = _insert(type(rows[0]), len(rows), returning=False)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in _values(row, fields)])


def select(sql: str, parameters: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The rows as the database gives them: numbers, texts and booleans (SQLite's 0 and 1), no times."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return list(cursor.fetchall())


def select_locked(sql: str, parameters: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The same, with the rows locked until the transaction ends; rows that refer to them may still be written. SQLite
    has locked everything already."""
    if connection.features.has_select_for_update:
        sql = f"{sql} {connection.ops.for_update_sql(no_key=True)}"
    return select(sql, parameters)


def execute(sql: str, parameters: Iterable[Any]) -> int:
    """How many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return int(cursor.rowcount)


def places(count: int) -> str:
    """Places for that many parameters: %s, %s, %s."""
    return ", ".join(["%s"] * count)


def moment(instant: datetime) -> Any:
    """An instant as a parameter."""
    return connection.ops.adapt_datetimefield_value(instant)


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], count: int, *, returning: bool) -> tuple[list[Any], str]:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    rows = ", ".join([f"({places(len(fields))})"] * count)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {rows}"  # noqa: S608 (names of our own tables)
    return fields, f"{sql} RETURNING {quote('id')}" if returning else sql


def _values(row: models.Model, fields: list[Any]) -> list[Any]:
    return [_value(field, field.pre_save(row, True)) for field in fields]


def _value(field: Any, value: Any) -> Any:
    """As the database takes it. Django would look at each of these for longer, and give it back as it is."""
    if (
        value is None
        or (type(value) is int and isinstance(field, WHOLE))
        or (type(value) is str and isinstance(field, TEXT))
    ):
        return value
    if type(value) is datetime and value.tzinfo and isinstance(field, models.DateTimeField):
        return moment(value)
    return field.get_db_prep_save(value, connection)


def _is_written(row: models.Model) -> None:
    row._state.adding, row._state.db = False, connection.alias
