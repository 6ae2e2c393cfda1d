import type { Node, ParsedNode } from 'yaml';
import { table } from '../base/table.ts';
import { InputError } from '../model/index.ts';

type Library = typeof import('./yaml-library.ts');

/** Words of ours in place of the parser's. */
const WORDS: Readonly<Record<string, string>> = table({
  DUPLICATE_KEY: 'this key occurs twice',
  MULTIPLE_DOCS: 'the file has several documents',
});

const TOO_DEEP = 'lists and maps are nested too deeply';
const FEW_LEVELS = 'A config needs a few levels only';

type Path = readonly (string | number)[];

/** A YAML file as plain values, with the place of each. */
export interface YamlFile {
  readonly value: unknown;
  /** Line and column of the value at a path, or of its key; of the deepest part that exists. */
  place(path: Path, of?: 'key' | 'value'): { readonly line: number; readonly column: number };
  /** The value as written: `012345678901` where the number has lost its zero. */
  source(path: Path): string | undefined;
}

/**
 * Reads YAML 1.2.
 *
 * @throws InputError with line and column if the YAML is broken or unsafe
 */
export async function readYaml(text: string, file: string): Promise<YamlFile> {
  const library = await import('./yaml-library.ts');
  const { isScalar, LineCounter, parseDocument } = library;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', logLevel: 'error' });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const fault = (offset: number, message: string, hint?: string) => {
    const { line, column } = at(offset);
    return new InputError(message, { file, place: `line ${line}, column ${column}`, hint });
  };
  const [problem] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (problem) {
    // The parser calls itself for each level.
    if (/call stack/.test(problem.message)) throw fault(problem.pos[0], TOO_DEEP, FEW_LEVELS);
    const start = text.slice(text.lastIndexOf('\n', problem.pos[0] - 1) + 1);
    throw fault(problem.pos[0], WORDS[problem.code] ?? sentence(problem.message), hintFor(problem.code, start));
  }
  const nodeAt = (path: Path) =>
    (path.length === 0 ? document.contents : document.getIn(path, true)) as ParsedNode | null | undefined;
  let value: unknown;
  try {
    // Far more than a config needs, far less than a bomb unfolds to.
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    if (error instanceof RangeError) throw fault(0, TOO_DEEP, FEW_LEVELS);
    const [line] = (error as Error).message.split('\n');
    throw fault(0, sentence(line!), 'Write the values instead of aliases');
  }
  return {
    value,
    place: (path, of = 'value') => {
      for (let length = path.length; length > 0; length -= 1) {
        const here = path.slice(0, length);
        const offset =
          of === 'key' || length < path.length
            ? keyOffset(nodeAt(here.slice(0, -1)), here.at(-1)!, library)
            : offsetOf(nodeAt(here));
        const found = offset ?? offsetOf(nodeAt(here));
        if (found !== undefined) return at(found);
      }
      return at(offsetOf(nodeAt([])) ?? 0);
    },
    source: (path) => {
      const node = nodeAt(path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

function offsetOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0];
}

function keyOffset(
  map: Node | null | undefined,
  key: string | number,
  { isMap, isScalar }: Library,
): number | undefined {
  if (!isMap(map)) return undefined;
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
  return offsetOf(pair?.key as Node | undefined);
}

function hintFor(code: string, line: string): string | undefined {
  if (/^\s*(?:-\s+)?\*\s*:/.test(line)) return "Quote it: '*'";
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces';
  if (code === 'DUPLICATE_KEY') return 'Keep one of them';
  return undefined;
}

/** The parser's words without their full stop, in lower case as all of ours. */
function sentence(text: string): string {
  const trimmed = text.replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(trimmed) ? `${trimmed[0]!.toLowerCase()}${trimmed.slice(1)}` : trimmed;
}
