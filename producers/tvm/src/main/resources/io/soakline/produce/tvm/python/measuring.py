"""Times candidates in a worker process over a pipe: no socket, no compiler of the host."""

import tvm
from tvm.contrib.popen_pool import PopenWorker

from report import Refusal

BUILD_TIMEOUT_SECONDS = 30
RUN_TIMEOUT_SECONDS = 20
# One measurement: three batches of at least 20 ms. The fastest counts: other work on the host can only lengthen them.
REPEAT = 3
MIN_REPEAT_MILLIS = 20
# Of one candidate, compiled and timed, on one core of 2020s server hardware; for the progress bar only.
SECONDS_PER_TRIAL = 1.0


def is_gpu(target):
    return target.kind.name == "cuda"


class Stopwatch:
    """One worker, started when it is needed and started again when a candidate has broken it."""

    def __init__(self, target):
        self._kind = target.kind.name
        self._worker = PopenWorker()

    def seconds(self, library, tensors):
        """See `time_library`; raises TimeoutError, or whatever the candidate has done."""
        return self._in_worker(time_library, library, tensors)

    def limits(self):
        """See `limits_of_gpu`; refuses a host without a GPU."""
        limits = self._in_worker(limits_of_gpu)
        if limits is None:
            raise Refusal(
                "schedules for a GPU are timed on it, and the NVIDIA driver here has none that it can use;"
                " give the records of a search elsewhere with the option records"
            )
        return limits

    def _in_worker(self, function, *arguments):
        try:
            self._worker.send(function, [self._kind, *arguments], timeout=RUN_TIMEOUT_SECONDS)
            return self._worker.recv()
        except Exception:
            self._worker.kill()
            raise


def limits_of_gpu(kind):
    """Runs in the worker: what AutoTVM refuses candidates by before it compiles them; None without a GPU."""
    device = tvm.device(kind, 0)
    if not device.exist:
        return None
    width, height, depth = device.max_thread_dimensions
    return {
        "max_shared_memory_per_block": device.max_shared_memory_per_block,
        "max_threads_per_block": device.max_threads_per_block,
        "max_thread_x": width,
        "max_thread_y": height,
        "max_thread_z": depth,
    }


def time_library(kind, library, tensors):
    """Runs in the worker: the least of REPEAT mean times of one call, in seconds; `tensors` has shape and type of each argument."""
    module = tvm.runtime.load_module(library)
    device = tvm.device(kind, 0)
    fill = tvm.get_global_func("tvm.contrib.random.random_fill")
    arguments = []
    for shape, dtype in tensors:
        array = tvm.nd.empty(shape, dtype, device)
        fill(array)
        arguments.append(array)
    timer = module.time_evaluator(module.entry_name, device, number=1, repeat=REPEAT, min_repeat_ms=MIN_REPEAT_MILLIS)
    return float(min(timer(*arguments).results))


def heaviest(operations, limit):
    """Positions of the `limit` parts with the most arithmetic operations, in the model's order; all of them for a limit of 0."""
    ranked = sorted(range(len(operations)), key=lambda part: -operations[part])
    return sorted(ranked[:limit] if limit else ranked)
