#!/bin/sh
# Makes the secrets that docker-compose.yml reads, each once. They are random, and stay out of version control.
set -eu
folder="$(dirname -- "$0")/secrets"
umask 022
mkdir -p "$folder"
for name in influx_token influx_password influx3_token grafana_password questdb_password metrics_token; do
    # Compose mounts a file with the owner and mode it has here, and containers run as other users: so it must be readable
    # for all, and the folder it lies in must not be.
    [ -s "$folder/$name" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$folder/$name"
done
# InfluxDB 3 wants its first token in a file of its own form.
[ -s "$folder/influx3_admin.json" ] ||
    printf '{"token":"apiv3_%s","name":"soakline"}\n' "$(cat "$folder/influx3_token")" >"$folder/influx3_admin.json"
case $(cat "$folder/influx3_token") in
apiv3_*) ;;
*) printf 'apiv3_%s' "$(cat "$folder/influx3_token")" >"$folder/influx3_token.new" && mv "$folder/influx3_token.new" "$folder/influx3_token" ;;
esac
chmod 0711 "$folder"
echo "secrets are in $folder; Grafana's user is admin, its password in grafana_password"
