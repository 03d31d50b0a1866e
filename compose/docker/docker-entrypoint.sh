#!/bin/sh
# What ./soakline does in a checkout, without building. exec: signals reach the JVM, which closes what it has open.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
launcher="$home/compose/launcher/target"
# A share of the container's memory limit, so that the limit is the only number to set.
# shellcheck disable=SC2086
exec java -XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:-UsePerfData -Dsoakline.home="$home" ${SOAKLINE_JAVA_OPTS:-} \
    -cp "$(echo "$launcher"/soakline-launcher-*.jar):$(cat "$launcher/runtime.classpath")" \
    io.soakline.launch.commands.Launcher "$@"
