import { join } from 'node:path';
import { runCompiled } from './compiled.ts';
import type { Io, Sink } from './io.ts';

/** Written in by the build. */
declare const VPCE_LINT_VERSION: string;
/** File of the bundle of `app.ts`, its name a hash of what is in it. */
declare const VPCE_LINT_APP: string;

/** A reader that has seen enough (`| head`) closes the pipe: no reason to make a noise. */
function quietly(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** The stream is opened when it is first needed: most runs have nothing to say on standard error. */
function sink(open: () => NodeJS.WriteStream): Sink {
  let stream: NodeJS.WriteStream | undefined;
  const opened = () => {
    stream ??= quietly(open());
    return stream;
  };
  return {
    write: (text) => {
      opened().write(text);
    },
    get isTerminal() {
      return opened().isTTY === true;
    },
    get columns() {
      return opened().columns;
    },
  };
}

/** Standard input, once it was read. */
let input: Buffer | undefined;

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  stdout: sink(() => process.stdout),
  stderr: sink(() => process.stderr),
  stdin: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    input = Buffer.concat(chunks);
    return input;
  },
};

/** As `Io.again`. */
async function again(option: string): Promise<number | null> {
  const { spawnSync } = await import('node:child_process');
  const args = [option, ...process.execArgv, ...process.argv.slice(1)];
  const stdin = input === undefined ? 'inherit' : 'pipe';
  return spawnSync(process.execPath, args, {
    stdio: [stdin, 'inherit', 'inherit'],
    input,
    env: { ...process.env, [AGAIN]: '1' },
  }).status;
}

/** Set where this is the second try: there is no third. */
const AGAIN = 'VPCE_LINT_AGAIN';

const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') {
  // Asked by scripts and installers: not worth loading everything.
  io.stdout.write(`${VPCE_LINT_VERSION}\n`);
} else {
  const { exports, keep } = runCompiled<typeof import('./app.ts')>(
    join(import.meta.dirname, VPCE_LINT_APP),
    process.env,
  );
  exports.app(argv, { ...io, linted: keep, ...(process.env[AGAIN] ? {} : { again }) }).then((status) => {
    // Never process.exit(): it would cut off what a pipe has not taken yet.
    process.exitCode = status;
  });
}
