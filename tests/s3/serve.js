// serve.js DIRECTORY: s3rver over these files on a free port of 127.0.0.1. Says the port, and ends with its standard input.
'use strict';

const S3rver = require('s3rver');

const options = { address: '127.0.0.1', port: 0, directory: process.argv[2], vhostBuckets: false, silent: true };
new S3rver(options).run().then(({ port }) => console.log(port));
process.stdin.on('end', () => process.exit()).resume();
