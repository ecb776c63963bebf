#!/bin/sh
keeperctl snapshot stats "$GOLDEN/keeper/07-session-expiry-restart" --index 60 --top 3 | sed 's| .*/keeper/| .../|'
