#!/bin/sh
# Copies a built checkout ($1) to where the image has it ($2): the modules' jars, each library once, class paths that point
# to them. Soakline looks for MODULE/target/soakline-*.jar and MODULE/target/runtime.classpath under its home.
set -eu
from=$1
to=$2

mkdir -p "$to/lib"
find "$from" -path '*/target/runtime.classpath' | while read -r list; do
    target=$(dirname "${list#"$from"/}")
    mkdir -p "$to/$target"
    find "$from/$target" -maxdepth 1 -name 'soakline-*.jar' ! -name '*-tests.jar' ! -name '*-sources.jar' \
        -exec cp {} "$to/$target/" \;
    moved=
    for jar in $(tr ':' ' ' <"$list"); do
        # Libraries of one name and different folders would overwrite each other: the version is in the name.
        [ -f "$to/lib/$(basename "$jar")" ] || cp "$jar" "$to/lib/"
        moved="$moved${moved:+:}$to/lib/$(basename "$jar")"
    done
    printf '%s' "$moved" >"$to/$target/runtime.classpath"
done
cp "$from/compose/docker/docker-entrypoint.sh" "$from/compose/docker/demo-engines.sh" \
    "$from/compose/docker/healthcheck.sh" "$to/"
chmod 0755 "$to/docker-entrypoint.sh" "$to/demo-engines.sh" "$to/healthcheck.sh"
cp "$from/LICENSE" "$from/NOTICE" "$to/"
