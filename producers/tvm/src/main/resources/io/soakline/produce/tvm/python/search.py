"""The two searches for fast schedules. Both append every measurement to a log, and use no socket and no compiler."""

import random
import time
import traceback

import numpy as np
import tvm
from tvm import auto_scheduler, autotvm
from tvm.autotvm.measure import MeasureErrorNo, MeasureResult
from tvm.autotvm.measure.measure import Runner
from tvm.contrib.popen_pool import PopenWorker

import linker
from report import Refusal, log

BUILD_TIMEOUT_SECONDS = 30
RUN_TIMEOUT_SECONDS = 20
# One measurement: three batches of at least 20 ms. The fastest counts: other work on the host can only lengthen them.
REPEAT = 3
MIN_REPEAT_MILLIS = 20


def seed_all(seed):
    random.seed(seed)
    np.random.seed(seed)


class InProcessRunner(Runner):
    """Measures AutoTVM candidates in a worker process.

    TVM's own LocalRunner starts an RPC tracker and an RPC server, which listen on TCP ports for code to execute.
    """

    def __init__(self):
        super().__init__(RUN_TIMEOUT_SECONDS, 1)
        self._worker = PopenWorker()

    def get_build_kwargs(self):
        return {}

    def run(self, measure_inputs, build_results):
        return [self._measure(built) for built in build_results]

    def _measure(self, built):
        if isinstance(built, MeasureResult):  # the build has failed already
            return built
        start = time.time()
        error = MeasureErrorNo.NO_ERROR
        try:
            self._worker.send(measure, [built.filename, built.arg_info], timeout=RUN_TIMEOUT_SECONDS)
            costs = self._worker.recv()
        except TimeoutError as failure:
            self._worker.kill()
            costs, error = (traceback.format_exc(), failure), MeasureErrorNo.RUN_TIMEOUT
        except Exception as failure:  # a candidate may fail in any way; that is a result, not an end
            self._worker.kill()
            costs, error = (traceback.format_exc(), failure), MeasureErrorNo.RUNTIME_DEVICE
        now = time.time()
        return MeasureResult(costs, error, now - start + built.time_cost, now)


def measure(library, arg_info):
    """Runs in the worker: the least of REPEAT mean times of one candidate, in seconds, as a tuple of one."""
    module = tvm.runtime.load_module(library)
    device = tvm.cpu(0)
    fill = tvm.get_global_func("tvm.contrib.random.random_fill")
    arguments = []
    for info in arg_info:
        array = tvm.nd.empty(info[0], info[1], device)
        fill(array)
        arguments.append(array)
    timer = module.time_evaluator(module.entry_name, device, number=1, repeat=REPEAT, min_repeat_ms=MIN_REPEAT_MILLIS)
    return (float(min(timer(*arguments).results)),)


TUNERS = {
    "ga": lambda task: autotvm.tuner.GATuner(task, pop_size=8),
    "random": autotvm.tuner.RandomTuner,
    "gridsearch": autotvm.tuner.GridSearchTuner,
}


def autotvm_search(module, params, target, trials, seed, tuner, log_path, reporter):
    reporter.at("finding the parts to tune")
    with tvm.transform.PassContext(opt_level=3):
        tasks = autotvm.task.extract_from_program(module["main"], target=target, params=params)
    if not tasks:
        log("nothing in this model can be tuned by AutoTVM")
        return
    measuring = autotvm.measure_option(
        builder=autotvm.LocalBuilder(timeout=BUILD_TIMEOUT_SECONDS, build_func=linker.link), runner=InProcessRunner()
    )
    append = autotvm.callback.log_to_file(log_path)
    for index, task in enumerate(tasks):
        seed_all(seed)
        planned = min(trials, len(task.config_space))
        stage = f"tuning task {index + 1} of {len(tasks)}"
        done = 0

        def progress(_, inputs, __):
            nonlocal done
            done += len(inputs)
            reporter.at(stage, (index + done / planned) / len(tasks))

        reporter.at(stage, index / len(tasks))
        search = TUNERS[tuner](task)
        search.tune(n_trial=planned, measure_option=measuring, callbacks=[append, progress])
        log(f"{stage}: {task.name}, {planned} of {len(task.config_space)} schedules, best {search.best_flops / 1e9:.2f} GFLOP/s")


class _SchedulerProgress(auto_scheduler.task_scheduler.TaskSchedulerCallback):
    def __init__(self, reporter, total):
        self._reporter, self._total = reporter, total

    def pre_tune(self, task_scheduler, task_id):
        stage = f"tuning task {task_id + 1} of {len(task_scheduler.tasks)}"
        self._reporter.at(stage, min(1.0, task_scheduler.ct / self._total))


def autoscheduler_search(module, params, target, trials, seed, log_path, reporter):
    reporter.at("finding the parts to tune")
    tasks, weights = auto_scheduler.extract_tasks(module["main"], params, target)
    if not tasks:
        log("nothing in this model can be tuned by AutoScheduler")
        return
    seed_all(seed)
    total = trials * len(tasks)
    options = auto_scheduler.TuningOptions(
        num_measure_trials=total,
        num_measures_per_round=min(trials, 8),
        builder=auto_scheduler.LocalBuilder(timeout=BUILD_TIMEOUT_SECONDS, build_func=linker.link),
        runner=auto_scheduler.LocalRunner(
            timeout=RUN_TIMEOUT_SECONDS, number=1, repeat=REPEAT, min_repeat_ms=MIN_REPEAT_MILLIS
        ),
        measure_callbacks=[auto_scheduler.RecordToFile(log_path)],
        verbose=0,
    )
    scheduler = auto_scheduler.TaskScheduler(tasks, weights, callbacks=[_SchedulerProgress(reporter, total)])
    # With a random cost model a large population costs time and buys nothing.
    scheduler.tune(
        options,
        search_policy="sketch.random",
        search_policy_params={
            "sample_init_min_population": 24,
            "evolutionary_search_population": 64,
            "evolutionary_search_num_iters": 1,
        },
    )
    for task, cost in zip(tasks, scheduler.best_costs):
        log(f"{task.desc}: best {cost * 1e6:.1f} us")


def check_tuner(tuner):
    if tuner not in TUNERS:
        raise Refusal(f"no tuner {tuner!r}; the tuners are: {', '.join(sorted(TUNERS))}")
