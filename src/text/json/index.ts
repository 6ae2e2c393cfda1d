import type { Position } from '../position.ts';
import { Locator } from './locate.ts';
import { Machine } from './machine.ts';
import { MemorySource } from './memory-source.ts';
import { Places, pointersOf } from './places.ts';
import { Scanner } from './scan.ts';
import type { Source } from './source.ts';
import type { JsonDocument, Select } from './types.ts';
import { Walk } from './walk.ts';

export type { Position } from '../position.ts';
export { TextError } from '../text-error.ts';
export { NoWebAssembly, prepare } from './machine.ts';
export { MemorySource } from './memory-source.ts';
export { newSourceId, type Source } from './source.ts';
export type { JsonDocument, Peek, Select, SelectItems } from './types.ts';

const DEPTH = 512;

/** Walking takes the machine's stack for each level that a select names; this many levels always fit. */
const DEEPEST = 2000;

/**
 * Reads what `select` wants from a JSON text, and verifies all of the text. Accepts the same texts as JSON.parse, except
 * texts that mean two things or are written to harm. It rejects a repeated key of an object, the key `__proto__` and bytes
 * that are not UTF-8. It also rejects nesting deeper than `maxDepth` (512 levels by default, 2,000 at most). This holds for
 * the whole text, so that `select` never decides whether a file is accepted.
 *
 * The text must not change while the document is in use.
 *
 * @throws TextError with the place
 */
export function readJson(
  text: Uint8Array | Source,
  select: Select = 'all',
  options: { maxDepth?: number } = {},
): JsonDocument {
  const maxDepth = options.maxDepth ?? DEPTH;
  if (!(maxDepth >= 0 && maxDepth <= DEEPEST)) throw new RangeError(`maxDepth is from 0 to ${DEEPEST}`);
  const source = text instanceof Uint8Array ? new MemorySource(text) : text;
  const places = new Places();
  return Machine.use((machine) => {
    const scanner = new Scanner(source, machine, maxDepth);
    scanner.start();
    const first = scanner.at;
    const value = new Walk(scanner, places).readDocument(select);
    scanner.end();
    return {
      value,
      pointerOf: pointersOf(places, places.takeValues()),
      locate: locatorOf(source, places, first, maxDepth),
    };
  });
}

/** A separate function, so that a kept `locate` does not hold values of the document in memory. */
function locatorOf(source: Source, places: Places, first: number, maxDepth: number): JsonDocument['locate'] {
  let locator: Locator | undefined;
  return (pointer): Position | undefined => {
    locator ??= new Locator(source, places, first, maxDepth);
    return locator.locate(pointer);
  };
}
