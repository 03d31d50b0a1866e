#!/bin/sh
# Runs once, when InfluxDB 2 has made its first bucket. InfluxQL knows databases, not buckets: without this mapping every
# panel says "database not found".
set -eu
influx v1 dbrp create --db soakline --rp autogen --default --bucket-id "$DOCKER_INFLUXDB_INIT_BUCKET_ID"
