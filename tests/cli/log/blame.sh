#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log blame /cver 05-zstdlog-sigkill
keeperctl log blame /cver 05-zstdlog-sigkill --count 1 --format json
keeperctl log blame /none 05-zstdlog-sigkill
