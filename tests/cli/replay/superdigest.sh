#!/bin/sh
cp -r "$GOLDEN/keeper/01-simple-plainlog" data
: > empty
keeperctl replay data --superdigest-file empty
echo "exit code $?"
keeperctl replay data --superdigest-file nowhere
echo "exit code $?"
echo 'admin:x1nq8J5GOJVPY6zgzhtTtA9izLc=' > super
keeperctl replay data --superdigest-file super --quiet
