#!/bin/sh
cd "$GOLDEN/keeper" || exit
for condition in 'exists /nowhere' 'missing /app' 'missing /nowhere' 'session 1 closed' 'session 77 closed'; do
    keeperctl replay 04-live-ephemerals-sigkill --until "$condition" > "$TMPDIR/answer"
    echo "exit code $?"
    sed -n '/^Until/,$p' "$TMPDIR/answer"
done
mkdir "$TMPDIR/out"
keeperctl replay 04-live-ephemerals-sigkill --until 'exists /nowhere' --output-dir "$TMPDIR/out" --format json
echo "exit code $?"
ls "$TMPDIR/out"
