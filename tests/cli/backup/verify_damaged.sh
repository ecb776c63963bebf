#!/bin/sh
cp -r "$GOLDEN/backup" store && chmod -R u+w store
for name in store/data_*; do
    printf x >> "$name"
    break
done
echo > store/data_foreign
keeperctl backup verify store
echo "exit code $?"
keeperctl restore store --to restored
echo "exit code $?"
ls
