"""From an ONNX file to a Relay module with fixed shapes."""

import contextlib
import warnings

import onnx
import tvm
from tvm import relay

from report import Refusal


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
        warnings.simplefilter("ignore")  # about dynamic shapes, which input_shapes has settled
        module, params = relay.frontend.from_onnx(model, shape=shapes, freeze_params=True)
    return relay.transform.InferType()(module), params


def signature(model, module):
    """Names, element types and shapes of inputs and outputs, in the model's order."""
    main = module["main"]
    inputs = [_tensor(var.name_hint, var.checked_type) for var in main.params]
    result = main.ret_type
    types = list(result.fields) if isinstance(result, relay.TupleType) else [result]
    outputs = [_tensor(value.name, type_) for value, type_ in zip(model.graph.output, types)]
    return inputs, outputs


def _tensor(name, type_):
    try:
        shape = [int(extent) for extent in type_.shape]
    except TypeError as error:
        raise Refusal(f"tensor {name!r} has no fixed shape: {type_}; engines need fixed shapes, set them with the option input-shape") from error
    return {"name": name, "type": str(type_.dtype), "shape": shape}
