#!/bin/sh
serving leader -- keeperctl 4lw srvr @1
serving leader -- keeperctl 4lw ruok @1
