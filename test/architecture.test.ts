import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** What each part may import of the others: a folder below src, a file of src itself, or `rules`. `types`: by `import type`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  model: ['text'],
  aws: ['model'],
  policy: ['model', 'aws'],
  engine: ['text', 'model', 'aws', 'policy'],
  rules: ['engine', 'policy', 'aws', 'model'],
  loaders: ['text', 'model', 'aws'],
  findings: ['model', 'text', 'engine types'],
  config: ['model', 'text', 'findings', 'engine types'],
  reporters: ['findings', 'model types'],
  'catalogue.ts': ['rules', 'findings', 'engine types'],
  'version.ts': ['package.json'],
  'run.ts': ['*'],
  'index.ts': ['*'],
  cli: ['*'],
};

/** Files are read here alone; the rest works on what it is given. */
const READS_FILES = [
  'src/loaders/',
  'src/cli/',
  'src/config/',
  'src/aws/actions/load.ts',
  'src/findings/',
  'src/run.ts',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  dependencies: Record<string, string>;
};

interface Import {
  readonly file: string;
  /** As written. */
  readonly from: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

/** AssemblyScript: compiled by itself, and its imports name no extension. */
const ASSEMBLY = 'src/text/json/assembly/';

const files = ['src', 'rules'].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.startsWith(ASSEMBLY)),
);
const code = new Map(files.map((file) => [file, withoutComments(readFileSync(root + file, 'utf8'))]));
const imports = files.flatMap((file) => importsIn(file, code.get(file)!));
const own = imports.filter(({ from }) => from.startsWith('.'));
const foreign = imports.filter(({ from }) => !from.startsWith('.'));

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

function importsIn(file: string, text: string): Import[] {
  const fixed = [...text.matchAll(/^(?:import|export)\b(\s+type\b)?(?:[^;'"]*?\bfrom)?\s*'([^']+)'/gm)].map(
    ([, type, from]) => ({ file, from: from!, typeOnly: type !== undefined, dynamic: false }),
  );
  const dynamic = [...text.matchAll(/(\btypeof\s+)?\bimport\(\s*'([^']+)'/g)].map(([, type, from]) => ({
    file,
    from: from!,
    typeOnly: type !== undefined,
    dynamic: true,
  }));
  return [...fixed, ...dynamic];
}

/** The part a file belongs to. */
function partOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'src' ? second : first;
}

function told({ file, from }: Import): string {
  return `${file} imports ${from}`;
}

it('reads the imports it judges', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(own.length).toBeGreaterThan(files.length);
});

it('parts import only what they may', () => {
  const wrong = own.filter((each) => {
    const [part, other] = [partOf(each.file), partOf(posix.join(posix.dirname(each.file), each.from))];
    const allowed = MAY_IMPORT[part] ?? [];
    if (part === other || allowed.includes('*') || allowed.includes(other)) return false;
    return !(each.typeOnly && allowed.includes(`${other} types`));
  });
  expect(wrong.map(told)).toEqual([]);
  expect(
    [...new Set(files.map(partOf))].filter((part) => !(part in MAY_IMPORT)),
    'parts without a rule here',
  ).toEqual([]);
});

it('source and rules import no package but the dependencies', () => {
  const packageOf = (from: string) => from.split('/', from.startsWith('@') ? 2 : 1).join('/');
  const wrong = foreign.filter(
    ({ from, typeOnly }) => !from.startsWith('node:') && !typeOnly && !(packageOf(from) in dependencies),
  );
  expect(wrong.map(told)).toEqual([]);
});

it('packages under the AGPL are used in tests alone', () => {
  const others = ['scripts', 'bench', 'bin'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(?:m?js|ts)$/.test(path))
      .map((path) => `${folder}/${path}`),
  );
  const agpl = ['@cloud-copilot/iam-simulate'];
  const using = [...files, ...others].filter((file) =>
    agpl.some((name) => readFileSync(root + file, 'utf8').includes(name)),
  );
  expect(using).toEqual([]);
});

it('only the command line touches the process', () => {
  const wrong = files.filter(
    (file) => !file.startsWith('src/cli/') && /\bprocess\s*[.[]|node:process/.test(code.get(file)!),
  );
  expect(wrong).toEqual([]);
});

it('only loaders, config and the command line read files', () => {
  const wrong = foreign.filter(
    ({ file, from }) =>
      /^node:(?:fs|child_process|https?|net)/.test(from) && !READS_FILES.some((it) => file.startsWith(it)),
  );
  expect(wrong.map(told)).toEqual([]);
});

it('only the live loader imports the AWS SDK, when it is needed', () => {
  const wrong = foreign.filter(
    ({ file, from, dynamic, typeOnly }) =>
      from.startsWith('@aws-sdk/') && !(file.startsWith('src/loaders/live') && (dynamic || typeOnly)),
  );
  expect(wrong.map(told)).toEqual([]);
});

it('what is compiled to WebAssembly imports nothing else, and nobody imports it', () => {
  const inside = readdirSync(root + ASSEMBLY).flatMap((name) =>
    importsIn(ASSEMBLY + name, readFileSync(root + ASSEMBLY + name, 'utf8')),
  );
  expect(inside.filter(({ from }) => !/^\.\/[a-z]+$/.test(from)).map(told)).toEqual([]);
  expect(imports.filter(({ from }) => /\/assembly\//.test(from)).map(told)).toEqual([]);
});

it('imports name files with their extension', () => {
  expect(own.filter(({ from }) => !/\.(?:ts|json)$/.test(from)).map(told)).toEqual([]);
});
