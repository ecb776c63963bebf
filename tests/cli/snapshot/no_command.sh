#!/bin/sh
# A group alone prints its help as a message and is wrong usage.
keeperctl 2> message
echo "exit $?"
grep -c "Usage: keeperctl" message
keeperctl snapshot 2> message
echo "exit $?"
grep "Usage:" message
keeperctl snapshot sequence 2> message
echo "exit $?"
grep "Usage:" message
