#!/bin/sh
# Starts Soakline with the Java runtime beside it; nothing of this machine's is needed.
set -eu
self=$0
if [ -L "$self" ]; then
    self=$(readlink -f -- "$self")
fi
home=$(CDPATH='' cd -- "${self%/*}/.." && pwd -P)
# The launcher only tells producers what to do: a small heap, and a quick start before a fast run.
# shellcheck disable=SC2086
exec "$home/java/bin/java" -XX:+UseSerialGC -Xmx256m -XX:-UsePerfData -XX:TieredStopAtLevel=1 -Dsoakline.home="$home" \
    ${SOAKLINE_JAVA_OPTS:-} -jar "$home/jars/soakline.jar" "$@"
