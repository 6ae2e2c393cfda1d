/** Start of the single program: Node.js itself with the bundle, its compiled code and its data in one file. */
import { createRequire } from 'node:module';
import { getRawAsset } from 'node:sea';
import { Script } from 'node:vm';
import { againAsProgram, exit, io, isSecondTry } from './process-io.ts';

/** Written in by the build. */
declare const VPCE_LINT_VERSION: string;
/** Names of the data in the program, a space between them. */
declare const VPCE_LINT_SLICES: string;

const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') {
  io.stdout.write(`${VPCE_LINT_VERSION}\n`);
} else {
  const { app, useActionSlices } = bundle();
  const slices = new Set(VPCE_LINT_SLICES.split(' '));
  useActionSlices((name) => (slices.has(name) ? asset(`slices/${name}`).toString('utf8') : undefined));
  app(argv, { ...io, ...(isSecondTry ? {} : { again: againAsProgram }) }).then(exit);
}

function bundle(): typeof import('./program.ts') {
  const script = new Script(asset('app.cjs').toString('latin1'), {
    filename: 'vpce-lint',
    cachedData: asset('app.cache'),
  });
  const module = { exports: {} as typeof import('./program.ts') };
  script.runInThisContext()(module.exports, createRequire(process.execPath), module, process.execPath);
  return module.exports;
}

function asset(name: string): Buffer {
  return Buffer.from(getRawAsset(name) as ArrayBuffer);
}
