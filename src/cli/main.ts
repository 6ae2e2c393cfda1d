import { join } from 'node:path';
import { runCompiled } from './compiled.ts';
import { again, exit, io, isSecondTry } from './process-io.ts';

/** Written in by the build. */
declare const VPCE_LINT_VERSION: string;
/** File of the bundle of `app.ts`, its name a hash of what is in it. */
declare const VPCE_LINT_APP: string;

const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') {
  // Asked by scripts and installers: not worth loading everything.
  io.stdout.write(`${VPCE_LINT_VERSION}\n`);
} else {
  const { exports, keep } = runCompiled<typeof import('./app.ts')>(
    join(import.meta.dirname, VPCE_LINT_APP),
    process.env,
  );
  exports.app(argv, { ...io, linted: keep, ...(isSecondTry ? {} : { again }) }).then(exit);
}
