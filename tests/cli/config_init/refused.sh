#!/bin/sh
mkdir full empty
touch full/file file
keeperctl config init --server 1=keeper1 --output-dir full
echo "exit code $?"
keeperctl config init --server 1=keeper1 --output-dir file
echo "exit code $?"
keeperctl config init --server 1=keeper1 --output-dir missing/out
echo "exit code $?"
keeperctl config init --server 1=keeper1 --output-dir empty/ --quiet
ls -a full empty
