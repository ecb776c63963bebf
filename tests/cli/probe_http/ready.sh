#!/bin/sh
# Every role, and the answer of the first releases that had it.
serving http-leader http-follower http-observer http-no-leader http-old-leader http-old-follower http-old-neither \
    http-not-started -- keeperctl probe http @1 @2 @3 @4 @5 @6 @7 @8
