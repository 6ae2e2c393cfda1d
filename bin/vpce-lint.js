#!/usr/bin/env node
// CommonJS, as the package.json beside it says.
require('../dist/cli.cjs');
