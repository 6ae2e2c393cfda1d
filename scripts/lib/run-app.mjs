import { root } from './import-ts.mjs';

/** What a command line prints on standard output, run in the root of the repository. `app` is that of `src/cli/app.ts`. */
export async function printedBy(app, argv) {
  let printed = '';
  const stdout = { write: (text) => (printed += text), isTerminal: false, columns: undefined };
  const stderr = { write: (text) => process.stderr.write(text), isTerminal: false, columns: undefined };
  await app(argv, { cwd: root, env: {}, stdout, stderr, stdin: async () => Buffer.alloc(0) });
  return printed;
}
