// npm runs this after `npm ci`, and where the package is installed from git, as pre-commit does: it makes the bundles, where there are none.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

if (!existsSync(`${ROOT}dist/cli.cjs`)) {
  if (!existsSync(`${ROOT}node_modules/esbuild`)) installBuilder();
  process.argv.push('--fast');
  await import('./build.mjs');
}

/** `npm install --global` of a git repository leaves it without the packages that it is built from and with. */
function installBuilder() {
  const { packages } = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8'));
  npm('ci', '--omit=dev', '--omit=optional');
  // As a package of the development npm would leave it out again.
  npm('install', '--no-save', '--prefix', 'scripts', `esbuild@${packages['node_modules/esbuild'].version}`);
}

function npm(...args) {
  // Said of the installation around this one, and inherited.
  const isOfAnother = (name) => /^npm_config_(global|prefix)$/i.test(name);
  const { status } = spawnSync('npm', [...args, '--ignore-scripts'], {
    cwd: ROOT,
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOfAnother(name))),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the packages that the build needs could not be installed');
}
