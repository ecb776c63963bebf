#!/bin/sh
# What a server reads and we may not is an error: without it the answer would be another one.
show() {
    without_root_rights keeperctl config show k.xml 2>&1
    echo "exit code $?"
}
mkdir conf.d k.d config.d
echo '<clickhouse><a>1</a></clickhouse>' > k.xml
echo '<clickhouse><a>2</a></clickhouse>' > k.d/1.xml
chmod 0 config.d
show
chmod 0 conf.d
without_root_rights ls conf.d 2> /dev/null && echo "the directory is readable: this case shows nothing"
show
chmod 755 conf.d
chmod 0 k.d/1.xml
show
chmod 0 k.xml
show
chmod 755 config.d
