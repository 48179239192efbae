# SPDX-License-Identifier: MIT
"""The screen readers' bus (AT-SPI): asks programs about widgets, hears what they tell."""

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
REGISTRY = "org.a11y.atspi.Registry"


class Place(NamedTuple):
    """Where an accessible object is: a program's name on the bus, and a path in it."""

    program: str
    path: str


class Question(NamedTuple):
    """A call of a method, or the reading of a property."""

    place: Place
    interface: str
    member: str
    signature: str = ""
    arguments: tuple[object, ...] = ()
    is_property: bool = False

    def message(self) -> Message:
        address = DBusAddress(self.place.path, self.place.program, self.interface)
        if self.is_property:
            return Properties(address).get(self.member)
        return new_method_call(address, self.member, self.signature, self.arguments)


@lru_cache(maxsize=50_000)
def _message(question: Question) -> bytes:
    """Write a question; the same ones are asked again and again, and writing takes 0.2 ms."""
    return bytes(question.message().serialise(serial=1))


def _written(question: Question, serial: int) -> bytes:
    message = _message(question)
    return message[:8] + serial.to_bytes(4, "little") + message[12:]


class GoneError(Exception):
    """The object asked is no longer there."""


DESKTOP = Place(REGISTRY, "/org/a11y/atspi/accessible/root")


class Bus:
    """A connection to the bus, as a screen reader has one."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)
        self._focused: dict[str, Place] = {}
        self._shown: list[Place] = []
        registry = Place(REGISTRY, "/org/a11y/atspi/registry")
        # Programs tell nothing before someone wants to hear it.
        for state in ("showing", "focused"):
            event = f"object:state-changed:{state}"
            self.ask([Question(registry, REGISTRY, "RegisterEvent", "s", (event,))])
            rule = MatchRule(
                type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged"
            )
            rule.add_arg_condition(0, state)
            self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=10)

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def ask(self, questions: Sequence[Question], timeout: float = 10.0) -> list[Any]:
        """Ask all at once, many times as fast as one by one; return the answers in order.

        An answer is the value, or a :class:`GoneError`. Raises ``TimeoutError`` when the program
        does not answer in time: it is stuck.
        """
        deadline = time.monotonic() + timeout
        answers: dict[int, Any] = {}
        serials = [next(self._connection.outgoing_serial) for _ in questions]
        self._connection.sock.sendall(b"".join(map(_written, questions, serials)))
        waiting = set(serials)
        while waiting:
            message = self._connection.receive(timeout=max(0, deadline - time.monotonic()))
            serial = message.header.fields.get(HeaderFields.reply_serial)
            if serial not in waiting:
                self._hear(message)
                continue
            waiting.discard(serial)
            if message.header.message_type == MessageType.error:
                answers[serial] = GoneError(str(message.body))
            else:
                answers[serial] = message.body[0] if message.body else None
        return [
            answer[1] if question.is_property and not isinstance(answer, GoneError) else answer
            for question, answer in zip(questions, map(answers.__getitem__, serials), strict=True)
        ]

    def process_id(self, program: str) -> int:
        """Return the process id of a program on the bus; 0 for one that has left."""
        reply = self._connection.send_and_get_reply(
            message_bus.GetConnectionUnixProcessID(program), timeout=10
        )
        return 0 if reply.header.message_type == MessageType.error else int(reply.body[0])

    # --- what programs tell by themselves -------------------------------------------------------

    def _hear(self, message: Message) -> None:
        """Take in that an object shows, or has the focus, or no longer."""
        fields = message.header.fields
        if fields.get(HeaderFields.member) != "StateChanged":
            return
        place = Place(fields[HeaderFields.sender], fields[HeaderFields.path])
        state, on = message.body[:2]
        if state == "focused":
            if on:
                self._focused[place.program] = place
            elif self._focused.get(place.program) == place:
                del self._focused[place.program]
        elif state == "showing":
            if place in self._shown:
                self._shown.remove(place)
            if on:
                self._shown.append(place)

    def _hear_all(self) -> None:
        while True:
            try:
                self._hear(self._connection.receive(timeout=0))
            except TimeoutError:
                return

    def shown(self, program: str) -> list[Place]:
        """Return what ``program`` told to show: popups are in no window's tree of widgets."""
        self._hear_all()
        return [place for place in self._shown if place.program == program]

    def focused(self, program: str) -> Place | None:
        """Return what has the focus."""
        self._hear_all()
        return self._focused.get(program)
