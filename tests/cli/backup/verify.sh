#!/bin/sh
keeperctl backup verify "$GOLDEN/backup" --deep
keeperctl backup verify "$GOLDEN/backup" 20261128T140000Z-00000001 --format json
