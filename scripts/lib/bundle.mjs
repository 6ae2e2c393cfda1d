/** How the command line and the library are bundled. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Of package.json only the version is needed at run time. */
const versionOnly = {
  name: 'version-only',
  setup({ onLoad }) {
    onLoad({ filter: /\/package\.json$/ }, () => ({ contents: JSON.stringify({ version }), loader: 'json' }));
  },
};

/** zlib takes 6 ms to load and is rarely needed (binary plan files, SARIF): asked for when one of its functions is called. */
const lazyZlib = {
  name: 'lazy-zlib',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:zlib$/ }, () => ({ path: 'zlib', namespace: 'lazy' }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: [
        "import { createRequire } from 'node:module';",
        "const zlib = () => createRequire(import.meta.url)('node:zlib');",
        ...['crc32', 'gunzipSync', 'gzipSync', 'inflateRawSync'].map(
          (name) => `export const ${name} = (...args) => zlib().${name}(...args);`,
        ),
      ].join('\n'),
    }));
  },
};

export const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Loaded for globs, for reports of earlier runs and for live accounts only: left where npm puts them.
  external: ['tinyglobby', 'ajv/*', '@aws-sdk/*', '@smithy/*'],
  // yaml's own entry is CommonJS; its browser build is the same code as ES modules.
  alias: { yaml: `${root}node_modules/yaml/browser/dist/index.js` },
  plugins: [versionOnly, lazyZlib],
};

/** A bundle that is one function of CommonJS's `exports, require, module, __filename`, as src/cli/compiled.ts runs it. */
export const AS_A_FUNCTION = {
  define: { 'import.meta.url': 'BUNDLE_URL' },
  // Code that V8 takes from its cache cannot import(); everything it asks for can be required.
  supported: { 'dynamic-import': false },
  banner: {
    js: '(function (exports, require, module, __filename) {const BUNDLE_URL=require("node:url").pathToFileURL(__filename).href;',
  },
  footer: { js: '})' },
};

/** What the actions of each service do, by file name, as it is shipped. */
export function slices() {
  const folder = `${root}src/aws/actions/slices`;
  return readdirSync(folder).map((name) => [
    name,
    JSON.stringify(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))),
  ]);
}
