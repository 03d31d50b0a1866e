"""MetaSchedule: the parts of a model as TensorIR, and for each a search among traces of transformations.

TVM's own driver of the search is not used: it scores candidates with XGBoost or PyTorch, starts new worker processes for
every batch, and packs candidates with the host's tar. The search itself, strategy and design space, is TVM's.
"""

import json
import os
import shutil
import tempfile

import tvm
from tvm import meta_schedule
from tvm.contrib.popen_pool import PopenPoolExecutor, StatusKind
from tvm.meta_schedule.cost_model import RandomModel
from tvm.meta_schedule.database import MemoryDatabase, PyDatabase, TuningRecord, Workload
from tvm.meta_schedule.runner import RunnerResult
from tvm.meta_schedule.search_strategy import EvolutionarySearch, ReplayTrace
from tvm.meta_schedule.utils import derived_object

import linker
import measuring
import records
from report import Refusal, last_line, log

record_as_json = tvm.get_global_func("meta_schedule.TuningRecordAsJSON")
PASS_CONFIG = {"relay.backend.use_meta_schedule": True, "relay.backend.tir_converter": "default"}
# Candidates that are chosen before the next are measured.
BATCH = 8
STRATEGIES = {
    # With a random cost model a large population costs time and buys nothing.
    "evolutionary": lambda: EvolutionarySearch(population_size=16, init_min_unmeasured=1, genetic_num_iters=1),
    "replay-trace": ReplayTrace,
}


def check_strategy(strategy):
    if strategy not in STRATEGIES:
        raise Refusal(f"no strategy {strategy!r}; the strategies are: {', '.join(sorted(STRATEGIES))}")


def target_for_one_core(text):
    """Engines run with one thread; MetaSchedule wants the target to say so."""
    return tvm.target.Target(text if "num-cores" in text else f"{text} -num-cores 1")


def workload_of(module):
    """Names a part of a model, in any process."""
    return str(tvm.ir.structural_hash(module))


def has_reduction(module):
    """Whether the part sums, or takes a maximum: the others are only copied through, and TVM's defaults suit them."""
    reductions = []

    def visit(node):
        if isinstance(node, tvm.tir.Block):
            reductions.extend(v for v in node.iter_vars if v.iter_type == tvm.tir.IterVar.CommReduce)

    for function in module.functions.values():
        tvm.tir.stmt_functor.post_order_visit(function.body, visit)
    return bool(reductions)


def search(module, params, target, opt_level, trials, seed, strategy, top, log_path, reporter):
    """Searches the `top` heaviest parts, all for 0, and appends every measurement to the log; returns how many parts were searched."""
    reporter.at("finding the parts to tune")
    extracted = meta_schedule.relay_integration.extract_tasks(
        module, target, params, opt_level=opt_level, pass_config=PASS_CONFIG
    )
    tasks = [task for task in extracted if has_reduction(task.dispatched[0])]
    operations = [task.weight * tvm.tir.analysis.estimate_tir_flops(task.dispatched[0]) for task in tasks]
    tasks = [tasks[part] for part in measuring.heaviest(operations, top)]
    reporter.expect("search", measuring.SECONDS_PER_TRIAL * trials * len(tasks))
    bench = _Bench(target)
    with open(log_path, "a", encoding="utf-8") as file:
        for index, task in enumerate(tasks):
            stage = f"tuning task {index + 1} of {len(tasks)}"

            def progress(done):
                reporter.at(stage, (index + done / trials) / len(tasks))

            best = _search_part(task, target, trials, seed, strategy, bench, file, progress)
            log(f"{stage}: {task.task_name}, best {best * 1e6:.1f} us")
    return len(tasks)


def _search_part(task, target, trials, seed, strategy, bench, file, progress):
    """The least seconds measured; infinity when no candidate worked."""
    module = task.dispatched[0]
    database = MemoryDatabase()
    workload = database.commit_workload(module)
    context = meta_schedule.TuneContext(
        mod=module,
        target=target,
        space_generator="post-order-apply",
        search_strategy=STRATEGIES[strategy](),
        task_name=task.task_name,
        rand_state=seed % (2**31 - 1) + 1,  # 0 is not allowed
        num_threads=1,  # more would make the search depend on the host's cores
    )
    context.pre_tuning(trials, min(trials, BATCH), database=database, cost_model=RandomModel(seed=seed))
    done, best = 0, float("inf")
    progress(done)
    while candidates := context.generate_measure_candidates():
        results = []
        for candidate, (seconds, error) in zip(candidates, bench.measure(candidates)):
            done += 1
            progress(done)
            run_secs = None if error else [seconds]
            record = TuningRecord(candidate.sch.trace, workload, run_secs, target, candidate.args_info)
            file.write(_line(task.task_name, workload_of(module), record, error))
            file.flush()
            results.append(RunnerResult(run_secs, error))
            if not error:
                database.commit_tuning_record(record)
                best = min(best, seconds)
        context.notify_runner_results(candidates, results)
    context.post_tuning()
    return best


def _line(name, workload, record, error):
    # as_json() of the record itself stops at changes of layout.
    content = _plain(record_as_json(record))
    return json.dumps({"task": name, "workload": workload, "record": content, "error": error}) + "\n"


def _plain(value):
    """What TuningRecord.from_json takes, of TVM's own containers; truth values become 0 and 1, as it wants them."""
    if isinstance(value, tvm.tir.IndexMap):
        return tvm.ir.save_json(value)
    if isinstance(value, tvm.ir.Array):
        return [_plain(item) for item in value]
    if isinstance(value, tvm.ir.Map):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (tvm.tir.IntImm, tvm.tir.FloatImm)):
        value = value.value
    return int(value) if isinstance(value, bool) else value


class _Bench:
    """Compiles candidates side by side, then times them one after the other."""

    def __init__(self, target):
        self._target = target
        # TVM's compiler leaks a little in every build: workers are replaced now and then.
        self._builders = PopenPoolExecutor(
            max_workers=os.cpu_count(), timeout=measuring.BUILD_TIMEOUT_SECONDS, maximum_process_uses=200
        )
        self._stopwatch = measuring.Stopwatch(target)

    def measure(self, candidates):
        """Yields seconds and None, or None and one line that says what went wrong, for each candidate in order."""
        folder = tempfile.mkdtemp()
        try:
            jobs = [
                (candidate.sch.mod, self._target, os.path.join(folder, f"candidate-{number}.so"))
                for number, candidate in enumerate(candidates)
            ]
            built = list(self._builders.map_with_error_catching(_compile, jobs))
            for candidate, result in zip(candidates, built):
                yield self._time(candidate, result)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _time(self, candidate, built):
        if built.status == StatusKind.TIMEOUT:
            return None, f"not compiled within {measuring.BUILD_TIMEOUT_SECONDS} s"
        if built.status != StatusKind.COMPLETE:
            return None, last_line(built.value)
        tensors = [([int(extent) for extent in info.shape], str(info.dtype)) for info in candidate.args_info]
        try:
            return self._stopwatch.seconds(built.value, tensors), None
        except TimeoutError:
            return None, f"did not end within {measuring.RUN_TIMEOUT_SECONDS} s"
        except Exception as error:  # a candidate may fail in any way; that is a result, not an end
            return None, last_line(error)


def _compile(job):
    """Runs in a builder."""
    module, target, library = job
    module = tvm.tir.transform.RemoveWeightLayoutRewriteBlock(skip_ndarray_rewrite=True)(module)
    tvm.build(module, target=target).export_library(library, fcompile=linker.link)
    return library


@derived_object
class History(PyDatabase):
    """What relay.build asks for the schedule of each part; tells `matches` which parts had one."""

    def __init__(self, path, matches):
        super().__init__()
        self._lines = {record.workload: record.line for record in records.read(path, "metaschedule")}
        self._matches = matches

    def query_tuning_record(self, mod, target, workload_name=None):
        workload = workload_of(mod)
        line = self._lines.get(workload)
        if has_reduction(mod):
            self._matches.note(workload, line)
        return None if line is None else TuningRecord.from_json(json.loads(line)["record"], Workload(mod))
