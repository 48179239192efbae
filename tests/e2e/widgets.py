# SPDX-License-Identifier: MIT
"""Widgets as a screen reader knows them: by role and name, with a place on the screen."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.e2e.bus import ACCESSIBLE, COMPONENT, GoneError, Place, Question
from tests.e2e.desktop import Desktop, wait_until

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

# Numbers of AtspiRole; what a test calls a widget may be one of several.
ROLES: dict[str, tuple[int, ...]] = {
    "button": (43, 62, 129),  # push button, toggle button, with a menu
    "field": (61, 40, 79, 52),  # text, password, entry, spin box
    "label": (29, 116),
    "link": (88,),
    "check_box": (7,),
    "radio_button": (44,),
    "combo_box": (11,),
    "menu_item": (35, 8, 45, 33),  # plain, checkable, one of several, a menu
    "menu": (41, 33),
    "table": (55, 65, 66),
    "list": (31, 98),
    "list_item": (32, 56),
    "tab": (37,),
    "dialog": (16, 2, 69),
    "frame": (23,),
    "progress_bar": (42,),
    "tool tip": (64,),
    "group": (98, 99, 39, 38, 20),
}
TABLES = {55, 65, 66}  # what may have a million children
LIST = 31
MANY = 500

# Bits of AtspiStateType.
STATES = {"active": 1, "checked": 4, "enabled": 8, "focused": 12, "selected": 23, "showing": 25}

Name = str | re.Pattern[str]


class Rect(NamedTuple):
    """A rectangle on the screen, in dots."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2

    def holds(self, point: tuple[int, int]) -> bool:
        x, y = point
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Finder:
    """What finds widgets below some places, as soon as they show."""

    desktop: Desktop
    scale: float  # dots a pixel: QT_SCALE_FACTOR; programs tell places in pixels

    def roots(self) -> list[Place]:
        """Return where the search begins."""
        raise NotImplementedError

    def alive(self) -> None:
        """Fail when it is no use to wait, because the program has ended."""

    def find_all(
        self, role: str, name: Name | None = None, *, object_name: str = ""
    ) -> "list[Node]":
        """Return what shows now."""
        return [
            Node(self.desktop, place, self.scale)
            for place, found_role, found_name, found_id in self._walk()
            if found_role in ROLES[role]
            and _is_named(found_name, name)
            and object_name in ("", found_id.rpartition(".")[2])
        ]

    def find(self, role: str, name: Name | None = None, *, object_name: str = "") -> "Node":
        """Wait until exactly one such widget shows, and return it."""
        found: list[Node] = []

        def there() -> bool:
            self.alive()
            found[:] = self.find_all(role, name, object_name=object_name)
            return len(found) == 1

        what = f"{role} {getattr(name, 'pattern', name)!r} {object_name}".rstrip()
        try:
            wait_until(there)
        except AssertionError:
            raise AssertionError(
                f"{len(found)} of {what} show, where one is wanted. What shows:\n{self.describe()}"
            ) from None
        return found[0]

    def wait_gone(self, role: str, name: Name | None = None, *, object_name: str = "") -> None:
        """Wait until no such widget shows any more."""
        wait_until(
            lambda: not self.find_all(role, name, object_name=object_name),
            f"no {role} {name} {object_name}",
        )

    def button(self, name: Name | None = None, *, object_name: str = "") -> "Node":
        return self.find("button", name, object_name=object_name)

    def field(self, name: Name | None = None, *, object_name: str = "") -> "Node":
        return self.find("field", name, object_name=object_name)

    def label(self, name: Name | None = None, *, object_name: str = "") -> "Node":
        return self.find("label", name, object_name=object_name)

    def check_box(self, name: Name | None = None, *, object_name: str = "") -> "Node":
        return self.find("check_box", name, object_name=object_name)

    def combo_box(self, name: Name | None = None, *, object_name: str = "") -> "Node":
        return self.find("combo_box", name, object_name=object_name)

    def menu_item(self, name: Name | None = None) -> "Node":
        return self.find("menu_item", name)

    def list_item(self, name: Name | None = None) -> "Node":
        """Find an item in a short list; of a long one, look at the ``table``'s rows."""
        return self.find("list_item", name)

    def click_list_item(self, name: Name) -> None:
        """Click an item of a list that may be filled anew just then, as suggestions are."""

        def clicked() -> bool:
            try:
                self.list_item(name).click()
            except GoneError:
                return False
            return True

        wait_until(clicked, f"{name} is clicked")

    def dialog(self, name: Name | None = None) -> "Node":
        return self.find("dialog", name)

    def table(
        self, name: Name | None = None, *, object_name: str = "", role: str = "table"
    ) -> "Table":
        """Find a table, or with ``role="list"`` a list, to look at its rows."""
        return Table(
            self.desktop,
            self.find(role, name, object_name=object_name).place,
            self.scale,
        )

    def text_of(self, object_name: str) -> str:
        """Return what the label of that ``objectName`` says."""
        return self.label(object_name=object_name).name

    def describe(self) -> str:
        """Return all that shows, a line each."""
        of_number = {number: role for role, numbers in ROLES.items() for number in numbers}
        return "\n".join(
            f"{of_number.get(role, f'role {role}')} {name!r} {full_id}"
            for _, role, name, full_id in self._walk()
        )

    def _walk(self) -> Iterator[tuple[Place, int, str, str]]:
        """Yield place, role, name and id of all that shows; of tables not what is in them.

        A widget is told of once, by its place in the tree of widgets. Programs that are written
        with PySide know some by two: when a Python method is connected to a signal, the object's
        class changes, and Qt takes it for another object.
        """
        seen: set[Place] = set()
        known: set[tuple[object, ...]] = set()
        for root in self.roots():  # the program first, then what it told to show
            yield from self._walk_from(root, seen, known)

    def _walk_from(
        self, root: Place, seen: set[Place], known: set[tuple[object, ...]]
    ) -> Iterator[tuple[Place, int, str, str]]:
        bus = self.desktop.bus
        level = [root] if root not in seen else []
        seen.update(level)
        while level:
            questions = [
                question
                for place in level
                for question in (
                    Question(place, ACCESSIBLE, "GetRole"),
                    Question(place, ACCESSIBLE, "GetState"),
                    Question(place, ACCESSIBLE, "Name", is_property=True),
                    Question(place, ACCESSIBLE, "ChildCount", is_property=True),
                    Question(place, ACCESSIBLE, "AccessibleId", is_property=True),
                    Question(place, COMPONENT, "GetExtents", "u", (0,)),
                )
            ]
            answers = iter(bus.ask(questions))
            open_places = []
            for place, role, state, name, count, full_id, rect in zip(
                level, *[answers] * 6, strict=False
            ):
                if any(isinstance(answer, GoneError) for answer in (role, state, name, count)):
                    continue
                what = (role, name, str(full_id), str(rect))
                if not _has(state, "showing") or what in known:
                    continue
                if not isinstance(rect, GoneError):
                    known.add(what)
                yield place, role, name, "" if isinstance(full_id, GoneError) else full_id
                if count and not (role in TABLES or (role == LIST and count > MANY)):
                    open_places.append(place)
            inside = bus.ask([Question(place, ACCESSIBLE, "GetChildren") for place in open_places])
            children = (
                child for each in inside if not isinstance(each, GoneError) for child in each
            )
            level = [place for child in children if (place := Place(*child)) not in seen]
            seen.update(level)


def _is_named(found: str, wanted: Name | None) -> bool:
    if isinstance(wanted, re.Pattern):
        return wanted.search(found) is not None
    return wanted is None or found == wanted


def _has(state: Sequence[int], name: str) -> bool:
    return bool((state[0] | state[1] << 32) >> STATES[name] & 1)


class Node(Finder):
    """One widget, menu item or cell."""

    def __init__(self, desktop: Desktop, place: Place, scale: float) -> None:
        self.desktop = desktop
        self.place = place
        self.scale = scale

    def roots(self) -> list[Place]:
        return [Place(*child) for child in self._ask("GetChildren")]

    def _ask(self, member: str, *arguments: object, signature: str = "", of: str = "") -> Any:
        """Call a method; ``of`` is the last word of the interface's name."""
        interface = ACCESSIBLE if not of else f"org.a11y.atspi.{of}"
        question = Question(self.place, interface, member, signature, arguments)
        return self._answer(question)

    def _read(self, name: str, of: str = "Accessible") -> Any:
        return self._answer(Question(self.place, f"org.a11y.atspi.{of}", name, is_property=True))

    def _answer(self, question: Question) -> Any:
        (answer,) = self.desktop.bus.ask([question])
        if isinstance(answer, GoneError):
            raise answer
        return answer

    # --- what it tells ----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What a screen reader calls it; what a label, button, cell or combo box says."""
        return str(self._read("Name"))

    @property
    def description(self) -> str:
        """The accessible description, or the tooltip."""
        return str(self._read("Description"))

    @property
    def text(self) -> str:
        """What a field holds."""
        return str(self._ask("GetText", 0, -1, signature="ii", of="Text"))

    def is_in_state(self, state: str) -> bool:
        """Return whether it is active, checked, enabled, focused, selected or showing."""
        return _has(self._ask("GetState"), state)

    @property
    def rect(self) -> Rect:
        """Where it is on the screen."""
        extents = self._ask("GetExtents", 0, signature="u", of="Component")
        return Rect(*(round(number * self.scale) for number in extents))

    def screenshot(self) -> "QImage":
        """Return what the screen shows where it is."""
        return self.desktop.screenshot().copy(*self.rect)

    # --- what is done to it -----------------------------------------------------------------------

    def place_to_click(self) -> tuple[int, int]:
        """Wait until it is enabled and stays in its place; return its middle."""
        seen = [Rect(0, 0, 0, 0)]

        def at_rest() -> bool:
            seen.append(self.rect)
            return seen[-1] == seen[-2] and seen[-1].width > 0 and self.is_in_state("enabled")

        wait_until(at_rest, f"{self.name} can be clicked")
        return seen[-1].middle

    def click(self, *, button: int = 1, times: int = 1, holding: str = "") -> None:
        """Click into its middle with the mouse; button 3 opens its context menu."""
        self.desktop.click(*self.place_to_click(), button=button, times=times, holding=holding)

    def type(self, text: str) -> None:
        """Click into it and type; what stood in it stays, so clear it with ``ctrl+a`` before."""
        self.click()
        wait_until(lambda: self.is_in_state("focused"), f"{self.name} has the focus")
        self.desktop.type(text)


class Cell(Node):
    """A cell of a table, which tells its row."""

    def __init__(self, desktop: Desktop, place: Place, scale: float, row: int, column: int) -> None:
        super().__init__(desktop, place, scale)
        self.row = row
        self.column = column


class Table(Node):
    """A table, tree or list, of any length."""

    @property
    def rows(self) -> int:
        return int(self._read("NRows", "Table"))

    @property
    def columns(self) -> int:
        return int(self._read("NColumns", "Table"))

    def cell(self, row: int, column: int = 0) -> Cell:
        """Return any cell, on the screen or not."""
        place = Place(*self._ask("GetAccessibleAt", row, column, signature="ii", of="Table"))
        if not place.path.rpartition("/")[2].isdigit():  # …/null
            raise GoneError(f"no row {row}, column {column}")
        return Cell(self.desktop, place, self.scale, row, column)

    def texts(self) -> list[tuple[str, ...]]:
        """Return what the cells of all rows say, on the screen or not; slow beyond 1,000 rows."""
        columns = self.columns
        found = self.desktop.bus.ask(
            [
                Question(self.place, "org.a11y.atspi.Table", "GetAccessibleAt", "ii", (row, column))
                for row in range(self.rows)
                for column in range(columns)
            ]
        )
        if any(isinstance(place, GoneError) for place in found):
            raise GoneError("rows went meanwhile")
        names = self.desktop.bus.ask(
            [Question(Place(*place), ACCESSIBLE, "Name", is_property=True) for place in found]
        )
        return [tuple(map(str, names[at : at + columns])) for at in range(0, len(names), columns)]

    def header(self, name: str) -> Node:
        """Return a column's header."""
        for column in range(self.columns):
            place = Place(*self._ask("GetColumnHeader", column, signature="i", of="Table"))
            header = Node(self.desktop, place, self.scale)
            if header.name == name:
                return header
        raise AssertionError(f"no column {name}")

    def visible_rows(self) -> list[int]:
        """Return the numbers of the rows whose middle is to be seen, from the top."""
        area, rows = self.rect, self.rows
        first, last = 0, rows  # rows ascend on the screen: the first that begins below the top
        while first < last:
            row = (first + last) // 2
            first, last = (first, row) if self._shown_at(row)[1] >= area.y else (row + 1, last)
        found = []
        for row in range(first, rows):
            if not area.holds(self._shown_at(row)):
                break
            found.append(row)
        return found

    def _shown_at(self, row: int) -> tuple[int, int]:
        return self.cell(row, 0).rect.middle

    def row(self, text: Name, column: int = 0) -> Cell:
        """Wait until one of the rows to be seen says ``text`` in ``column``; return that cell."""
        found: list[Cell] = []

        def there() -> bool:
            try:
                cells = [self.cell(row, column) for row in self.visible_rows()]
                found[:] = [cell for cell in cells if _is_named(cell.name, text)]
            except GoneError:  # the rows change at this moment
                return False
            return len(found) == 1

        wait_until(there, f"one row to be seen says {text}")
        return found[0]
