// moto, which answers the AWS API on loopback, in a virtual environment of its own.
//   node scripts/moto.mjs            makes the environment, where it is not there yet
//   node scripts/moto.mjs --serve    and runs the server on a free port, until it is ended
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REQUIREMENTS = join(ROOT, 'scripts/moto.requirements.txt');
const PYTHONS = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
const BIN = process.platform === 'win32' ? 'Scripts' : 'bin';
/** Long enough for a slow machine to load botocore. */
const STARTED_MS = 120_000;

/**
 * The folder with the programs of the environment, made on first use; undefined without a Python that can.
 * Made anew when what it is made of changes.
 */
export function environment() {
  const python = PYTHONS.find(
    (name) => spawnSync(name, ['-c', 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 10))']).status === 0,
  );
  if (python === undefined) return undefined;
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const cache = join(ROOT, 'node_modules/.cache');
  const place = join(cache, `moto-${wanted}`);
  const bin = join(place, BIN);
  const whole = join(place, 'whole');
  if (existsSync(whole)) return bin;
  mkdirSync(cache, { recursive: true });
  rmSync(place, { recursive: true, force: true });
  run(python, ['-m', 'venv', place]);
  run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  mkdirSync(`${whole}.draft`);
  renameSync(`${whole}.draft`, whole);
  return bin;
}

/** Starts the server; `stop` ends it. Regions that moto does not know by name are refused, as they are by AWS. */
export async function serve(bin) {
  const port = await freePort();
  // A file, for a pipe that nobody empties would stop the server.
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

function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
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
