"""From an ONNX file to a Relay module with fixed shapes."""

import contextlib
import warnings

import onnx
import tvm
from tvm import relay

from report import Refusal, last_line


class UnsupportedUse(Exception):
    """TVM knows the operator, but not used like this."""


def _naming_the_operator(convert):
    def converted(self, op_name, inputs, attrs, opset):
        try:
            return convert(self, op_name, inputs, attrs, opset)
        except (UnsupportedUse, onnx.OnnxError, tvm.error.OpNotImplemented):  # has its words already
            raise
        except Exception as error:
            node = attrs.get("tvm_custom", {}).get("name", "")
            raise UnsupportedUse(f"{op_name} (node {node!r}, opset {opset}): {last_line(error)}") from error

    return converted


relay.frontend.onnx.GraphProto._convert_operator = _naming_the_operator(relay.frontend.onnx.GraphProto._convert_operator)


@contextlib.contextmanager
def _refusing(path):
    """Turns what is wrong with the file into a line for the user."""
    try:
        yield
    except onnx.OnnxError as error:
        raise Refusal(f"{path} is not an ONNX model that TVM can read: {error}; export it again") from error
    except OSError as error:
        raise Refusal(f"cannot read {path}: {error.strerror}") from error
    except tvm.error.OpNotImplemented as error:
        operators = str(error).rsplit("ONNX: ", 1)[-1].strip()
        raise Refusal(f"{path} uses operators that TVM {tvm.__version__} does not know: {operators}; export it without them") from error
    except UnsupportedUse as error:
        raise Refusal(f"{path} uses an operator in a way that TVM {tvm.__version__} does not support: {error}; export it without that") from error


def load(path):
    with _refusing(path):
        return onnx.load(path)


def input_shapes(model, overrides):
    """Shape of every real input: as declared, unless overridden; a dimension left open is refused.

    Overrides are by name; the empty name means the model's one input.
    """
    constants = {tensor.name for tensor in model.graph.initializer}
    names = [value.name for value in model.graph.input if value.name not in constants]
    if "" in overrides:
        if len(names) != 1:
            raise Refusal(f"the model has {len(names)} inputs: name them in the option input-shape: {', '.join(f'{name}:1x...' for name in names)}")
        overrides = {names[0]: overrides[""]}
    shapes = {}
    for value in model.graph.input:
        if value.name not in constants:
            declared = [dim.dim_value if dim.dim_value > 0 else None for dim in value.type.tensor_type.shape.dim]
            shapes[value.name] = _fixed(value.name, declared, overrides.get(value.name))
    unknown = sorted(set(overrides) - set(shapes))
    if unknown:
        raise Refusal(f"the model has no input {unknown[0]!r}; its inputs are: {', '.join(sorted(shapes))}")
    return shapes


def _fixed(name, declared, override):
    text = "x".join(str(extent or "?") for extent in declared)
    if override is None:
        if None in declared:
            example = "x".join(str(extent or 1) for extent in declared)
            raise Refusal(f"input {name!r} has open dimensions, {text}: give their sizes with the option input-shape={name}:{example}")
        return tuple(declared)
    fits = len(declared) == len(override) and all(d is None or d == o for d, o in zip(declared, override))
    if declared and not fits:
        asked = "x".join(map(str, override))
        raise Refusal(f"input {name!r} has shape {text}, which {asked} does not fit: change the option input-shape")
    return tuple(override)


def to_relay(path, model, shapes):
    with _refusing(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about dynamic shapes, which are refused below
        module, params = relay.frontend.from_onnx(model, shape=shapes, freeze_params=True)
    module = relay.transform.InferType()(module)
    _refuse_dynamic_shapes(path, module["main"])
    return module, params


def _refuse_dynamic_shapes(path, main):
    """Engines have tensors of fixed shape; names the first operator whose result has not."""
    dynamic = []

    def visit(expr):
        if isinstance(expr, relay.Call) and relay.ty.is_dynamic(expr.checked_type):
            dynamic.append(expr)

    relay.analysis.post_order_visit(main, visit)
    if dynamic:
        first = dynamic[0]
        node = first.span.source_name.name if first.span else first.op
        raise Refusal(
            f"{path} uses an operator whose result has no fixed shape: {node} gives {first.checked_type};"
            " export it without that, or with fixed sizes"
        )


def signature(model, module):
    """Names, element types and shapes of inputs and outputs, in the model's order."""
    main = module["main"]
    inputs = [_tensor(var.name_hint, var.checked_type) for var in main.params]
    result = main.ret_type
    types = list(result.fields) if isinstance(result, relay.TupleType) else [result]
    outputs = [_tensor(value.name, type_) for value, type_ in zip(model.graph.output, types)]
    return inputs, outputs


def _tensor(name, type_):
    return {"name": name, "type": str(type_.dtype), "shape": [int(extent) for extent in type_.shape]}
