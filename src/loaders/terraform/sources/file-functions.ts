/** Functions that read files of the repository. They read nothing outside it. */
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import type { Evaluator } from '../values/evaluator.ts';
import type { FileAccess } from '../values/file-access.ts';
import { failure, lit, unknowable, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { TooLarge } from './files.ts';
import { HASHES } from './pure/encodings.ts';
import { re2 } from './pure/libraries.ts';

type OfBytes = (bytes: Uint8Array) => unknown;

const hash = (name: keyof typeof HASHES): OfBytes => HASHES[name];

/** By what they give of a file's bytes. */
const OF_BYTES: ReadonlyMap<string, OfBytes> = new Map<string, OfBytes>([
  ['file', (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)],
  ['filebase64', (bytes) => Buffer.from(bytes).toString('base64')],
  ['filemd5', hash('md5')],
  ['filesha1', hash('sha1')],
  ['filesha256', hash('sha256')],
  ['filesha512', hash('sha512')],
  ['filebase64sha256', hash('base64sha256')],
  ['filebase64sha512', hash('base64sha512')],
]);

const OTHERS: Readonly<Record<string, (args: readonly string[], access: FileAccess) => Value>> = {
  fileexists: ([path = ''], access) => {
    const found = locate(path, access);
    return typeof found === 'string' ? lit(access.tree.real(found) !== undefined) : found;
  },
  fileset: ([path = '', pattern = ''], access) => {
    const found = locate(path, access);
    return typeof found === 'string' ? { ...lit(matching(found, pattern, access)), set: true } : found;
  },
};

/** The value of such a function. Undefined for any other function. */
export function callOnFile(name: string, args: readonly Value[], graph: Evaluator): Value | undefined {
  const ofBytes = OF_BYTES.get(name);
  const other = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
  if (!ofBytes && !other) return undefined;
  const unknown = args.find((arg) => arg.k !== 'lit');
  if (unknown) return unknowable(`${name}()`, whyUnknown(unknown));
  if (!graph.files) return unknowable(`${name}()`, `\`${name}(...)\` reads a file that is not at hand`);
  const texts = args.map((arg) => String((arg as { v: unknown }).v));
  return ofBytes ? readAs(ofBytes, texts[0] ?? '', graph.files) : other!(texts, graph.files);
}

/** The text of a file, as a template. */
export function fileText(path: Value, graph: Evaluator): Value {
  return callOnFile('file', [path], graph)!;
}

function readAs(ofBytes: OfBytes, path: string, access: FileAccess): Value {
  const found = locate(path, access);
  if (typeof found !== 'string') return found;
  try {
    const bytes = access.tree.read(found);
    return bytes ? lit(ofBytes(bytes)) : missing(path, found, access);
  } catch (error) {
    const why = error instanceof TooLarge ? error.message : 'it is not UTF-8';
    return unknowable(path, `the file ${JSON.stringify(path)} is not read: ${why}`);
  }
}

/** A file that is not there is an error to Terraform; one that a link leads out to may well be there. */
function missing(path: string, found: string, { tree }: FileAccess): Value {
  const parent = tree.real(join(found, '..'));
  const isThere = parent !== undefined && tree.list(parent).some(({ name }) => name === found.split(sep).at(-1));
  return isThere ? outside(path) : failure(`there is no file ${JSON.stringify(path)}`);
}

function outside(path: string): Value {
  return unknowable(path, `the file ${JSON.stringify(path)} is outside of the repository and is not read`);
}

/** Where a path leads; a value that says why it is not followed. */
function locate(path: string, { directory, tree }: FileAccess): string | Value {
  if (path.includes('\0')) return failure('a path cannot hold that');
  const full = isAbsolute(path) ? resolve(path) : resolve(directory, path);
  const inside = relative(tree.boundary, full);
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? outside(path) : full;
}

/** A directory with more files than this is not searched through. */
const MOST_FILES = 50_000;

/** Paths of files below a directory that match a pattern: `*`, `**`, `?`, `{a,b}`, `[a-z]`. */
function matching(directory: string, pattern: string, { tree }: FileAccess): readonly string[] {
  const expression = re2().RE2JS.compile(`^${globAsRegex(pattern)}$`);
  const isDeep = pattern.includes('**');
  const depth = pattern.split('/').length;
  const out: string[] = [];
  const waiting = [''];
  let seen = 0;
  for (let at = waiting.pop(); at !== undefined && seen < MOST_FILES; at = waiting.pop()) {
    for (const { name, isDirectory } of tree.list(join(directory, at))) {
      const path = posix.join(at, name);
      seen += 1;
      if (!isDirectory) {
        if (expression.matcher(path).matches()) out.push(path);
      } else if (name !== '.git' && (isDeep || path.split('/').length < depth)) waiting.push(path);
    }
  }
  return out.sort();
}

function globAsRegex(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|\{|\}|,|\[[^\]]*\]|[^*?{},[]/g, (part) => {
    switch (part) {
      case '**/':
        return '(?:[^/]+/)*';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return pattern.includes('{') ? '|' : ',';
      default:
        return part.startsWith('[') ? part : part.replace(/[\\^$.|+()\]]/g, '\\$&');
    }
  });
}
