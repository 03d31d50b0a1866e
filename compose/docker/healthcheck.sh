#!/bin/bash
# Healthy while every thread that does a service's work has been awake since the last check.
#   healthcheck.sh PATTERN...       names of threads, of which Linux keeps 15 characters
# PATTERN         wakes several times a second, with nothing to do, too, and while Kafka is away: only one that hangs does not
# CAUSE->PATTERN  has nothing to do unless the threads CAUSE were awake, which read the same
# any:PATTERN     one awake thread of each process is enough: those that an engine starts inherit the name and have often no work
# Where metrics are served they must answer, and processors that are behind must have read on.
# Reads /proc and a socket of bash's: costs milliseconds where a JVM would disturb what is measured.
set -u
kept=/tmp/soakline-health
declare -A before=() now=()

fail() {
    save
    echo "$1"
    exit 1
}

save() {
    local key
    for key in "${!now[@]}"; do
        echo "$key ${now[$key]}"
    done >"$kept"
}

# Field 2 of "voluntary_ctxt_switches: 123": how often the thread went to sleep and was woken.
wakes() {
    local key count
    while read -r key count; do
        [ "$key" != voluntary_ctxt_switches: ] || echo "$count"
    done 2>/dev/null <"$1/status"
}

# Sets found to how many threads (or, with any:, processes) of that name there are, still to the names of those that slept
# since the last check. A thread that ends while it is looked at is no thread that hangs.
look_at() {
    local pattern=${1#any:} task name count key
    local -A seen=()
    for task in /proc/[0-9]*/task/[0-9]*; do
        read -r name 2>/dev/null <"$task/comm" || continue
        # shellcheck disable=SC2053
        [[ $name == $pattern ]] || continue
        count=$(wakes "$task")
        [ -n "$count" ] || continue
        key=$task
        [ "$pattern" = "$1" ] || key=${task%/task/*}
        seen[$key]=$((${seen[$key]:-0} + count))
    done
    found=${#seen[@]} still=()
    for key in "${!seen[@]}"; do
        now[$key]=${seen[$key]}
        [ "${before[$key]:-}" != "${seen[$key]}" ] || still+=("$key ($pattern)")
    done
}

check_threads() {
    local pattern=${1##*->} cause=${1%->*} idle=
    if [ "$cause" != "$pattern" ]; then
        look_at "$cause"
        [ ${#still[@]} -lt "$found" ] || idle=1
    fi
    look_at "$pattern"
    [ "$found" -gt 0 ] || fail "there is no thread $pattern"
    [ -n "$idle" ] || hanging+=("${still[@]}")
}

# As it is written: large ones have an exponent.
metric() {
    local name value
    while read -r name value; do
        [ "$name" != "$1" ] || echo "$value"
    done <<<"$answer"
}

check_metrics() {
    local authorization='' lag received
    [ -z "${SOAKLINE_METRICS_TOKEN_FILE:-}" ] ||
        authorization="Authorization: Bearer $(<"$SOAKLINE_METRICS_TOKEN_FILE")"$'\r\n'
    exec 3<>"/dev/tcp/127.0.0.1/$SOAKLINE_METRICS_PORT" || fail "nothing listens on port $SOAKLINE_METRICS_PORT"
    printf 'GET /metrics?name%%5B%%5D=soakline_flow_lag&name%%5B%%5D=soakline_flow_received_total HTTP/1.0\r\n%s\r\n' \
        "$authorization" >&3
    answer=$(cat <&3)
    [[ $answer == HTTP/1.?\ 200* ]] || fail "metrics answer ${answer%%$'\r'*}"
    lag=$(metric soakline_flow_lag)
    received=$(metric soakline_flow_received_total)
    [ -n "$received" ] || return 0
    now[received]=$received
    [[ ${lag:-0} =~ ^0(\.0)?$ ]] || [ "${before[received]:-}" != "$received" ] ||
        fail "$lag inferences wait, and none was read since the last check"
}

if [ -r "$kept" ]; then
    while read -r key value; do
        before[$key]=$value
    done <"$kept"
fi
hanging=()
for pattern in "$@"; do
    check_threads "$pattern"
done
[ ${#hanging[@]} -eq 0 ] || fail "not awake since the last check: ${hanging[*]}"
[ -z "${SOAKLINE_METRICS_PORT:-}" ] || check_metrics
save
