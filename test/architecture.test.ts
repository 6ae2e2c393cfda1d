import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importTable, ROOMS, type Room } from '../scripts/lib/rooms.ts';

/** Files are read here alone; the rest works on what it is given. */
const READS_FILES = [
  'src/loaders/',
  'src/cli/',
  'src/config/',
  'src/aws/actions/load.ts',
  'src/findings/',
  'src/run.ts',
];

/** A file of this repository by its path from the root, in code, comments or prose. */
const NAMED_FILE = /(?<![\w/.<>{}*-])(?:src|rules|scripts|bench|test)\/[\w./-]*\w\.(?:ts|mjs)\b/g;

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

/** What an import leads to, as a file of this repository. */
function target({ file, from }: Import): string {
  return posix.join(posix.dirname(file), from);
}

/** The path of a file as rooms are named. */
function below(file: string): string {
  return file.startsWith('src/') ? file.slice('src/'.length) : file;
}

/** The room a file belongs to, not one inside it. */
function roomOf(file: string): Room | undefined {
  const [first] = below(file).split('/');
  return ROOMS.find(({ name }) => name === first);
}

function told({ file, from }: Import): string {
  return `${file} imports ${from}`;
}

it('reads the imports it judges', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(own.length).toBeGreaterThan(files.length);
});

it('rooms import only what they may', () => {
  const wrong = own.filter((each) => {
    const room = roomOf(each.file);
    const other = below(target(each)).split('/')[0]!;
    if (room === undefined || room.name === other || room.imports.includes('*')) return false;
    if (room.imports.includes(other)) return false;
    return !(each.typeOnly && room.types?.includes(other));
  });
  expect(wrong.map(told)).toEqual([]);
  expect(
    files.filter((file) => roomOf(file) === undefined),
    'files of no room',
  ).toEqual([]);
});

it('what is inside a room is read in its order', () => {
  const wrong = ROOMS.flatMap(({ name, inside }) => {
    if (inside === undefined) return [];
    const innerOf = (file: string) => {
      const [first, second] = below(file)
        .slice(name.length + 1)
        .split('/');
      return second === undefined ? '.' : first!;
    };
    const isIn = (file: string) => below(file).startsWith(`${name}/`);
    return own.filter((each) => {
      if (!isIn(each.file) || !isIn(target(each))) return false;
      const [from, to] = [innerOf(each.file), innerOf(target(each))];
      return from !== to && !inside[from]?.includes(to);
    });
  });
  expect(wrong.map(told)).toEqual([]);
});

it('no file imports itself on a detour, types included', () => {
  expect(circles()).toEqual([]);
});

/** Circles among the imports, each as the files on the way. */
function circles(): string[] {
  const next = new Map(files.map((file) => [file, own.filter((each) => each.file === file)]));
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const from = way.indexOf(file);
    if (from >= 0) found.push([...way.slice(from), file].join(' > '));
    if (from >= 0 || done.has(file)) return;
    for (const each of next.get(file) ?? []) visit(target(each), [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

it('docs/architecture.md shows what is held here', () => {
  const isShown = readFileSync(`${root}docs/architecture.md`, 'utf8').includes(importTable());
  expect(isShown, 'the table is out of date: npm run gen').toBe(true);
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

it('files that code, scripts and docs name are there', () => {
  const texts = ['src', 'rules', 'scripts', 'bench', 'test', 'docs', '.']
    .flatMap((folder) =>
      readdirSync(root + folder, { recursive: folder !== '.', encoding: 'utf8' }).map((path) =>
        posix.join(folder, path.replaceAll('\\', '/')),
      ),
    )
    .filter((path) => /\.(?:m?js|ts|md)$/.test(path));
  const named = texts.flatMap((file) =>
    [...readFileSync(root + file, 'utf8').matchAll(NAMED_FILE)].map(([path]) => ({ file, path })),
  );
  expect(named.length).toBeGreaterThan(50);
  const missing = named.filter(({ path }) => !existsSync(root + path)).map(({ file, path }) => `${file}: ${path}`);
  expect(missing).toEqual([]);
});
