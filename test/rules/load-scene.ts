import { loadFiles } from '../../src/loaders/index.ts';
import type { Network } from '../../src/model/index.ts';
import { printScene } from '../../src/scene/print.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';

type Printed = ReturnType<typeof printScene>;

/** The network a loader makes of a scene printed as its kind of input. The last one is kept: several tests ask for it. */
export function loadScene(
  scene: Scene,
  input: SceneInput,
  seed: string,
  change?: (files: Printed) => Printed,
): Network {
  if (change) return load(change(printScene(scene, input, seed)), input);
  if (last?.scene !== scene || last.input !== input || last.seed !== seed) {
    last = { scene, input, seed, network: load(printScene(scene, input, seed), input) };
  }
  return last.network;
}

let last:
  | { readonly scene: Scene; readonly input: SceneInput; readonly seed: string; readonly network: Network }
  | undefined;

function load(printed: Printed, input: SceneInput): Network {
  const files = printed.map(({ path, document }) => ({
    path,
    bytes: new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document)),
  }));
  const { pictures, incomplete } = loadFiles(files);
  const left = incomplete.filter((it) => it.code !== 'no-endpoints');
  if (left.length > 0) throw new Error(`the ${input} loader refused it: ${left.map((it) => it.message).join('; ')}`);
  if (pictures.length !== 1) throw new Error(`the ${input} loader made ${pictures.length} pictures of one network`);
  return pictures[0]!.network;
}

/** The same documents with their resources in another order. */
export function reordered(files: Printed): Printed {
  const other = (document: unknown) => (typeof document === 'string' ? reversedCode(document) : reverseLists(document));
  return files.map(({ path, document }) => ({ path, document: other(document) })).reverse();
}

/** Blocks begin in the first column, after an empty line. */
function reversedCode(code: string): string {
  return code
    .split(/\n\n(?=\w)/)
    .reverse()
    .map((block) => `${block.trimEnd()}\n`)
    .join('\n');
}

/** Lists that hold resources, in any of the inputs; all others have an order of their own. */
const RESOURCE_LISTS = /^(?:resources|resource_changes|[A-Z][A-Za-z]+)$/;

function reverseLists(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => reverseLists(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const inner = reverseLists(item, depth + 1);
      // Of describe output only the list of the answer itself: entries inside may have an order that counts.
      const isList = Array.isArray(inner) && RESOURCE_LISTS.test(key) && (depth === 0 || /^[a-z]/.test(key));
      return [key, isList ? [...inner].reverse() : inner];
    }),
  );
}
