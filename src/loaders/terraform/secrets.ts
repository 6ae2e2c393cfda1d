import type { TerraformDocument } from './document.ts';
import { anyMark, markAt } from './json.ts';

/** Every text a document marks as sensitive. Facts carry the mark themselves; this is for a last look over what is printed. */
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

/** Strings at or below a mark. */
function collect(value: unknown, mark: unknown, out: Set<string>): void {
  if (mark === undefined || mark === false) return;
  if (typeof value === 'string') {
    if (mark === true && value !== '') out.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) collect(member, markAt(mark, key), out);
  }
}
