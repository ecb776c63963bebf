#!/bin/bash
# run.sh TARGET SECONDS [option of libFuzzer]...: fuzzes one target, built with the preset asan. What reaches new code
# is kept in build/asan/corpus, what fails in build/asan/findings. A finding that is mended goes, made small with
# -minimize_crash=1, into tests/fuzz/corpus/TARGET, as do a few units that a -merge=1 into an empty directory picks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target=$1 seconds=$2
corpus=build/asan/corpus/$target findings=build/asan/findings
mkdir -p "$corpus" "$findings"
exec "build/asan/bin/fuzz_$target" "$corpus" "tests/fuzz/corpus/$target" -max_total_time="$seconds" \
    -max_len=8192 -rss_limit_mb=1024 -timeout=20 -artifact_prefix="$findings/$target-" -print_final_stats=1 "${@:3}"
