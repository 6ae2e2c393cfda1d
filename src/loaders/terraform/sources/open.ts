import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shownPath } from '../../../base/shown-path.ts';
import { openPlanFile } from './plan-file.ts';
import { openDirectory } from './read.ts';
import type { SourceTree } from './tree.ts';

export interface FoundSources {
  readonly tree: SourceTree | undefined;
  /** Their place, relative to the working directory. */
  readonly shown?: string;
  /** Something to tell about them, in one line. */
  readonly note?: string;
}

/** The sources of a document: in the place that the user names, else beside it, else in the working directory. */
export function openSources(path: string | null, root: string | undefined, cwd: string): FoundSources {
  if (root !== undefined) {
    const tree = open(root, cwd);
    return tree
      ? { tree, shown: shownPath(root, cwd) }
      : { tree: undefined, note: `--root ${root}: no Terraform code found, so findings point to the plan` };
  }
  const beside = path === null ? [] : [dirname(path)];
  for (const place of new Set([...beside, '.'].map((p) => resolve(cwd, p)))) {
    const tree = open(place, cwd);
    if (tree) return { tree, shown: shownPath(place, cwd) };
  }
  return { tree: undefined };
}

function open(place: string, cwd: string) {
  const info = statSync(resolve(cwd, place), { throwIfNoEntry: false });
  if (!info) return undefined;
  if (info.isDirectory()) return openDirectory(place, cwd);
  try {
    return openPlanFile(place, cwd);
  } catch {
    return undefined;
  }
}
