"""The part of the onnx package that TVM's relay.frontend.from_onnx touches, read straight from protobuf wire format.

Field numbers and types follow onnx.proto3 (ONNX IR). Nothing is validated beyond what reading needs: an unknown
field is skipped, a truncated file raises ValueError. Standard library and numpy only.
"""
import struct
import numpy as np

class OnnxError(Exception):
    pass


VARINT, I64, LEN, I32 = 0, 1, 2, 5


class Message:
    """One protobuf message: scalars default to 0, '' or b'', repeated fields to []; HasField is true for what was read."""

    FIELDS = {}  # number -> (name, kind, repeated); kind: int, str, bytes, float, double, or a Message subclass

    def __init__(self, data=b""):
        self._present = set()
        for name, kind, repeated in self.FIELDS.values():
            setattr(self, name, [] if repeated else _default(kind))
        for number, wire, value in _fields(memoryview(data)):
            if number in self.FIELDS:
                self._store(*self.FIELDS[number], wire, value)

    def _store(self, name, kind, repeated, wire, value):
        self._present.add(name)
        if not repeated:
            setattr(self, name, _scalar(kind, value))
        elif wire == LEN and kind in (int, float, "double"):  # packed
            getattr(self, name).extend(_unpack(kind, value))
        else:
            getattr(self, name).append(_scalar(kind, value))

    def HasField(self, name):
        return name in self._present


def _default(kind):
    return {int: 0, str: "", bytes: b"", float: 0.0, "double": 0.0}.get(kind, EMPTY)


def _varint(data, at):
    result = shift = 0
    while True:
        if at >= len(data):
            raise OnnxError("truncated")
        byte = data[at]
        at += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, at
        shift += 7


def _fields(data):
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == VARINT:
            value, at = _varint(data, at)
        else:
            size = {I64: 8, I32: 4}.get(wire)
            if wire == LEN:
                size, at = _varint(data, at)
            if size is None or at + size > len(data):
                raise OnnxError("truncated")
            value, at = data[at : at + size], at + size
        yield key >> 3, wire, value


def _signed(value):
    return value - (1 << 64) if value >= 1 << 63 else value


def _scalar(kind, value):
    if kind is int:
        return _signed(value)
    if kind is str:
        return bytes(value).decode()
    if kind is bytes:
        return bytes(value)
    if kind is float:
        return struct.unpack("<f", value)[0]
    if kind == "double":
        return struct.unpack("<d", value)[0]
    return kind(value)


def _unpack(kind, value):
    if kind is float:
        return np.frombuffer(value, "<f4").tolist()
    if kind == "double":
        return np.frombuffer(value, "<f8").tolist()
    out, at = [], 0
    while at < len(value):
        item, at = _varint(value, at)
        out.append(_signed(item))
    return out


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


class ValueInfoProto(Message):
    FIELDS = {1: ("name", str, False), 2: ("type", TypeProto, False)}


class TensorProto(Message):
    FLOAT, UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL, FLOAT16, DOUBLE, UINT32, UINT64 = range(1, 14)
    BFLOAT16 = 16
    FIELDS = {1: ("dims", int, True), 2: ("data_type", int, False), 4: ("float_data", float, True), 5: ("int32_data", int, True),
              6: ("string_data", bytes, True), 7: ("int64_data", int, True), 8: ("name", str, False), 9: ("raw_data", bytes, False),
              10: ("double_data", "double", True), 11: ("uint64_data", int, True), 14: ("data_location", int, False)}


class AttributeProto(Message):
    pass


class NodeProto(Message):
    FIELDS = {1: ("input", str, True), 2: ("output", str, True), 3: ("name", str, False), 4: ("op_type", str, False),
              5: ("attribute", AttributeProto, True), 7: ("domain", str, False)}


class GraphProto(Message):
    FIELDS = {1: ("node", NodeProto, True), 2: ("name", str, False), 5: ("initializer", TensorProto, True),
              11: ("input", ValueInfoProto, True), 12: ("output", ValueInfoProto, True), 13: ("value_info", ValueInfoProto, True)}


AttributeProto.FIELDS = {1: ("name", str, False), 2: ("f", float, False), 3: ("i", int, False), 4: ("s", bytes, False),
                         5: ("t", TensorProto, False), 7: ("floats", float, True), 8: ("ints", int, True), 9: ("strings", bytes, True),
                         10: ("tensors", TensorProto, True), 11: ("graphs", GraphProto, True), 20: ("type", int, False), 6: ("g", GraphProto, False)}


class OperatorSetIdProto(Message):
    FIELDS = {1: ("domain", str, False), 2: ("version", int, False)}


class ModelProto(Message):
    FIELDS = {1: ("ir_version", int, False), 2: ("producer_name", str, False), 3: ("producer_version", str, False),
              7: ("graph", GraphProto, False), 8: ("opset_import", OperatorSetIdProto, True)}


def load(path):
    with open(path, "rb") as file:
        return load_model_from_string(file.read())


def load_model_from_string(data):
    model = ModelProto(data)
    if not model.graph.node:
        raise OnnxError("no graph nodes")
    return model


from . import checker, helper, mapping, numpy_helper  # noqa: E402
