#!/bin/sh
# Errors are no chatter.
convert no-such-folder --quiet
