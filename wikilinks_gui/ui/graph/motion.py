# SPDX-License-Identifier: MIT
"""Whether the system wants things to move.

Qt tells it from 6.12 on (``QAccessibilityHints.motionPreference``). Before that it is read where
the systems keep it: Windows' "Animation effects" (``SPI_GETCLIENTAREAANIMATION``), and on Unix the
desktop portal's settings (``org.freedesktop.appearance reduced-motion``; older GNOMEs have
``enable-animations`` instead).
"""

import asyncio
import sys

from PySide6.QtGui import QGuiApplication

_CLIENT_AREA_ANIMATION = 0x1042
_PORTAL_MS = 500
_PORTAL_WISHES = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
)
"""Settings, and the value that each has where nothing is to move."""


async def wants_motion() -> bool:
    """Tell whether things may move."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # from Qt 6.10 on
    preference = getattr(accessibility() if accessibility else None, "motionPreference", None)
    if preference is not None:
        return bool(preference().value == 0)
    if sys.platform == "win32":
        import ctypes

        wanted = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            _CLIENT_AREA_ANIMATION, 0, ctypes.byref(wanted), 0
        )
        return bool(wanted.value)
    if sys.platform == "darwin":
        return True
    for group, key, still in _PORTAL_WISHES:
        if await _portal(group, key) == still:
            return False
    return True


async def _portal(group: str, key: str) -> object:
    """Ask the desktop portal for a setting; None where there is none."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    question = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
        "ReadOne",
    )
    question.setArguments([group, key])
    answered = asyncio.Event()
    watcher = QDBusPendingCallWatcher(bus.asyncCall(question, _PORTAL_MS))
    watcher.finished.connect(lambda _watcher: answered.set())
    await answered.wait()
    reply = watcher.reply()
    if reply.type() != QDBusMessage.MessageType.ReplyMessage or not reply.arguments():
        return None
    value = reply.arguments()[0]
    return value.variant() if hasattr(value, "variant") else value
