import { serviceByName } from '../../../aws/index.ts';
import type { TerraformDocument } from './document.ts';
import { anyMark, markAt } from './shapes.ts';

/** Every text and number a document marks as sensitive. Facts carry the mark themselves; this is for a last look over what is printed. */
export function secretsOf(document: TerraformDocument): readonly string[] {
  const out = new Set<string>();
  for (const [name, variable] of document.configuration?.root.variables ?? []) {
    if (variable.sensitive && document.variables.has(name)) collect(document.variables.get(name), true, out);
  }
  for (const instance of [...document.instances, ...document.removed]) {
    if (anyMark(instance.sensitive)) collect(instance.values, instance.sensitive, out);
    if (anyMark(instance.sensitiveBefore)) collect(instance.before, instance.sensitiveBefore, out);
  }
  return [...out];
}

/** Texts that rules make of a sensitive one and would print: the DNS names of a service. */
export function partsOf(secret: string): readonly string[] {
  return serviceByName(secret)?.privateDnsNames ?? [];
}

/** Strings and numbers at or below a mark. */
function collect(value: unknown, mark: unknown, out: Set<string>): void {
  if (mark === undefined || mark === false) return;
  if (typeof value === 'string') {
    if (mark === true && value !== '') out.add(value);
  } else if (typeof value === 'number') {
    // A single digit is in almost every line.
    if (mark === true && Math.abs(value) > 9) out.add(String(value));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) collect(member, markAt(mark, key), out);
  }
}

/** Shorter secrets would match almost every line of code. */
const SHORTEST_LEAF = 6;

/**
 * Secrets as a line of code may have them: escaped, line by line, and the texts inside JSON, which is mostly written as an
 * object.
 */
export function asWritten(secrets: readonly string[]): readonly string[] {
  const out = new Set<string>();
  const add = (text: string) => {
    for (const line of text.split(/\r?\n/)) {
      if (line.trim() === '') continue;
      out.add(line.trim());
      out.add(JSON.stringify(line.trim()).slice(1, -1));
    }
  };
  for (const secret of secrets) {
    add(secret);
    if (/^\s*[[{]/.test(secret)) for (const leaf of leavesOf(secret)) if (leaf.length >= SHORTEST_LEAF) add(leaf);
  }
  return [...out];
}

function leavesOf(json: string): string[] {
  try {
    const out = new Set<string>();
    collect(JSON.parse(json), true, out);
    return [...out];
  } catch {
    return [];
  }
}
