#!/bin/sh
# Each failure has its outcome, in the time that was given.
serving http-silent http-slow http-endless http-endless-head http-cut http-cut-head http-gone http-garbage closed -- \
    keeperctl probe http @1 @2 @3 @4 @5 @6 @7 @8 @9 --timeout 2s --max-answer 64KiB
serving http-other-service http-proxy http-moved http-controls leader http-leader -- \
    keeperctl probe http @1 @2 @3 @4 @5 no-such-host.invalid @6 --timeout 5s
