// moto, which answers the AWS API on loopback, in a virtual environment of its own.
//   node scripts/moto.mjs            makes the environment, where it is not there yet
//   node scripts/moto.mjs --serve    and runs the server on a free port, until it is ended
import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pythonTools } from './lib/tools.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REQUIREMENTS = join(ROOT, 'scripts/moto.requirements.txt');
/** Long enough for a slow machine to load botocore. */
const STARTED_MS = 120_000;

/** The folder with the programs of the environment; undefined without a Python that can make it. */
export function environment() {
  return pythonTools('moto', REQUIREMENTS);
}

/** Starts the server; `stop` ends it. The server rejects Regions that moto does not know by name, as AWS does. */
export async function serve(bin) {
  const port = await freePort();
  // A file, because a pipe that nobody empties would stop the server.
  const log = join(tmpdir(), `vpce-lint-moto-${port}.log`);
  const server = spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', openSync(log, 'w')],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const said = () => readFileSync(log, 'utf8').slice(-4000);
  const ended = new Promise((resolve) => server.on('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  const kill = () => server.kill();
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await ended;
    rmSync(log, { force: true });
  };
  for (const until = Date.now() + STARTED_MS; ; ) {
    if (server.exitCode !== null) throw new Error(`moto ended: ${said()}`);
    if (await answers(url)) return { url, stop };
    if (Date.now() > until) {
      await stop();
      throw new Error(`moto does not answer: ${said()}`);
    }
    await new Promise((go) => setTimeout(go, 100));
  }
}

async function answers(url) {
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .on('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
      });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bin = environment();
  if (bin === undefined) {
    console.error('there is no Python 3.10 or later that makes virtual environments');
    process.exitCode = 1;
  } else if (process.argv.includes('--serve')) {
    const { url } = await serve(bin);
    console.log(url);
  } else console.log(bin);
}
