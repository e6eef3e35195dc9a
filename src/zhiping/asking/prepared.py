"""Questions that are put together once a process and asked many times with other values.

Putting a query together out of Django's parts and writing it as SQL takes several times as long as PostgreSQL takes to
answer it, and a page asks a dozen. What a page asks never changes but for its values: an id, a name, an instant.

    @prepared
    def _standing(application_id: int) -> QuerySet[Endorsement]:
        return Endorsement.objects.filter(application_id=application_id, voided_at__isnull=True).order_by("pk")

    _standing(case.pk)  # a list of endorsements

A question about several ids takes them as `*ids` and is put together once for each number of them.

The function is called when a kind of question is asked for the first time, with stand-ins in place of whole numbers,
texts and instants. None, a boolean or a member of an enumeration is part of the question itself: for each of them it is
put together anew. Where the stand-ins come out in the SQL's parameters the values go in. A function that computes with
a value, or decides by it, is found out: it is called with two sets of stand-ins, and everything but the stand-ins
themselves must come out the same. A question that locks rows (`select_for_update`) is asked inside a transaction only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from zhiping.core.errors import NotFound

Asked = ParamSpec("Asked")
Row = TypeVar("Row")
Made = TypeVar("Made")
FIRST, SECOND = 900_000_000, 910_000_000
LONG_AGO = datetime(1800, 1, 1, tzinfo=UTC)
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: number,
    str: lambda number: f"⟨{number}⟩",
    datetime: lambda number: LONG_AGO + timedelta(seconds=number),
}


class Prepared(Generic[Asked, Row]):
    """A question in all its kinds. Calling it asks and returns the rows."""

    def __init__(self, build: Callable[Asked, QuerySet[Any, Row]]) -> None:
        self.build = build
        self.kinds: dict[tuple[Any, ...], _Question] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *values: Asked.args, **none: Asked.kwargs) -> list[Row]:
        """Ask. Raises: TypeError for a value that is neither replaceable nor part of the question."""
        kind = tuple(type(value) if type(value) in STAND_INS else value for value in values)
        question = self.kinds.get(kind)
        if question is None:
            question = self.kinds[kind] = _put_together(self.build, values)
        return question.ask(values)

    def first(self, *values: Asked.args, **none: Asked.kwargs) -> Row | None:
        """Ask and return the first row, or None. The question itself says how few rows are enough."""
        found = self(*values, **none)
        return found[0] if found else None

    def one(self, *values: Asked.args, **none: Asked.kwargs) -> Row:
        """Ask for what must be there. Raises: NotFound."""
        found = self.first(*values, **none)
        if found is None:
            raise NotFound
        return found


def prepared(build: Callable[Asked, QuerySet[Any, Row]]) -> Prepared[Asked, Row]:
    """Let a question be put together once; its values are given by position."""
    return Prepared(build)


@dataclass(frozen=True, slots=True)
class _Question:
    """One kind of a question. places: (place among the parameters, which value, how it is handed to the driver)."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler | None
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int, Callable[[Any], Any]], ...]

    def ask(self, values: tuple[Any, ...]) -> list[Any]:
        """Return the rows, made by Django as for any other query; none where nothing can answer.

        Raises: TransactionManagementError for a question that locks, outside a transaction.
        """
        if self.compiler is None:
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        if self.rows.query.select_for_update and not connection.in_atomic_block:  # Django looks when it writes the SQL
            raise TransactionManagementError("a question that locks is asked only inside a transaction")
        parameters = list(self.parameters)
        for place, which, handed in self.places:
            parameters[place] = handed(values[which])
        written = self.sql, tuple(parameters)
        compiler = _twin(self.compiler, connection=connection, as_sql=lambda *_, **__: written)
        query = _twin(self.rows.query, get_compiler=lambda *_, **__: compiler)
        return list(_twin(self.rows, _query=query))


def _put_together(build: Callable[..., QuerySet[Any, Any]], values: tuple[Any, ...]) -> _Question:
    first, second = _stand_ins(values, FIRST), _stand_ins(values, SECOND)
    rows = build(*first)
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
        other_sql, other_parameters = build(*second).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return _Question(rows, None, "", (), ())
    columns = [column[0] for column in compiler.select[: compiler.col_count]]
    converters, in_pairs = compiler.get_converters(columns), compiler.has_composite_fields(columns)
    compiler.get_converters = lambda *_: converters
    compiler.has_composite_fields = lambda *_: in_pairs
    if sql != other_sql:
        raise TypeError(f"{build.__qualname__}: the question itself depends on a value")
    places = []
    for place, (one, other) in enumerate(zip(parameters, other_parameters, strict=True)):
        if one != other:
            which = _which(build, (one, other), first, second)
            places.append((place, which, _as_it_is if type(one) is type(first[which]) else type(one)))
    return _Question(rows, compiler, sql, tuple(parameters), tuple(places))


def _stand_ins(values: tuple[Any, ...], base: int) -> tuple[Any, ...]:
    for value in values:
        if not (value is None or isinstance(value, bool | Enum) or type(value) in STAND_INS):
            raise TypeError(f"{type(value).__qualname__}: neither a value of a question nor a part of it")
    return tuple(
        STAND_INS[type(value)](base + place) if type(value) in STAND_INS else value
        for place, value in enumerate(values)
    )


def _which(build: Any, pair: tuple[Any, Any], first: tuple[Any, ...], second: tuple[Any, ...]) -> int:
    for which, stand_ins in enumerate(zip(first, second, strict=True)):
        if pair == stand_ins:
            return which
    raise TypeError(f"{build.__qualname__}: a value does not reach the database as it is")


def _twin(thing: Made, **other: Any) -> Made:
    """Return the same thing but for these attributes; what it is made of is shared, for nobody changes it."""
    twin = object.__new__(type(thing))
    vars(twin).update(vars(thing), **other)
    return twin


def _as_it_is(value: Any) -> Any:
    return value
