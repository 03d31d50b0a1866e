"""The part of the onnx package that TVM's relay.frontend.from_onnx touches, read straight from protobuf wire format.

Field numbers and types follow onnx.proto3 of the ONNX IR, version 10. What from_onnx would need and this does not know
is refused with an OnnxError; fields that do not bear on the result (documentation, shape hints, training) are skipped.
Standard library and numpy only.
"""

import struct

import numpy as np

VARINT, I64, LEN, I32 = 0, 1, 2, 5


class OnnxError(Exception):
    """Not an ONNX model, or one with parts that are not supported here."""


class Message:
    """One protobuf message: scalars default to 0, '' or b'', repeated fields to []; HasField is true for what was read."""

    FIELDS = {}  # number -> (name, kind, repeated); kind: int, str, bytes, float, "double", or a Message subclass
    REFUSED = {}  # number -> what it is, for people

    def __init__(self, data=b"", start=0, end=0):
        self._present = set()
        for name, kind, repeated in self.FIELDS.values():
            setattr(self, name, [] if repeated else _default(kind))
        for number, wire, value, at in _fields(data, start, end):
            if number in self.REFUSED:
                raise OnnxError(f"it holds {self.REFUSED[number]} (byte {at}), which are not supported")
            if number in self.FIELDS:
                self._store(*self.FIELDS[number], data, wire, value, at)

    def _store(self, name, kind, repeated, data, wire, value, at):
        self._present.add(name)
        if repeated and wire == LEN and kind in (int, float, "double"):
            getattr(self, name).extend(_unpack(kind, data, value, at))
            return
        if wire != WIRES.get(kind, LEN):
            raise OnnxError(f"damaged at byte {at}: {type(self).__name__}.{name} has wire type {wire}")
        item = _scalar(kind, data, value, at)
        if repeated:
            getattr(self, name).append(item)
        else:
            setattr(self, name, item)

    def HasField(self, name):
        return name in self._present


WIRES = {int: VARINT, float: I32, "double": I64}


def _default(kind):
    return {int: 0, str: "", bytes: b"", float: 0.0, "double": 0.0}.get(kind, EMPTY)


def _varint(data, at, end):
    result = shift = 0
    start = at
    while True:
        if at >= end:
            raise OnnxError(f"truncated at byte {end}")
        byte = data[at]
        at += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result & 0xFFFF_FFFF_FFFF_FFFF, at
        shift += 7
        if shift > 63:
            raise OnnxError(f"damaged at byte {start}: a number of more than 64 bits")


def _fields(data, start, end):
    """Yields number, wire type, value and position; the value of a LEN field is its range in `data`."""
    at = start
    while at < end:
        field = at
        key, at = _varint(data, at, end)
        number, wire = key >> 3, key & 7
        if number == 0 or wire not in (VARINT, I64, LEN, I32):
            raise OnnxError(f"damaged at byte {field}: no protobuf field starts there")
        if wire == VARINT:
            value, at = _varint(data, at, end)
        else:
            size = 8 if wire == I64 else 4
            if wire == LEN:
                size, at = _varint(data, at, end)
            if at + size > end:
                reached = "truncated" if end == len(data) else "damaged"
                raise OnnxError(f"{reached} at byte {end}: a field of {size} bytes starts at byte {at}")
            value, at = (at, at + size), at + size
        yield number, wire, value, field


def _signed(value):
    return value - (1 << 64) if value >= 1 << 63 else value


def _scalar(kind, data, value, at):
    if kind is int:
        return _signed(value)
    start, end = value
    if kind is str:
        try:
            return bytes(data[start:end]).decode()
        except UnicodeDecodeError as error:
            raise OnnxError(f"damaged at byte {at}: a name that is no UTF-8 text") from error
    if kind is bytes:
        return bytes(data[start:end])
    if kind is float:
        return struct.unpack("<f", data[start:end])[0]
    if kind == "double":
        return struct.unpack("<d", data[start:end])[0]
    return kind(data, start, end)


def _unpack(kind, data, value, at):
    start, end = value
    if kind is int:
        numbers = []
        while start < end:
            number, start = _varint(data, start, end)
            numbers.append(_signed(number))
        return numbers
    width = 4 if kind is float else 8
    if (end - start) % width:
        raise OnnxError(f"damaged at byte {at}: {end - start} bytes are no whole number of values")
    return np.frombuffer(data[start:end], f"<f{width}").tolist()


class _Empty:
    """Stands for a message field that was not read: every field of it is falsy and empty."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def HasField(self, name):
        return False

    def __bool__(self):
        return False

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


EMPTY = _Empty()


class Dimension(Message):
    FIELDS = {1: ("dim_value", int, False), 2: ("dim_param", str, False)}


class TensorShapeProto(Message):
    FIELDS = {1: ("dim", Dimension, True)}


class TensorTypeProto(Message):
    FIELDS = {1: ("elem_type", int, False), 2: ("shape", TensorShapeProto, False)}


class TypeProto(Message):
    FIELDS = {1: ("tensor_type", TensorTypeProto, False)}
    REFUSED = {4: "sequences", 5: "maps", 8: "sparse tensors", 9: "optional values"}


class ValueInfoProto(Message):
    FIELDS = {1: ("name", str, False), 2: ("type", TypeProto, False)}


class TensorProto(Message):
    FLOAT, UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL, FLOAT16, DOUBLE, UINT32, UINT64 = range(1, 14)
    BFLOAT16 = 16
    FIELDS = {
        1: ("dims", int, True),
        2: ("data_type", int, False),
        4: ("float_data", float, True),
        5: ("int32_data", int, True),
        6: ("string_data", bytes, True),
        7: ("int64_data", int, True),
        8: ("name", str, False),
        9: ("raw_data", bytes, False),
        10: ("double_data", "double", True),
        11: ("uint64_data", int, True),
        14: ("data_location", int, False),
    }
    REFUSED = {3: "segmented tensors"}


class AttributeProto(Message):
    REFUSED = {21: "attributes of local functions", 14: "type attributes", 15: "type attributes", 22: "sparse tensors", 23: "sparse tensors"}


class NodeProto(Message):
    FIELDS = {
        1: ("input", str, True),
        2: ("output", str, True),
        3: ("name", str, False),
        4: ("op_type", str, False),
        5: ("attribute", AttributeProto, True),
        7: ("domain", str, False),
    }


class GraphProto(Message):
    # value_info (13) is left out: it only hints at shapes, and may hint at types that are refused above.
    FIELDS = {
        1: ("node", NodeProto, True),
        2: ("name", str, False),
        5: ("initializer", TensorProto, True),
        11: ("input", ValueInfoProto, True),
        12: ("output", ValueInfoProto, True),
    }
    REFUSED = {15: "sparse weights"}


AttributeProto.FIELDS = {
    1: ("name", str, False),
    2: ("f", float, False),
    3: ("i", int, False),
    4: ("s", bytes, False),
    5: ("t", TensorProto, False),
    6: ("g", GraphProto, False),
    7: ("floats", float, True),
    8: ("ints", int, True),
    9: ("strings", bytes, True),
    10: ("tensors", TensorProto, True),
    11: ("graphs", GraphProto, True),
    20: ("type", int, False),
}


class OperatorSetIdProto(Message):
    FIELDS = {1: ("domain", str, False), 2: ("version", int, False)}


class ModelProto(Message):
    FIELDS = {
        1: ("ir_version", int, False),
        2: ("producer_name", str, False),
        3: ("producer_version", str, False),
        7: ("graph", GraphProto, False),
        8: ("opset_import", OperatorSetIdProto, True),
    }
    REFUSED = {25: "local functions"}


def load(path):
    with open(path, "rb") as file:
        return load_model_from_string(file.read())


def load_model_from_string(data):
    """The model, its weights checked for complete data; raises OnnxError for anything else."""
    if not data:
        raise OnnxError("the file is empty")
    model = ModelProto(memoryview(data), 0, len(data))
    if not model.graph or not model.graph.node:
        raise OnnxError("there is no graph in it")
    for tensor in model.graph.initializer:
        numpy_helper.to_array(tensor)
    return model


from . import checker, mapping, numpy_helper  # noqa: E402  TVM reaches them through this package
