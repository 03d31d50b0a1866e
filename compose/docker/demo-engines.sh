#!/bin/sh
# Builds the demo's engines once (they are kept in the cache volume), then soaks them in turns for ever.
set -eu
soakline=$(dirname -- "$0")/docker-entrypoint.sh
engines=${XDG_CACHE_HOME:?}/soakline/compose-engines
names=${SOAKLINE_COMPILERS:-tvm,onnxruntime}

# A shell that is a container's first process passes no signal on by itself: the run would be killed without an end.
running=
trap '[ -z "$running" ] || { kill "$running"; wait "$running" || true; }; exit 0' TERM INT
soakline() {
    "$soakline" "$@" &
    running=$!
    wait "$running"
}

soakline build demo --compiler "$names" --out "$engines"
set --
for engine in "$engines"/*; do
    set -- "$@" --engine "$engine"
done
while true; do
    # Each round is a run of its own, so that a window "run" ends some day.
    soakline produce "$@" --for "${SOAKLINE_ROUND:-1h}" --device "${SOAKLINE_DEVICE:-compose}" \
        --load "${SOAKLINE_LOAD:-periodic:20ms}" --waiting park --deadline "${SOAKLINE_DEADLINE:-15ms}"
done
