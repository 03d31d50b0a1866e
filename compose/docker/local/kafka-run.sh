#!/bin/sh
# KAFKA_A_B=c in the environment becomes a.b=c in the properties, as apache/kafka has it; then the log folder is formatted,
# when it is not yet, and the server takes this process's place.
set -eu
properties=/opt/kafka/config/server.properties
env | sed -n '/^KAFKA_\(HEAP_OPTS\|OPTS\)=/d; s/^KAFKA_\([A-Z0-9_]*\)=/\1=/p' | while IFS= read -r line; do
    printf '%s=%s\n' "$(printf '%s' "${line%%=*}" | tr 'A-Z_' 'a-z.')" "${line#*=}"
done >"$properties"

kafka() {
    main=$1
    shift
    # shellcheck disable=SC2086
    exec java ${KAFKA_HEAP_OPTS:--Xmx256m} -XX:+UseSerialGC -Dlog4j2.configurationFile=/opt/kafka/config/log4j2.yaml \
        -cp '/opt/kafka/libs/*' "$main" "$@"
}

(kafka kafka.tools.StorageTool format --ignore-formatted --cluster-id "${CLUSTER_ID:?a name of 16 bytes in base64}" \
    --config "$properties")
kafka kafka.Kafka "$properties"
