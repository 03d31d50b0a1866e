"""Compiles TVM's CUDA code with NVRTC, into code for the one device that the target names.

TVM would start nvcc, which is on few hosts; its own call of NVRTC asks the GPU for its kind, and so needs one. The result
is machine code (a cubin), not PTX: the driver compiles nothing when the engine is loaded.
"""

import ctypes
import os

import tvm
import tvm.contrib.nvcc  # registers the callback that is replaced below

LIBRARY = "libnvrtc.so.12"


def compile_cuda(code, target):
    """Machine code of the CUDA C++ `code` for `target`'s arch."""
    nvrtc = ctypes.CDLL(LIBRARY)
    program = ctypes.c_void_p()
    _check(nvrtc, nvrtc.nvrtcCreateProgram(ctypes.byref(program), code.encode(), b"kernels.cu", 0, None, None))
    try:
        options = [f"--gpu-architecture={target.arch}".encode()]
        options += [f"--include-path={folder}".encode() for folder in _include_folders()]
        status = nvrtc.nvrtcCompileProgram(program, len(options), (ctypes.c_char_p * len(options))(*options))
        if status != 0:
            log = _read(nvrtc, nvrtc.nvrtcGetProgramLogSize, nvrtc.nvrtcGetProgramLog, program)
            raise RuntimeError(f"NVRTC refuses CUDA code of TVM for {target.arch}: {log.decode(errors='replace').strip(chr(0))}")
        return bytearray(_read(nvrtc, nvrtc.nvrtcGetCUBINSize, nvrtc.nvrtcGetCUBIN, program))
    finally:
        nvrtc.nvrtcDestroyProgram(ctypes.byref(program))


def _include_folders():
    """Headers are wanted for half precision only; NVRTC itself brings none."""
    return [folder for folder in os.environ.get("SOAKLINE_CUDA_INCLUDE", "").split(":") if folder]


def _read(nvrtc, size_of, content_of, program):
    size = ctypes.c_size_t()
    _check(nvrtc, size_of(program, ctypes.byref(size)))
    content = ctypes.create_string_buffer(size.value)
    _check(nvrtc, content_of(program, content))
    return content.raw


def _check(nvrtc, status):
    if status != 0:
        nvrtc.nvrtcGetErrorString.restype = ctypes.c_char_p
        raise RuntimeError(f"NVRTC: {nvrtc.nvrtcGetErrorString(status).decode()}")


tvm.register_func("tvm_callback_cuda_compile", compile_cuda, override=True)
