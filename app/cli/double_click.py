"""The terminal program started by a double click: on Windows its console would flash and be gone."""

import ctypes
import sys
from collections.abc import Callable, Sequence


def is_alone(platform: str = sys.platform) -> bool:
    """Whether this process has its console for itself, so that it closes with it: only Windows knows such."""
    api = getattr(ctypes, "windll", None)
    if platform != "win32" or api is None:
        return False
    processes = (ctypes.c_uint * 2)()
    return bool(api.kernel32.GetConsoleProcessList(processes, 2) == 1)


def send_to_window(
    args: Sequence[str], told: Callable[[], str], alone: bool, wait: Callable[[], object]
) -> bool:
    """Says what `told` gives and waits for a key press where a double click started us; whether one did."""
    if args or not alone:
        return False
    print(told(), flush=True)
    try:
        wait()
    except (EOFError, KeyboardInterrupt):
        return True
    return True
