"""Compiles one ONNX model into one engine. Usage: build_engine.py REQUEST.json, see main for its fields.

The parent reads progress, result or refusal as JSON lines from our standard output, and ends us by closing our
standard input. Everything that is printed goes to the error stream, which the parent keeps as the build log.
"""

import json
import os
import resource
import sys
import time
import traceback

from report import Refusal, Reporter, die_with_parent, last_line, log


def main(request_path):
    with open(request_path, encoding="utf-8") as file:
        request = json.load(file)
    searching = request["compiler"] != "tvm" and request["records"] is None
    # Expected seconds on one core of 2020s server hardware, for models of some dozens of layers. Only their ratios
    # matter, and only for the progress bar.
    weights = {"start": 3, "import": 12, "search": 300.0 if searching else 0, "build": 25, "export": 3}
    reporter = Reporter(weights)
    die_with_parent()
    try:
        reporter.send(done=build(request, searching, reporter, weights))
        return 0
    except Refusal as refusal:
        reporter.send(error=str(refusal))
    except Exception as error:  # whatever TVM throws must reach the user as one line
        traceback.print_exc()
        reporter.send(error=f"TVM cannot build {request['model']}: {last_line(error)}")
    return 1


def build(request, searching, reporter, weights):
    started = time.monotonic()
    reporter.step("start")
    reporter.at("starting TVM")
    import importer  # imports TVM: seconds, so only once the first progress is out

    reporter.step("import")
    reporter.at("reading the model")
    model = importer.load(request["model"])
    shapes = importer.input_shapes(model, request["shapes"])
    import folding

    target = target_of(request)
    with reporter.during("importing the model", weights["import"]):
        module, params = importer.to_relay(request["model"], model, shapes)
        inputs, outputs = importer.signature(model, module)
        module = folding.fold(module, target, request["optLevel"])
    imported = time.monotonic()
    choice, searched = choose_schedules(request, searching, module, params, target, reporter), time.monotonic()

    import compiler

    reporter.step("build")
    with reporter.during("compiling", weights["build"]):
        library, matches = compiler.build(
            module, params, target, request["optLevel"], request["compiler"], in_output(request, "best.jsonl")
        )
    compiled = time.monotonic()
    export(library, request, reporter)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    log(
        f"import {imported - started:.1f} s, search {searched - imported:.1f} s, "
        f"compile {compiled - searched:.1f} s, export {time.monotonic() - compiled:.1f} s, "
        f"at most {peak >> 20} MiB resident"
    )
    return {
        "inputs": inputs,
        "outputs": outputs,
        "workloads": matches.workloads,
        "tuned": matches.tuned,
        "searchSeconds": round(searched - imported, 3) if searching else None,
        **choice,
        "peakResidentBytes": peak,
    }


def in_output(request, name):
    return os.path.join(request["output"], name)


def target_of(request):
    import tvm

    if request["compiler"] == "metaschedule":
        import metaschedule

        return metaschedule.target_for_one_core(request["target"])
    return tvm.target.Target(request["target"], host=request["hostTarget"])


def choose_schedules(request, searching, module, params, target, reporter):
    """Leaves tuning.jsonl (everything measured or given) and best.jsonl (what the build uses); returns what is to be said of it."""
    tuner = request["compiler"]
    if tuner == "tvm":
        return {"scheduleDigest": None, "searched": 0, "measured": 0, "failed": 0}
    import records

    if tuner == "autoscheduler":
        import autoscheduler_fixes

        autoscheduler_fixes.install()
    log_path = in_output(request, "tuning.jsonl")
    searched = 0
    if searching:
        reporter.step("search")
        searched = search_schedules(request, module, params, target, log_path, reporter)
        if not searched:
            log(f"nothing in this model can be tuned by {tuner}")
        measured = records.read(log_path, tuner) if os.path.exists(log_path) else []
    else:
        measured = records.read(request["records"], tuner)
        records.write(log_path, measured)
    best = records.best(measured)
    records.write(in_output(request, "best.jsonl"), best)
    return {
        "scheduleDigest": records.schedule_digest(best),
        "searched": searched,
        "measured": len(measured) if searching else 0,
        "failed": sum(record.cost is None for record in measured) if searching else 0,
    }


def search_schedules(request, module, params, target, log_path, reporter):
    """Returns how many parts of the model were searched."""
    common = (request["tuneTop"], log_path, reporter)
    budget = (request["trials"], request["seed"])
    if request["compiler"] == "metaschedule":
        import metaschedule

        metaschedule.check_strategy(request["strategy"])
        return metaschedule.search(module, params, target, request["optLevel"], *budget, request["strategy"], *common)
    import search

    if request["compiler"] == "autotvm":
        search.check_tuner(request["tuner"])
        return search.autotvm_search(module, params, target, *budget, request["tuner"], *common)
    return search.autoscheduler_search(module, params, target, *budget, *common)


def export(library, request, reporter):
    import linker
    import weights

    reporter.step("export")
    reporter.at("linking")
    library.export_library(in_output(request, "lib.so"), fcompile=linker.link)
    with open(in_output(request, "graph.json"), "w", encoding="utf-8") as file:
        file.write(library.get_graph_json())
    with open(in_output(request, "params.bin"), "wb") as file:
        file.write(weights.to_bytes(library.get_params()))


if __name__ == "__main__":
    code = main(sys.argv[1])
    sys.stderr.flush()
    # Tuning workers and TVM's threads have nothing left to do; leaving them to interpreter shutdown only costs time.
    os._exit(code)
