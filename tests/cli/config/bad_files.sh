#!/bin/sh
# Each message has the file, and the line where there is one.
show() {
    keeperctl config show "$@" 2>&1
    echo "$?"
}
mkdir k.d directory
echo '<clickhouse><a>1</a></clickhouse>' > k.xml
show
show missing.xml
show directory
show /dev/null
mkfifo pipe.xml
show pipe.xml
echo "Dear all, the server moves on Monday." > letter
show letter
show k.xml --env NO_VALUE
show k.xml --env-file missing.env
printf '<clickhouse>\n<a>1</b>\n</clickhouse>\n' > k.d/1.xml
show k.xml
printf 'a:\n  - b\n c: 1\n' > k.d/1.yaml
rm k.d/1.xml
show k.xml
printf '<config><a>2</a></config>' > k.d/1.yaml
mv k.d/1.yaml k.d/1.conf
show k.xml
printf '<clickhouse>\n<a from_env="NOWHERE" replace="1">7</a>\n</clickhouse>\n' > k.d/1.conf
show k.xml --strict
show k.xml --env NOWHERE='a & b'
