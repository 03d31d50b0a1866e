"""Weights in the form that TVM's runtime loads, in the order of their names.

TVM's own writer takes them in the order of a hash table, which differs from build to build: two builds of one model would
have other bytes for nothing.
"""

import struct

import tvm

LIST_OF_TENSORS = 0xF7E58D4F05049CB7


def to_bytes(params):
    names = sorted(params)
    head = struct.pack("<QQQ", LIST_OF_TENSORS, 0, len(names))
    listed = b"".join(struct.pack("<Q", len(name.encode())) + name.encode() for name in names)
    return head + listed + struct.pack("<Q", len(names)) + b"".join(_tensor(name, params[name]) for name in names)


def _tensor(name, array):
    """One tensor, out of a list that TVM has written of it alone."""
    return bytes(tvm.runtime.save_param_dict({name: array}))[24 + 8 + len(name.encode()) + 8 :]
