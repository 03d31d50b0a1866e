#!/bin/sh
# For machines that cannot pull images: builds what docker-compose.yml, the Dockerfile and the container tests need from
# Debian's packages and Maven Central. Needs root, docker and debootstrap; DEBIAN_MIRROR and DEBIAN_SUITE are settings.
#   compose/docker/local-images.sh [debian] [jdk] [jre] [influxdb] [kafka] [prometheus] [alertmanager] [soakline]   without arguments: all
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
# The classic builder has no caches; Docker 23 and later want its plug-in "buildx" for the newer one.
export DOCKER_BUILDKIT=1

debian() {
    command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 3; }
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    # shellcheck disable=SC2086
    debootstrap --variant=minbase "${DEBIAN_SUITE:-bookworm}" "$root" ${DEBIAN_MIRROR:-} >"$root.log"
    # What this machine trusts beside the usual authorities, a company's proxy for one, the containers must trust too.
    cp -R /usr/local/share/ca-certificates "$root/usr/local/share/"
    tar -C "$root" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' -c . |
        docker import - soakline-local/debian:12
    rm -rf "$root" "$root.log"
}

local_image() {
    docker build -q --target "$1" -t "soakline-local/$2" -f "$top/compose/docker/local/Dockerfile" \
        --build-arg KAFKA_VERSION="$kafka_version" "$top"
}

soakline() {
    docker build -q -t soakline:local -f "$top/compose/docker/Dockerfile" \
        --build-arg JDK_IMAGE=soakline-local/jdk:17 --build-arg JRE_IMAGE=soakline-local/jre:17 "$top"
}

kafka_version=$(sed -n 's|.*<kafka.version>\(.*\)</kafka.version>.*|\1|p' "$top/pom.xml")
for image in ${*:-debian jdk jre influxdb kafka prometheus alertmanager soakline}; do
    echo "building $image" >&2
    case $image in
    debian) debian ;;
    jdk | jre) local_image "$image" "$image:17" ;;
    influxdb) local_image influxdb influxdb:1.6.7 ;;
    kafka) local_image kafka "kafka:$kafka_version" ;;
    prometheus) local_image prometheus prometheus:2.42 ;;
    alertmanager) local_image alertmanager alertmanager:0.25 ;;
    soakline) soakline ;;
    *) echo "no image $image; there are debian, jdk, jre, influxdb, kafka, prometheus, alertmanager and soakline" >&2; exit 2 ;;
    esac
done
