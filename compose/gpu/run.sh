#!/bin/sh
# Builds K engines of two models at fp32 and fp16, soaks them interleaved, measures the telemetry's cost, samples NVML.
# Usage: run.sh OUT [BUILDS [SECONDS]], in the unpacked bundle. SOAKLINE_TENSORRT_LIBS names the folder of libnvinfer.so.11
# and the libraries beside it; without it the system's are used.
set -eu
out=${1:?expected: OUT [BUILDS [SECONDS]]}
here=$(cd "$(dirname "$0")" && pwd)
cache=$(mktemp -d)
trap 'rm -rf "$cache"' EXIT
"$here/java/bin/java" -XX:+UseSerialGC -Xms512m -Xmx512m -Dorg.bytedeco.javacpp.cachedir="$cache" \
    -Dlogback.configurationFile=io/soakline/produce/producer-logging.xml \
    -cp "$here/jars/*" io.soakline.produce.tensorrt.audit.GpuAudit "$here/models" "$out" "${2:-5}" "${3:-120}"
