// Tools of other languages that tests start. Each has its own folder below node_modules/.cache. The folder is created on
// first use, and again when its sources change. Nothing is installed for the machine.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const PYTHONS = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
const BIN = process.platform === 'win32' ? 'Scripts' : 'bin';
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

/**
 * The folder with the programs of a virtual environment that holds what a file of requirements names; undefined without a Python that
 * can make one.
 */
export function pythonTools(name, requirements) {
  const python = PYTHONS.find(
    (each) => spawnSync(each, ['-c', 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 10))']).status === 0,
  );
  if (python === undefined) return undefined;
  const place = once(name, readFileSync(requirements), (folder) => {
    run(python, ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    run(join(folder, BIN, 'python'), pip);
  });
  return join(place, BIN);
}

/** The program actionlint, built from its sources; undefined without Go. */
export function actionlint() {
  if (spawnSync('go', ['version']).status !== 0) return undefined;
  const place = once('actionlint', ACTIONLINT, (folder) => {
    run('go', ['install', ACTIONLINT], { env: { ...process.env, GOBIN: folder, GOFLAGS: '-modcacherw' } });
  });
  return join(place, process.platform === 'win32' ? 'actionlint.exe' : 'actionlint');
}

/** A folder of the cache, filled once for each content of its sources. A folder that is incomplete is filled again. */
function once(name, madeOf, make) {
  const place = join(CACHE, `${name}-${createHash('sha256').update(madeOf).digest('hex').slice(0, 12)}`);
  const whole = join(place, 'whole');
  if (existsSync(whole)) return place;
  mkdirSync(CACHE, { recursive: true });
  rmSync(place, { recursive: true, force: true });
  make(place);
  mkdirSync(`${whole}.draft`);
  renameSync(`${whole}.draft`, whole);
  return place;
}

function run(program, args, options = {}) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
