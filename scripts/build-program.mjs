// Builds the single program, program/vpce-lint-<platform>-<architecture>: Node.js with the command line, the AWS SDK and the data in one file.
//   node scripts/build-program.mjs [--node=PATH]     with that Node.js; default: the one that runs this
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inject } from 'postject';
import { AS_A_FUNCTION, common, slices, version } from './lib/bundle.mjs';

/** Where Node.js looks for what was put into it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const root = fileURLToPath(new URL('..', import.meta.url));
const [node = process.execPath] = process.argv.flatMap((arg) => (arg.startsWith('--node=') ? [arg.slice(7)] : []));
const { platform, arch } = process;
const program = join(root, 'program', `vpce-lint-${platform}-${arch}${platform === 'win32' ? '.exe' : ''}`);
const work = join(root, `node_modules/.cache/vpce-lint-program-${process.pid}`);
mkdirSync(join(work, 'slices'), { recursive: true });

/** Libraries that are asked for where they are needed, elsewhere left where npm puts them. */
const librariesInside = {
  name: 'libraries-inside',
  setup({ onLoad }) {
    onLoad({ filter: /pure[\\/]libraries\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replace(/^const load = .*$/m, '')
        .replaceAll('load(', 'require('),
      loader: 'ts',
    }));
  },
};

try {
  await build({
    ...common,
    ...AS_A_FUNCTION,
    entryPoints: ['src/cli/program.ts'],
    format: 'cjs',
    outfile: join(work, 'app.cjs'),
    external: [],
    plugins: [...common.plugins, librariesInside],
  });
  const texts = slices();
  for (const [name, text] of texts) writeFileSync(join(work, 'slices', name), text);
  await build({
    ...common,
    entryPoints: ['src/cli/program-main.ts'],
    format: 'cjs',
    outfile: join(work, 'main.cjs'),
    define: {
      VPCE_LINT_VERSION: JSON.stringify(version),
      VPCE_LINT_SLICES: JSON.stringify(texts.map(([name]) => name).join(' ')),
    },
  });
  const samples = ['fixtures/quickstart/plan.json', 'fixtures/quickstart'];
  const made = [join(work, 'app.cjs'), join(work, 'slices'), join(work, 'app.cache')];
  run(node, [join(root, 'scripts/lib/warm.cjs'), ...made, ...samples]);
  writeFileSync(
    join(work, 'sea.json'),
    JSON.stringify({
      main: join(work, 'main.cjs'),
      output: join(work, 'blob'),
      disableExperimentalSEAWarning: true,
      assets: {
        'app.cjs': join(work, 'app.cjs'),
        'app.cache': join(work, 'app.cache'),
        ...Object.fromEntries(texts.map(([name]) => [`slices/${name}`, join(work, 'slices', name)])),
      },
    }),
  );
  run(node, ['--experimental-sea-config', join(work, 'sea.json')]);
  mkdirSync(join(root, 'program'), { recursive: true });
  rmSync(program, { force: true });
  copyFileSync(node, program);
  chmodSync(program, 0o755);
  // A signature does not outlive the change, and macOS runs nothing without one.
  if (platform === 'darwin') run('codesign', ['--remove-signature', program]);
  await inject(program, 'NODE_SEA_BLOB', readFileSync(join(work, 'blob')), {
    sentinelFuse: FUSE,
    ...(platform === 'darwin' ? { machoSegmentName: 'NODE_SEA' } : {}),
  });
  if (platform === 'darwin') run('codesign', ['--sign', '-', program]);
} finally {
  rmSync(work, { recursive: true });
}

function run(file, args) {
  execFileSync(file, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
