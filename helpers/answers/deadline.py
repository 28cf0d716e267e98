"""Run a function for so many seconds at most, in the same thread.

A function may catch whatever ends it, so an exception is raised in it again and again: from Python
3.12 on by sys.monitoring, whenever a loop starts over or a function is entered, and before that by
sys.settrace, line by line. There need not be threads, and nothing goes on running afterwards. Only
a loop inside C code, such as that of `sum(itertools.count())`, gets away: no Python runs in it.
"""

import dis
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")
DEEPEST = 500
"""So many functions may be within each other while they are traced."""
PATIENCE = 10_000
"""So many instructions are traced before one is taken that does not always look."""


class OutOfTime(BaseException):
    """Raised in a function that takes too long."""


class _Deadline:
    """When a function has to end, and by which exception."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.kind: type[BaseException] = OutOfTime
        self.thread = threading.get_ident()

    def is_over(self) -> bool:
        return time.monotonic() > self.end

    def interrupted(self, number: int, frame: FrameType | None) -> None:
        """Take an interrupt, once it has come, as the end: a function may catch it."""
        self.end, self.kind = 0.0, KeyboardInterrupt
        # Where the time is looked at, another exception would end the looking.
        if frame is None or frame.f_globals is not globals():
            raise KeyboardInterrupt


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns.

    Raises
    ------
    OutOfTime
        If it takes longer than so many seconds, even if it catches what is raised in it.
    KeyboardInterrupt
        If it is interrupted, likewise.
    """
    deadline = _Deadline(seconds)
    run = _monitored if sys.version_info >= (3, 12) else _traced
    before = None
    # Only the main thread gets interrupts, and only it may say where they go.
    if threading.current_thread() is threading.main_thread():
        with suppress(OSError):  # where there are no signals
            before = signal.signal(signal.SIGINT, deadline.interrupted)
    try:
        result = run(deadline, work)
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
    if deadline.is_over():
        raise deadline.kind
    return result


def _monitored(deadline: _Deadline, work: Callable[[], Result]) -> Result:
    monitoring = sys.monitoring
    # Debuggers, coverage and profilers use the others.
    free = [tool for tool in (4, 3, 5, 2, 1, 0) if monitoring.get_tool(tool) is None]
    if not free:
        return work()
    tool = free[0]
    events = (monitoring.events.PY_START, monitoring.events.PY_RESUME, monitoring.events.JUMP)

    def look(code: object, *place: int) -> None:
        # Other threads come by here, too.
        if deadline.is_over() and threading.get_ident() == deadline.thread:
            raise deadline.kind

    monitoring.use_tool_id(tool, "deadline")
    try:
        for event in events:
            monitoring.register_callback(tool, event, look)
        monitoring.set_events(tool, sum(events))
        return work()
    finally:
        monitoring.set_events(tool, 0)
        for event in events:
            monitoring.register_callback(tool, event, None)
        monitoring.free_tool_id(tool)


def _traced(deadline: _Deadline, work: Callable[[], Result]) -> Result:
    """For Python 3.11, which traces no longer once something has been raised while it traced.

    So an exception is only left for Python, just before an instruction that looks for one; and a
    recursion without end is stopped before the trace function itself is one call too many.
    """
    import ctypes  # not in every Python; in 3.11 it is

    leave = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.py_object)(
        ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
    )
    always = [dis.opmap[name] for name in ("JUMP_BACKWARD", "CALL", "CALL_FUNCTION_EX")]
    # Only if it jumps: for a loop that has nothing better.
    perhaps = [dis.opmap[name] for name in dis.opmap if name.startswith("POP_JUMP_BACKWARD_IF")]
    depth = overdue = 0

    def trace(frame: FrameType, event: str, value: object) -> Callable:
        nonlocal depth, overdue
        depth += (event == "call") - (event == "return")
        frame.f_trace_opcodes = True
        if event == "opcode" and (deadline.is_over() or depth > DEEPEST):
            kind = deadline.kind if deadline.is_over() else RecursionError
            code, at = frame.f_code.co_code, frame.f_lasti
            while code[at] == dis.EXTENDED_ARG:
                at += 2
            overdue += 1
            if code[at] in always or (overdue > PATIENCE and code[at] in perhaps):
                overdue = 0
                # Not `leave(…)`: at the end of a call Python looks, too.
                [_] = map(leave, [deadline.thread], [kind])
            elif overdue > 2 * PATIENCE:
                raise kind
        return trace

    tracing, limit = sys.gettrace(), sys.getrecursionlimit()
    sys.setrecursionlimit(limit + 2 * DEEPEST)
    sys.settrace(trace)
    try:
        return work()
    finally:
        sys.settrace(tracing)
        sys.setrecursionlimit(limit)
