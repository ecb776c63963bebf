#!/bin/sh
# The range is what the sources have there; a name must tell the first index.
keeperctl log splice "$GOLDEN/keeper/05-zstdlog-sigkill" --from 25 --to 34 --output changelog_25_34.bin
keeperctl log dump "$GOLDEN/keeper/05-zstdlog-sigkill" --from 25 --to 34 >expected
keeperctl log dump changelog_25_34.bin | cmp - expected
keeperctl log splice "$GOLDEN/keeper/05-zstdlog-sigkill" --from 25 --to 34 --output changelog_1_34.bin 2>&1
echo "exit code $?"
ls -A
