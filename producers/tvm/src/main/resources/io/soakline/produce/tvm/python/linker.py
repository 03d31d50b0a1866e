"""Links TVM's object files into a shared library with the lld that the bundle carries: no compiler, no system linker."""

import os
import subprocess

import tvm

import nvrtc  # noqa: F401 - builders of candidates import this module, and shall compile CUDA code that way too

# Generated code calls expf, memset and the like. They are found in the process that loads the library anyway; naming
# the libraries here, where the host has them, lets the dynamic loader check the symbols when it opens the file.
SYSTEM_LIBRARIES = ("/lib/x86_64-linux-gnu/libm.so.6", "/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libm.so.6", "/lib64/libc.so.6")


def link(output, objects, options=None, **_):
    command = [os.environ["SOAKLINE_LLD"], "-shared", "-o", output]
    command += [str(path) for path in objects] + list(options or [])
    command += [path for path in SYSTEM_LIBRARIES if os.path.exists(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"linking {output} failed: {done.stderr.strip()}")


link.object_format = "o"
link.output_format = "so"
link.get_target_triple = tvm.target.codegen.llvm_get_system_triple
