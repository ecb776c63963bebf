#!/bin/sh
serving leader follower closed no-quorum -- keeperctl 4lw wchs @1 @2 @3 @4
