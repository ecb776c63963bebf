#!/bin/sh
serving leader -- keeperctl 4lw mntr @1 --quiet
serving no-quorum -- keeperctl 4lw mntr @1 --quiet
