#!/bin/sh
for part in 1 2 3; do
    mkdir -p "$part/log" "$part/snapshots"
done
whole=$GOLDEN/keeper/12-survivor-of-three
keeperctl log splice "$whole/log" --from 1 --to 31 --output 1/log/changelog_1_31.bin --quiet
keeperctl log splice "$whole/log" --from 31 --to 60 --output 2/log/changelog_31_60.bin --quiet
keeperctl log splice "$whole/log" --from 60 --to 79 --output 3/log/changelog_60_79.bin --quiet
mkdir -p stranger/log stranger/snapshots
cp "$GOLDEN"/keeper/07-session-expiry-restart/log/* stranger/log
keeperctl recover assemble 1 2 3 stranger --single --id 1 --to whole --no-port-check
keeperctl log dump whole >now
keeperctl log dump "$whole" >before
diff before now | grep -c '^[<>]'
keeperctl recover assemble 1 3 --single --id 1 --to other --no-port-check --format json
echo "exit code $?"
