"""Statements whose SQL is written once. Only for the path of a booking (docs/adr/0008).

Django writes a statement's SQL afresh each time, which takes several times as long as SQLite needs to run it. Elsewhere
that does not matter, and Django's own way is easier to read.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models

# What every database takes as it is. Django would look at each of these for longer, and give it back as it is.
PLAIN = (
    (int, (models.IntegerField, models.ForeignKey)),
    (str, (models.CharField, models.TextField)),
    (bool, (models.BooleanField,)),
)
Row = TypeVar("Row", bound=models.Model)


class Column(NamedTuple):
    """Where a row keeps a value; of what kind it is when the database takes it as it is; what makes it so else."""

    attribute: str
    plain: type | None
    prepared: Callable[[Any], Any]


def insert(row: Row) -> Row:
    """A new row of a table, as `row.save()` would write it; nobody is sent a signal."""
    columns, sql = _insert(type(row), 1, returning=True)
    if not connection.features.can_return_columns_from_insert:
        row.save(force_insert=True)
        return row
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(row, columns))
        row.pk = cursor.fetchone()[0]
    _is_written(row)
    return row


def insert_all(rows: Sequence[Row]) -> None:
    """Several new rows of one table. They are not told their keys."""
    if not rows:
        return
    columns, sql = _insert(type(rows[0]), len(rows), returning=False)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in _values(row, columns)])


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


@lru_cache(maxsize=64)  # most of what a transaction writes has the same time on it
def moment(instant: datetime) -> Any:
    """An instant as a parameter."""
    return connection.ops.adapt_datetimefield_value(instant)


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], count: int, *, returning: bool) -> tuple[list[Column], str]:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    rows = ", ".join([f"({places(len(fields))})"] * count)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {rows}"  # noqa: S608 (names of our own tables)
    return [_column(field) for field in fields], f"{sql} RETURNING {quote('id')}" if returning else sql


def _column(field: Any) -> Column:
    if field.has_db_default() or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        raise TypeError(f"{field} fills itself in: save() it")
    plain = next((kind for kind, fields in PLAIN if isinstance(field, fields)), None)

    def prepared(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    def prepared_instant(value: Any) -> Any:
        return moment(value) if type(value) is datetime and value.tzinfo else prepared(value)

    return Column(field.attname, plain, prepared_instant if isinstance(field, models.DateTimeField) else prepared)


def _values(row: models.Model, columns: list[Column]) -> list[Any]:
    kept = row.__dict__
    return [
        value if (value := kept[name]) is None or type(value) is plain else prepared(value)
        for name, plain, prepared in columns
    ]


def _is_written(row: models.Model) -> None:
    row._state.adding, row._state.db = False, connection.alias
