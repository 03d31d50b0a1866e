"""AutoTVM's and AutoScheduler's search for fast schedules. Both append every measurement to a log."""

import functools
import random
import time
import traceback

import numpy as np
import tvm
from tvm import auto_scheduler, autotvm
from tvm.autotvm.measure import MeasureErrorNo, MeasureResult
from tvm.autotvm.measure.measure import Runner
from tvm.contrib.popen_pool import PopenPoolExecutor, PopenWorker

import linker
import measuring
from report import Refusal, log


def seed_all(seed):
    random.seed(seed)
    np.random.seed(seed % 2**32)


class InProcessRunner(Runner):
    """Measures AutoTVM candidates in a worker process.

    TVM's own LocalRunner starts an RPC tracker and an RPC server, which listen on TCP ports for code to execute.
    """

    def __init__(self, target):
        super().__init__(measuring.RUN_TIMEOUT_SECONDS, 1)
        self._stopwatch = measuring.Stopwatch(target)
        self._checks = {"gpu": self._stopwatch.limits()} if measuring.is_gpu(target) else {}

    def get_build_kwargs(self):
        return {"checks": self._checks}

    def run(self, measure_inputs, build_results):
        return [self._measure(built) for built in build_results]

    def _measure(self, built):
        if isinstance(built, MeasureResult):  # the build has failed already
            return built
        start = time.time()
        error = MeasureErrorNo.NO_ERROR
        try:
            costs = (self._stopwatch.seconds(built.filename, [info[:2] for info in built.arg_info]),)
        except TimeoutError as failure:
            costs, error = (traceback.format_exc(), failure), MeasureErrorNo.RUN_TIMEOUT
        except Exception as failure:  # a candidate may fail in any way; that is a result, not an end
            costs, error = (traceback.format_exc(), failure), MeasureErrorNo.RUNTIME_DEVICE
        now = time.time()
        return MeasureResult(costs, error, now - start + built.time_cost, now)


TUNERS = {
    "ga": lambda task: autotvm.tuner.GATuner(task, pop_size=8),
    "random": autotvm.tuner.RandomTuner,
    "gridsearch": autotvm.tuner.GridSearchTuner,
}


def autotvm_search(module, params, target, trials, seed, tuner, top, log_path, reporter):
    """Searches the `top` heaviest parts, all for 0; returns how many were searched."""
    reporter.at("finding the parts to tune")
    with tvm.transform.PassContext(opt_level=3):
        tasks = autotvm.task.extract_from_program(module["main"], target=target, params=params)
    tasks = [tasks[part] for part in measuring.heaviest([task.flop for task in tasks], top)]
    planned = [min(trials, len(task.config_space)) for task in tasks]
    reporter.expect("search", measuring.SECONDS_PER_TRIAL * sum(planned))
    measuring_option = autotvm.measure_option(
        builder=autotvm.LocalBuilder(timeout=measuring.BUILD_TIMEOUT_SECONDS, build_func=linker.link),
        runner=InProcessRunner(target),
    )
    append = autotvm.callback.log_to_file(log_path)
    for index, task in enumerate(tasks):
        seed_all(seed)
        stage = f"tuning task {index + 1} of {len(tasks)}"
        done = 0

        def progress(_, inputs, __):
            nonlocal done
            done += len(inputs)
            reporter.at(stage, (index + done / planned[index]) / len(tasks))

        reporter.at(stage, index / len(tasks))
        search = TUNERS[tuner](task)
        search.tune(n_trial=planned[index], measure_option=measuring_option, callbacks=[append, progress])
        log(f"{stage}: {task.name}, {planned[index]} of {len(task.config_space)} schedules, best {search.best_flops / 1e9:.2f} GFLOP/s")
    return len(tasks)


class _SchedulerProgress(auto_scheduler.task_scheduler.TaskSchedulerCallback):
    def __init__(self, reporter, total):
        self._reporter, self._total = reporter, total

    def pre_tune(self, task_scheduler, task_id):
        stage = f"tuning task {task_id + 1} of {len(task_scheduler.tasks)}"
        self._reporter.at(stage, min(1.0, task_scheduler.ct / self._total))


def keep_workers():
    """AutoScheduler starts new workers in every round, and each needs seconds to import TVM: keep them instead."""
    # TVM's compiler leaks a little in every build: workers are replaced now and then.
    pool = functools.partial(PopenPoolExecutor, maximum_process_uses=200)
    auto_scheduler.measure.PopenPoolExecutor = functools.cache(pool)
    auto_scheduler.measure.PopenWorker = functools.cache(PopenWorker)


def autoscheduler_search(module, params, target, trials, seed, top, log_path, reporter):
    """Searches the `top` heaviest parts, all for 0; returns how many were searched."""
    if measuring.is_gpu(target):
        measuring.Stopwatch(target).limits()
    reporter.at("finding the parts to tune")
    tasks, weights = auto_scheduler.extract_tasks(module["main"], params, target)
    operations = [weight * task.compute_dag.flop_ct for task, weight in zip(tasks, weights)]
    parts = measuring.heaviest(operations, top)
    if not parts:
        return 0
    tasks, weights = [tasks[part] for part in parts], [weights[part] for part in parts]
    keep_workers()
    seed_all(seed)
    total = trials * len(tasks)
    reporter.expect("search", measuring.SECONDS_PER_TRIAL * total)
    options = auto_scheduler.TuningOptions(
        num_measure_trials=total,
        num_measures_per_round=min(trials, 8),
        builder=auto_scheduler.LocalBuilder(timeout=measuring.BUILD_TIMEOUT_SECONDS, build_func=linker.link),
        runner=auto_scheduler.LocalRunner(
            timeout=measuring.RUN_TIMEOUT_SECONDS,
            number=1,
            repeat=measuring.REPEAT,
            min_repeat_ms=measuring.MIN_REPEAT_MILLIS,
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
    return len(tasks)


def check_tuner(tuner):
    if tuner not in TUNERS:
        raise Refusal(f"no tuner {tuner!r}; the tuners are: {', '.join(sorted(TUNERS))}")
