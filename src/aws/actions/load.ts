import { existsSync, readFileSync } from 'node:fs';
import { table } from '../../base/table.ts';

/** How much an action can do, as the service authorization reference grades it. */
export type AccessLevel = 'Permissions management' | 'Write' | 'Tagging' | 'Read' | 'List';

/** One action of a service. */
export interface ActionInfo {
  /** `GetObject`, in AWS's own case. */
  readonly name: string;
  readonly level: AccessLevel;
  /** Resource types that a policy may name for the action. Empty if the action supports no resource (`Resource: "*"` only). */
  readonly types: readonly string[];
}

/** The actions and resource types of one IAM prefix. */
export interface ActionSlice {
  readonly prefix: string;
  /** Actions by lower-case name. */
  readonly actions: ReadonlyMap<string, ActionInfo>;
  /** ARN templates by resource type: `arn:${Partition}:s3:::${BucketName}`. */
  readonly types: ReadonlyMap<string, readonly string[]>;
  /** Condition keys of the service that carry several values, lower case; tag keys end in `/${tagkey}`. */
  readonly multi: ReadonlySet<string>;
  /** Condition keys that requests to the service may carry besides the global ones, as AWS writes them; `${TagKey}` and `<key>` stand for any text. */
  readonly keys: readonly string[];
}

const LEVELS: Readonly<Record<string, AccessLevel>> = table({
  P: 'Permissions management',
  W: 'Write',
  T: 'Tagging',
  R: 'Read',
  L: 'List',
});

/** The text of a slice by its file name; undefined if there is none. */
export type SliceText = (name: string) => string | undefined;

let textOf = inFolder(new URL('./slices/', import.meta.url));
let cache = new Map<string, ActionSlice | null>();

/** Where the slices lie: a build that moves them says so once, before anything is analyzed. */
export function useActionSlices(from: URL | SliceText): void {
  textOf = typeof from === 'function' ? from : inFolder(from);
  cache = new Map();
}

function inFolder(folder: URL): SliceText {
  return (name) => {
    try {
      return readFileSync(new URL(name, folder), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Without any data every action would look unknown, and every policy would seem to allow nothing.
      if (!existsSync(new URL('version.json', folder))) throw new Error(`no action data at ${folder.pathname}`);
      return undefined;
    }
  };
}

/** The slice of an IAM prefix (`s3`), read on first use; null when there is none. */
export function actionSlice(prefix: string): ActionSlice | null {
  const known = cache.get(prefix);
  if (known !== undefined) return known;
  const slice = /^[a-z0-9-]+$/.test(prefix) ? read(prefix) : null;
  cache.set(prefix, slice);
  return slice;
}

function read(prefix: string): ActionSlice | null {
  const text = textOf(`${prefix}.json`);
  if (text === undefined) return null;
  const raw = JSON.parse(text) as {
    types: Record<string, string>;
    actions: Record<string, string>;
    multi?: string;
    keys?: string;
  };
  const types = new Map(Object.entries(raw.types).map(([name, arns]) => [name, arns.split(' ')]));
  const names = [...types.keys()];
  const actions = new Map<string, ActionInfo>();
  for (const [name, packed] of Object.entries(raw.actions)) {
    const used = packed.slice(1).split(',').filter(Boolean);
    const info = {
      name,
      level: LEVELS[packed.charAt(0)] ?? 'Write',
      types: used.map((index) => names[Number(index)]!),
    };
    actions.set(name.toLowerCase(), info);
  }
  return { prefix, actions, types, multi: new Set(raw.multi?.split(' ')), keys: raw.keys?.split(' ') ?? [] };
}
