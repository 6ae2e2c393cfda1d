/** Turns what the user named into networks: finds and reads files, recognizes them and hands each to its loader. */

import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { shownPath } from '../base/shown-path.ts';
import { table } from '../base/table.ts';
import type { Incompleteness } from '../model/index.ts';
import { prepare } from '../text/json/index.ts';
import { contentOf, openContent, readProblem } from './content.ts';
import { type FoundSources, findFiles, isCode, nothingIn } from './find.ts';
import { incompleteness } from './problems.ts';
import { Reader } from './reader.ts';
import type { LoadRequest, LoadResult, MemoryFile, Opened, ReadOptions } from './request.ts';
import { type ReadSources, readSourceFiles, readSources } from './sources.ts';
import { prepareYamlOf } from './yaml-files.ts';

export type { LoadRequest, LoadResult, MemoryFile, ReadOptions };

/** Reads what the user named. What cannot be read becomes an `incomplete` entry; the rest is checked. */
export async function load(request: LoadRequest): Promise<LoadResult> {
  // Before anything is read: a pipe is read only once.
  prepare();
  const files: Opened[] = [];
  const incomplete: Incompleteness[] = [];
  const seen = new Set<string>();
  const sources: FoundSources[] = [];
  // Sources of other stacks tell what may be, not what is.
  const takesSources = request.role !== 'context' && (request.kind === undefined || request.kind === 'sources');
  for (const path of request.paths) {
    if (path === '-') {
      if (request.stdin && !seen.has(path)) files.push({ path: null, named: true, content: contentOf(request.stdin) });
      seen.add(path);
      continue;
    }
    const found = await findFiles(path, request.cwd);
    if ('problem' in found) {
      incomplete.push(incompleteness(path, 'unknown-input', found.problem));
      continue;
    }
    for (const closed of found.closed)
      incomplete.push(incompleteness(closed, 'unreadable', 'this directory cannot be read. Check its permissions.'));
    const before = files.length;
    if (takesSources) sources.push(...found.sources);
    for (const file of request.kind === 'sources' ? [] : found.files) {
      const full = resolve(request.cwd, file.path);
      if (seen.has(full)) continue;
      seen.add(full);
      const shown = shownPath(full, request.cwd);
      try {
        files.push({ path: shown, named: file.named, content: openContent(full, shown) });
      } catch (error) {
        incomplete.push(incompleteness(shown, 'unreadable', readProblem(error)));
      }
    }
    const read = (takesSources ? found.sources.length : 0) + found.files.length + found.closed.length;
    if (files.length === before && read === 0)
      incomplete.push(incompleteness(path, 'unknown-input', NOTHING[request.role ?? 'judged']));
  }
  await prepareYamlOf(files);
  const cwd = realpathSync(request.cwd);
  return readAll(files, request, incomplete, request.paths, (first, judged) =>
    readSources(sources, { ...request, cwd }, first, judged),
  );
}

/** Reads documents in memory, as `load` does after it reads files. */
export function loadFiles(files: readonly MemoryFile[], options: ReadOptions = {}): LoadResult {
  const named = files.flatMap(({ path, bytes }) => (path === null ? [] : [[path, bytes] as const]));
  const code = new Map(named.filter(([path]) => isCode(path)));
  return readAll(
    files
      .filter(({ path }) => path === null || !code.has(path))
      .map(({ path, bytes, named = true }) => ({ path, named, content: contentOf(bytes) })),
    options,
    [],
    files.map((f) => f.path ?? '-'),
    (first) => readSourceFiles(new Map(named), [...code.keys()], options, first),
  );
}

function readAll(
  files: readonly Opened[],
  options: ReadOptions,
  before: readonly Incompleteness[],
  asked: readonly string[],
  sources: (first: number, judged: ReadonlySet<string>) => ReadSources,
): LoadResult {
  const close = () => {
    for (const { content } of files) content.close?.();
  };
  const reader = new Reader(options);
  try {
    for (const file of files) reader.read(file);
    reader.readSources(sources);
  } catch (error) {
    close();
    throw error;
  }
  const result = reader.finish();
  const incomplete = [...before, ...result.incomplete];
  // Directories with other files only: none of them was wrong, and nothing was read.
  if (result.pictures.length === 0 && incomplete.length === 0) {
    for (const path of asked) incomplete.push(incompleteness(path, 'unknown-input', nothingIn('it')));
  }
  return { ...result, incomplete, close };
}

const NOTHING = table({
  judged: 'it has nothing to read',
  context: 'it has no state or describe output. Terraform code of other stacks cannot be context.',
});
