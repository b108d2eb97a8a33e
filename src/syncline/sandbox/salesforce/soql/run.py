"""Answer a query as one user: rows that match, in order, and their JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce import rows
from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.soql import aggregates, children, typeof, user_record_access
from syncline.sandbox.salesforce.soql.answer import Answer, Json
from syncline.sandbox.salesforce.soql.errors import malformed, pointing, unknown_type
from syncline.sandbox.salesforce.soql.paths import Found, Paths
from syncline.sandbox.salesforce.soql.plan import candidates
from syncline.sandbox.salesforce.soql.predicates import IDS, Compiler, folded
from syncline.sandbox.salesforce.soql.syntax import Call, Every, Path, Query, TypeOf
from syncline.sandbox.salesforce.values import show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.tables import Row

MOST_SKIPPED: Final = 2_000
EVERY_FIELD_ROWS: Final = 200


def run(acting: Acting, query: Query, *, deleted: bool = False) -> Answer:
    """Answer a query; `deleted` looks into the recycle bin too, as queryAll does."""
    if str(query.source).lower() == user_record_access.NAME.lower():
        return user_record_access.run(acting, query)
    sobject = acting.object(str(query.source))
    if sobject is None:
        raise unknown_type(str(query.source), query.text, query.source.at)
    if query.scope not in {None, "everything", "mine"}:
        raise malformed(f"unexpected token: '{query.scope}'")
    if query.offset > MOST_SKIPPED:
        raise RefusedError("NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {MOST_SKIPPED}")
    return _Run(acting, query, sobject, deleted=deleted or query.all_rows).answer()


class _Run:
    def __init__(self, acting: Acting, query: Query, sobject: SObject, *, deleted: bool) -> None:
        self.acting = acting
        self.query = query
        self.sobject = sobject
        self.deleted = deleted
        self.paths = Paths(acting, query, sobject)
        user = acting.state.tables["User"].rows[acting.user_id]
        self.compiler = Compiler(
            self.paths, query.text, acting.state.clock(), user.get("TimeZoneSidKey", "UTC"), self.inner_values
        )

    def answer(self) -> Answer:
        calls = [item for item in self.query.select if isinstance(item, Call)]
        if calls or self.query.group:
            return aggregates.answer(self.query, self.paths, self.matching())
        shown = _Shown(self)
        enough = None if self.query.order or self.query.limit is None else self.query.offset + self.query.limit
        found = self.cut(self.ordered(self.matching(enough)))
        return Answer(len(found), found, shown.render)

    def matching(self, enough: int | None = None) -> list[Row]:
        """Answer the rows that hold the condition and that the user sees; where order is free, `enough` of them."""
        where = self.query.where
        test = self.compiler.compile(where) if where else None
        table = self.acting.state.tables[self.sobject.name].rows
        everything = self.acting.sees_all(self.sobject)
        found: list[Row] = []
        for record_id in candidates(self.acting, self.sobject, self.paths, self.compiler, where):
            if len(found) == enough:
                break
            row = table[record_id]
            wanted = (self.deleted or not row.get("IsDeleted")) and self.in_scope(row) and (test is None or test(row))
            if wanted and (everything or self.acting.sees(self.sobject, row)):
                found.append(row)
        return found

    def in_scope(self, row: Row) -> bool:
        """Say whether USING SCOPE lets a row through."""
        return self.query.scope != "mine" or row.get("OwnerId") == self.acting.user_id

    def ordered(self, found: list[Row]) -> list[Row]:
        for key in reversed(self.query.order):
            path = self.paths.resolve(key.path)
            if not path.field.has("s"):
                message = f"field '{path.field.name}' can not be sorted in a query call"
                raise pointing("MALFORMED_QUERY", message, self.query.text, key.path.at)
            found = _sort(found, self.paths, path, descending=key.descending, nulls_last=key.nulls_last)
        return found

    def cut(self, found: list[Row]) -> list[Row]:
        end = None if self.query.limit is None else self.query.offset + self.query.limit
        return found[self.query.offset : end]

    def inner_values(self, query: Query) -> set[Any]:
        """Answer the values of a semi-join's only field."""
        if len(query.select) != 1 or not isinstance(query.select[0], Path):
            raise malformed("The inner select query must have exactly one field")
        sobject = self.acting.object(str(query.source))
        if sobject is None:
            raise unknown_type(str(query.source), query.text, query.source.at)
        inner = _Run(self.acting, query, sobject, deleted=self.deleted)
        path = inner.paths.resolve(query.select[0])
        if path.field.type not in IDS:
            raise malformed(f"Cannot use the field {path.field.name} in the inner select: it is no reference")
        return {inner.paths.read(path, row) for row in inner.matching()} - {None}


class _Shown:
    """The selected fields, resolved once, rendered per row."""

    def __init__(self, work: _Run) -> None:
        self.work = work
        self.plain: list[Found] = []
        self.nested: list[children.Children] = []
        self.typed: list[typeof.Typed] = []
        for item in work.query.select:
            self._add(item)

    def _add(self, item: Path | Call | Every | TypeOf | Query) -> None:
        if isinstance(item, Path):
            self.plain.append(self.work.paths.resolve(item))
        elif isinstance(item, Query):
            self.nested.append(children.resolve(self.work.acting, self.work.sobject, item))
        elif isinstance(item, TypeOf):
            self.typed.append(typeof.resolve(self.work.paths, item))
        elif isinstance(item, Every):
            self.plain += [Found((), field, self.work.sobject) for field in _every(self.work, item)]

    def render(self, row: Row, base: str) -> Json:
        made: Json = {"attributes": rows.attributes(self.work.sobject, row["Id"], base)}
        for found in self.plain:
            self._place(made, found, row, base)
        for typed in self.typed:
            made[typed.relationship] = typed.render(self.work.acting, self.work.paths, row, base)
        for child in self.nested:
            made[child.relationship] = self._inner(child, row, base)
        return made

    def _place(self, made: Json, found: Found, row: Row, base: str) -> None:
        for hop in found.hops:
            name = hop.relationship or hop.name
            target = self.work.paths.follow(hop, row)
            if target is None:
                made[name] = None
                return
            if name not in made:
                made[name] = {"attributes": self._attributes(hop.references, target, base)}
            made, row = made[name], target
        made[found.field.name] = show(self.work.paths.value(found.owner, found.field, row))

    def _attributes(self, references: tuple[str, ...], target: Row, base: str) -> dict[str, str]:
        sobject = self.work.acting.state.schema.of_id(target["Id"])
        shown = rows.attributes(sobject, target["Id"], base) if sobject else {}
        return {**shown, "type": "Name"} if len(references) > 1 else shown

    def _inner(self, child: children.Children, row: Row, base: str) -> Json | None:
        found = _Run(self.work.acting, child.of(row["Id"]), child.sobject, deleted=self.work.deleted).answer()
        if not found.rows:
            return None
        return {"totalSize": found.total, "done": True, "records": [found.render(inner, base) for inner in found.rows]}


def _every(work: _Run, item: Every) -> Iterable[Any]:
    if item.group not in {"ALL", "STANDARD", "CUSTOM"}:
        raise malformed(f"unexpected token: '{item.group}'")
    if item.group != "STANDARD" and (work.query.limit is None or work.query.limit > EVERY_FIELD_ROWS):
        raise malformed("The SOQL FIELDS function must have a LIMIT of at most 200")
    wanted = {"ALL": (True, False), "STANDARD": (False,), "CUSTOM": (True,)}[item.group]
    return (field for field in work.acting.fields(work.sobject) if field.custom in wanted)


def _sort(found: list[Row], paths: Paths, path: Found, *, descending: bool, nulls_last: bool) -> list[Row]:
    # Ids sort as they compare, case and all: that is what paging by `Id >` stands on.
    exact = path.field.type in {"id", "reference"}
    pairs = [(value if exact else folded(value), row) for row in found for value in (paths.read(path, row),)]
    filled = [pair for pair in pairs if pair[0] is not None]
    empty = [row for value, row in pairs if value is None]
    filled.sort(key=lambda pair: pair[0], reverse=descending)
    in_order = [row for _value, row in filled]
    return in_order + empty if nulls_last else empty + in_order
