#!/bin/sh
cp -r "$GOLDEN/config/node" after
cd after || exit
sed -i -e 's/30000/20000/' -e 's/xQJ/yQJ/' -e '/level/d' keeper_config.xml
rm conf.d/listen.xml
echo 'keeper_server: {coordination_settings: {force_sync: false}}' > keeper_config.d/20-new.yml
cd ..
cp -r "$GOLDEN/config/node" before
keeperctl config diff before/keeper_config.xml after/keeper_config.xml
echo "$?"
keeperctl config diff before/keeper_config.xml after/keeper_config.xml --format json
keeperctl config diff before/keeper_config.xml before/keeper_config.xml
echo "$?"
keeperctl config diff before/keeper_config.xml after/keeper_config.xml --quiet
