"""Tuning records: JSON lines, one measured schedule each, as AutoTVM, AutoScheduler and metaschedule.py write them."""

import hashlib
import json

from report import Refusal


class Record:
    """One line. `workload` says what was tuned, `schedule` what was chosen, `cost` the least seconds measured or None if it failed."""

    def __init__(self, line):
        self.line = line
        data = json.loads(line)
        if "input" in data:  # AutoTVM
            self.tuner = "autotvm"
            self.workload = json.dumps(data["input"][1:3], sort_keys=True)
            self.schedule = json.dumps(data["config"]["entity"], sort_keys=True)
            costs, error = data["result"][0], data["result"][1]
        elif "i" in data:  # AutoScheduler
            self.tuner = "autoscheduler"
            self.workload = data["i"][0][0]
            self.schedule = json.dumps(data["i"][1], sort_keys=True)
            costs, error = data["r"][0], data["r"][1]
        elif "record" in data:  # MetaSchedule
            self.tuner = "metaschedule"
            self.workload = data["workload"]
            self.schedule = json.dumps(data["record"][0], sort_keys=True)
            costs, error = data["record"][1], data["error"] or 0
        else:
            raise ValueError("not of AutoTVM, AutoScheduler or MetaSchedule")
        self.cost = min(costs) if error == 0 else None


def read(path, tuner):
    records = []
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    records.append(_parse(path, number, line.strip(), tuner))
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"cannot read tuning records {path}: {error}; give the tuning.jsonl of an earlier build") from error
    return records


def _parse(path, number, line, tuner):
    try:
        record = Record(line)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Refusal(f"{path} line {number} is not a tuning record: {error}; give the tuning.jsonl of an earlier build") from error
    if record.tuner != tuner:
        raise Refusal(f"{path} line {number} is a record of {record.tuner}, not of {tuner}; use --compiler {record.tuner} with it")
    return record


def best(records):
    """The fastest record of every workload, in order of workload; the earlier one of two that are equally fast."""
    chosen = {}
    for record in records:
        if record.cost is not None:
            held = chosen.get(record.workload)
            if held is None or record.cost < held.cost:
                chosen[record.workload] = record
    return [chosen[workload] for workload in sorted(chosen)]


def write(path, records):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(record.line + "\n" for record in records)


def schedule_digest(records):
    """SHA-256 over workloads and their chosen schedules; measured times, which never repeat, are left out."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(f"{record.workload}\n{record.schedule}\n".encode())
    return digest.hexdigest()
