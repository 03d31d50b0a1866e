"""Two faults of TVM 0.18 in AutoScheduler's layout rewrite of matrix products, and the way round both.

1. topi names the axes of nn.matmul i0, i1 ...; ParseKernelLayout cannot parse names that end in a digit, so every
   rewritten candidate dies with INSTANTIATION_ERROR.
2. topi/nn/dense.py asserts `len(tensor_b).shape == 2`, a misplaced parenthesis: TypeError while building.

Neither is reached when the weight of a matrix product is not marked as free to be laid out anew. Convolutions keep
their rewrite.
"""

import tvm.te

_compute = tvm.te.compute


def _compute_without_free_layout(shape, fcompute, name="compute", tag="", attrs=None, varargs_names=None):
    if name.startswith("T_matmul") and attrs and "layout_free_placeholders" in attrs:
        attrs = {key: value for key, value in attrs.items() if key != "layout_free_placeholders"}
    return _compute(shape, fcompute, name, tag, attrs, varargs_names)


def install():
    tvm.te.compute = _compute_without_free_layout
