#!/bin/sh
# Without the three stray bytes, and in files of ten.
mkdir new
keeperctl log rewrite "$GOLDEN/keeper/d11-zstd-three-runs" --output-dir new --codec zstd --rotate 10
keeperctl log dump "$GOLDEN/keeper/d11-zstd-three-runs" >expected
keeperctl log dump new | cmp - expected
keeperctl log verify new
keeperctl log rewrite new --output-dir new 2>&1
echo "exit code $?"
ls -A . new
