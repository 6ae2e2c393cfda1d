// Run by the Node.js that becomes the program: compiles the bundle by usual work, and keeps what V8 made of it.
//   node warm.cjs BUNDLE SLICES CACHE INPUT...
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { Script } = require('node:vm');

const [bundle, slices, cache, ...inputs] = process.argv.slice(2);
const script = new Script(readFileSync(bundle, 'latin1'), { filename: 'vpce-lint' });
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(bundle), module_, bundle);
const { app, useActionSlices } = module_.exports;
useActionSlices(pathToFileURL(`${slices}/`));
const nowhere = { write() {}, isTerminal: false, columns: undefined };
const io = { cwd: process.cwd(), env: {}, stdout: nowhere, stderr: nowhere, stdin: async () => Buffer.alloc(0) };

(async () => {
  for (const input of inputs) {
    for (const format of ['pretty', 'json', 'sarif', 'github']) {
      const status = await app([input, '--no-config', '--format', format], io);
      if (status > 1) throw new Error(`${input}: the status is ${status}`);
    }
  }
  writeFileSync(cache, script.createCachedData());
})();
