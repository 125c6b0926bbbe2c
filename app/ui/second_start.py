"""A second start hands its files to the window that is open, over a local socket: a folder has one window.

The socket is a file of this user's (a named pipe on Windows); nothing listens on any network.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_MOST_BYTES = 64_000
_PATIENCE_MS = 3000
_KNOCKS = 30
_TAKEN = b"taken\n"


class Door(QObject):
    """Where later starts knock; `knocked` brings the files they were given, maybe none."""

    knocked = Signal(object)

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self.on_knock)
        # What lies there is of a window that crashed: the lock of the workspace is ours.
        QLocalServer.removeServer(door_name(workspace))
        self._server.listen(door_name(workspace))

    def on_knock(self) -> None:
        """Somebody is at the door: what they bring is one line."""
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.readyRead.connect(lambda visitor=visitor: self._hear(visitor))
            visitor.disconnected.connect(visitor.deleteLater)
            self._hear(visitor)

    def _hear(self, visitor: QLocalSocket) -> None:
        if visitor.bytesAvailable() > _MOST_BYTES:
            visitor.abort()
        elif visitor.canReadLine():
            files = _read(bytes(visitor.readLine().data()))
            visitor.write(_TAKEN)
            visitor.disconnectFromServer()
            self.knocked.emit(files)


def hand_over(workspace: Path, files: Sequence[Path]) -> bool:
    """Gives `files` to the window that has `workspace` open; whether it took them."""
    line = json.dumps([str(each.absolute()) for each in files]).encode("ascii") + b"\n"
    socket = QLocalSocket()
    for _ in range(_KNOCKS):  # a window that is just opening has no door yet
        socket.connectToServer(door_name(workspace))
        if socket.waitForConnected(_PATIENCE_MS):
            break
        QThread.msleep(_PATIENCE_MS // _KNOCKS)
    else:
        return False
    if len(line) > _MOST_BYTES:
        return False
    socket.write(line)
    heard = socket.waitForBytesWritten(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
    return heard and bytes(socket.readAll().data()) == _TAKEN


def door_name(workspace: Path) -> str:
    """The socket's name: short, as the system bounds its length, and another for every folder."""
    return f"zhiping-{hashlib.sha256(str(workspace.resolve()).encode('utf-8', 'replace')).hexdigest()[:20]}"


def _read(line: bytes) -> tuple[Path, ...]:
    """The files of one line; none where it is not such a line."""
    try:
        value: object = json.loads(line)
    except ValueError:
        return ()
    return tuple(Path(each) for each in value if isinstance(each, str)) if isinstance(value, list) else ()
