/** The process as commands see it. */
import { fstatSync, writeSync } from 'node:fs';
import type { Io, Sink } from './io.ts';

/** A reader may close the pipe early (`| head`): this is not an error. */
function quietly(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Waits until what was written has gone out. */
type Drain = () => Promise<void>;
const drains: Drain[] = [];

/**
 * A standard stream. Files and pipes are written directly, because a stream of Node.js takes as long to load as a family of
 * rules to run. The stream is opened for terminals, on Windows, and for a pipe that is full and does not block.
 */
function sink(descriptor: 1 | 2, open: () => NodeJS.WriteStream): Sink {
  let stream: NodeJS.WriteStream | undefined;
  let drain: Drain | undefined;
  let isClosed = false;
  let plain: boolean | undefined;
  const opened = () => {
    if (!stream) {
      const own = quietly(open());
      stream = own;
      drain = () => new Promise((resolve) => own.write('', () => resolve()));
      drains.push(drain);
    }
    return stream;
  };
  const isPlain = () => {
    plain ??= isPlainFile(descriptor);
    return plain;
  };
  return {
    write: (text) => {
      if (isClosed) return;
      if (stream || !isPlain()) {
        opened().write(text);
        return;
      }
      const bytes = Buffer.from(text);
      const written = writeNow(descriptor, bytes);
      if (written === 'closed') isClosed = true;
      else if (written < bytes.length) opened().write(bytes.subarray(written));
    },
    room: async () => {
      await drain?.();
      return !isClosed && stream?.destroyed !== true;
    },
    get isTerminal() {
      return !isPlain() && opened().isTTY === true;
    },
    get columns() {
      return isPlain() ? undefined : opened().columns;
    },
  };
}

/** Whether a descriptor is a file, a pipe or a socket that can be written to as it is. */
function isPlainFile(descriptor: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    return !fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}

/** How many bytes were written; fewer than all if the descriptor would block. */
function writeNow(descriptor: number, bytes: Uint8Array): number | 'closed' {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return 'closed';
    if (code !== 'EAGAIN') throw error;
  }
  return written;
}

/** Ends the process once everything is written. This saves the last garbage collection of a process that ends by itself. */
export async function exit(status: number): Promise<void> {
  process.exitCode = status;
  await Promise.all(drains.map((drain) => drain()));
  process.exit();
}

/** Standard input, once it is read. */
let input: Buffer | undefined;

export const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  stdout: sink(1, () => process.stdout),
  stderr: sink(2, () => process.stderr),
  stdin: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    input = Buffer.concat(chunks);
    return input;
  },
};

/** See `Io.again`. */
export async function again(option: string): Promise<number | null> {
  return startAgain([option, ...process.execArgv, ...process.argv.slice(1)], {});
}

/** See `Io.again`. The single program reads options of Node.js from NODE_OPTIONS only. */
export async function againAsProgram(option: string): Promise<number | null> {
  return startAgain(process.argv.slice(2), { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${option}` });
}

async function startAgain(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number | null> {
  const { spawnSync } = await import('node:child_process');
  return spawnSync(process.execPath, args, {
    stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
    input,
    env: { ...process.env, ...env, [AGAIN]: '1' },
  }).status;
}

/** Set for the second try. There is no third. */
const AGAIN = 'VPCE_LINT_AGAIN';

export const isSecondTry: boolean = Boolean(process.env[AGAIN]);
