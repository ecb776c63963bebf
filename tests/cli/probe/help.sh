#!/bin/sh
keeperctl 4lw --help | head -3
