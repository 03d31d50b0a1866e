"""relay.build with the chosen schedules, counting how many workloads found one."""

import contextlib

import tvm
from tvm import auto_scheduler, autotvm, relay

import metaschedule


class Matches:
    """Which of the workloads that the build asked for had a record."""

    def __init__(self):
        self._found = {}

    def note(self, workload, schedule):
        self._found[workload] = self._found.get(workload, False) or schedule is not None

    @property
    def workloads(self):
        return len(self._found)

    @property
    def tuned(self):
        return sum(self._found.values())


class _TemplateHistory(autotvm.task.ApplyHistoryBest):
    def __init__(self, path, matches):
        super().__init__(path)
        self._matches = matches

    def _query_inside(self, target, workload):
        config = super()._query_inside(target, workload)
        # The layout pass derives workloads from tuned ones and enters them itself: those are no parts of the model.
        if (target.model, workload) not in self._best_user_defined:
            self._matches.note(workload, config)
        return config


class _SearchHistory(auto_scheduler.ApplyHistoryBest):
    def __init__(self, path, matches):
        super().__init__(path)
        self._matches = matches

    def query(self, target, workload_key, has_complex_op, dag, func_name):
        state = super().query(target, workload_key, has_complex_op, dag, func_name)
        if has_complex_op:  # others are not searched, see auto_scheduler.extract_tasks
            self._matches.note(workload_key, state)
        return state


def build(module, params, target, opt_level, compiler, records_path):
    """The compiled library and, for the tuning compilers, the matches; `records_path` holds the records to use."""
    autotvm.GLOBAL_SCOPE.silent = True  # its warnings about untuned workloads are said once, by the caller
    matches = Matches()
    config = {}
    schedules = contextlib.nullcontext()
    if compiler == "autotvm":
        schedules = _TemplateHistory(records_path, matches)
    elif compiler == "autoscheduler":
        schedules = _SearchHistory(records_path, matches)
        config["relay.backend.use_auto_scheduler"] = True
    elif compiler == "metaschedule":
        schedules = metaschedule.History(records_path, matches)
        config.update(metaschedule.PASS_CONFIG)
    with schedules, tvm.transform.PassContext(opt_level=opt_level, config=config):
        return relay.build(module, target=target, params=params), matches
