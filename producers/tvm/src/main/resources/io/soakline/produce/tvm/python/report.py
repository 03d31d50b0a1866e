"""Speaks to the parent: one JSON object a line on what was the standard output, which nothing else can write to any more."""

import json
import os
import sys
import threading
import time


class Refusal(Exception):
    """The request cannot be met; the text is for the user: what, where, what to do next, in one line."""


class Reporter:
    """Sends stages, each with the share of all work that is done. Weights are expected seconds."""

    def __init__(self, weights):
        # Libraries print to descriptor 1 as they like: give them the error stream and keep the pipe for ourselves.
        self._pipe = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._weights = weights
        self._done = 0.0
        self._current = None
        self._furthest = 0.0

    def send(self, **fields):
        with self._lock:
            self._pipe.write(json.dumps(fields) + "\n")
            self._pipe.flush()

    def at(self, stage, share=0.0):
        """`share` of the current step is done, 0 to 1."""
        total = sum(self._weights.values())
        step = self._weights.get(self._current, 0.0)
        # A step that turns out longer than expected holds the bar, it does not set it back.
        self._furthest = max(self._furthest, min(1.0, (self._done + step * share) / total))
        self.send(stage=stage, fraction=round(self._furthest, 4))

    def expect(self, step, seconds):
        """The step that is to come, or has begun, will take about so long."""
        self._weights[step] = seconds

    def step(self, name):
        """Closes the current step and opens the step of that name."""
        self._done += self._weights.get(self._current, 0.0)
        self._current = name

    def during(self, stage, seconds):
        """For work that cannot say how far it is: a clock that nears, and never reaches, the end of the step."""
        return _Clock(self, stage, seconds)


class _Clock:
    PERIOD_SECONDS = 0.5

    def __init__(self, reporter, stage, seconds):
        self._reporter, self._stage, self._seconds = reporter, stage, seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self):
        self._thread.start()

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _tick(self):
        start = time.monotonic()
        while True:
            spent = (time.monotonic() - start) / self._seconds
            # Linear up to 80 % of the estimate, then ever slower.
            share = spent if spent < 0.8 else 1 - 0.2 * 0.8 / spent
            self._reporter.at(self._stage, share)
            if self._ended.wait(self.PERIOD_SECONDS):
                return


def die_with_parent():
    """Ends this process and its workers as soon as the parent is gone, seen by the end of our standard input."""

    def watch():
        while os.read(0, 4096):
            pass
        os.killpg(0, 9) if os.getpgid(0) == os.getpid() else os._exit(3)

    threading.Thread(target=watch, daemon=True).start()


def last_line(error):
    """The one line of a TVM error that says what went wrong; the rest is a stack of C++ frames."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    for line in reversed(lines):
        if line.startswith(("TVMError:", "InternalError:", "Check failed", "DiagnosticError")) or "Error: " in line:
            return line
    return f"{type(error).__name__}: {lines[-1]}" if lines else type(error).__name__


def log(text):
    print(text, file=sys.stderr, flush=True)
