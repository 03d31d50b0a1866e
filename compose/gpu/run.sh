#!/bin/sh
# Builds K engines of two models at fp32 and fp16, rebuilds with a timing cache, other ways to run one plan; soaks all of them in
# turns, measures the telemetry's cost, samples NVML. With two GPUs the models are built side by side, one on each, and the
# engines soak on the second one too. Usage: run.sh OUT [BUILDS [SECONDS]], in the unpacked bundle. SOAKLINE_TENSORRT_LIBS names
# the folder of TensorRT's libraries (and of libnvrtc, for digests on the device); without it the system's are used.
set -eu
out=${1:?expected: OUT [BUILDS [SECONDS]]}
builds=${2:-5}
seconds=${3:-120}
here=$(cd "$(dirname "$0")" && pwd)
cache=$(mktemp -d)
trap 'rm -rf "$cache"' EXIT

audit() {
    gpu=$1
    shift
    CUDA_VISIBLE_DEVICES=$gpu "$here/java/bin/java" -XX:+UseSerialGC -Xms512m -Xmx512m \
        -Dorg.bytedeco.javacpp.cachedir="$cache/$gpu" -Dlogback.configurationFile=io/soakline/produce/producer-logging.xml \
        -cp "$here/jars/*" io.soakline.produce.tensorrt.audit.GpuAudit "$@"
}

if [ "$(nvidia-smi -L | wc -l)" -gt 1 ]; then
    audit 1 build "$here/models" "$out" "$builds" detector &
    detector=$!
    audit 0 build "$here/models" "$out" "$builds" classifier
    wait "$detector"
    audit 0 soak "$here/models" "$out" "$builds" "$seconds"
    audit 1 again "$here/models" "$out" "$builds" "$((seconds / 2))"
else
    audit 0 soak "$here/models" "$out" "$builds" "$seconds"
fi
