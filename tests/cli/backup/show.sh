#!/bin/sh
keeperctl backup show "$GOLDEN/backup" 20261128T140000Z-00000001 | plain_backup
keeperctl backup show "$GOLDEN/backup" --format json
