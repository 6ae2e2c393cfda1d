/** The process as commands see it. */
import type { Io, Sink } from './io.ts';

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

export const io: Io = {
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
export async function again(option: string): Promise<number | null> {
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

export const isSecondTry: boolean = Boolean(process.env[AGAIN]);
