"""The import contract of one room: everything it may import directly, rooms and libraries by name.

Stricter than import-linter's own `forbidden`: what is not named is refused, so a new library or room
cannot slip in; and a room that does not exist yet is no error.
"""

import sys
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

# Of the standard library, what a room must name to use: the database, and whatever opens a connection.
GUARDED = frozenset(
    {"sqlite3", "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "xmlrpc", "webbrowser"}
)
# `app` itself is nothing but the version, which every paper names.
FREE = (sys.stdlib_module_names | {"__future__", "app"}) - GUARDED


class MaySee(Contract):
    """`room` may import itself, `rooms`, `libraries`, and the unguarded standard library."""

    type_name = "may_see"

    room = fields.StringField()
    rooms = fields.SetField(subfield=fields.StringField())
    libraries = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every direct import that no list covers, as (importer, imported)."""
        # At run time a field is what it parsed, which its declared type does not say.
        lists = (cast("object", self.rooms), cast("object", self.libraries))
        seen = {str(self.room)}.union(*(one for one in lists if isinstance(one, set)))
        refused = sorted(
            (importer, imported)
            for importer in sorted(graph.modules)
            if _is_within(importer, str(self.room))
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported not in FREE and not any(_is_within(imported, room) for room in seen)
        )
        return ContractCheck(kept=not refused, metadata={"refused": refused})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import."""
        for importer, imported in check.metadata["refused"]:
            output.print_error(f"{importer} may not import {imported}")


def _is_within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")
