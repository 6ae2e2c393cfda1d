/** Terraform addresses and reference strings. Keys may hold dots, brackets and quotes: nothing here splits on dots. */

/** One step of a traversal: an attribute name or an index key. */
export type Step = { readonly attr: string } | { readonly key: string | number };

/** `module.net["a.b"].aws_subnet.p[0].id` as steps. Undefined if the text is not a traversal. */
export function parseTraversal(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let i = 0;
  while (i < text.length) {
    if (text[i] === '[') {
      const close = text[i + 1] === '"' ? closingQuote(text, i + 1) : text.indexOf(']', i) - 1;
      if (close < i || text[close + 1] !== ']') return undefined;
      const inside = text.slice(i + 1, close + 1);
      const key = inside.startsWith('"') ? unquote(inside) : integer(inside);
      if (key === undefined) return undefined;
      steps.push({ key });
      i = close + 2;
    } else {
      if (text[i] === '.') i += 1;
      else if (steps.length > 0) return undefined;
      const start = i;
      while (i < text.length && text[i] !== '.' && text[i] !== '[') i += 1;
      if (i === start) return undefined;
      const name = text.slice(start, i);
      // `aws_subnet.p.0.id` is the legacy spelling of an index.
      steps.push(/^\d+$/.test(name) ? { key: Number(name) } : { attr: name });
    }
  }
  return steps;
}

function closingQuote(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i;
  }
  return -1;
}

function unquote(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1).replace(/\\(.)/g, '$1');
  }
}

function integer(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** One module call on the way to a module instance. */
export interface ModuleStep {
  readonly name: string;
  readonly key: string | number | undefined;
}

/** `module.stack["x"].module.y[0]` as calls. Empty for the root. */
export function parseModuleAddress(address: string): readonly ModuleStep[] {
  if (address === '') return [];
  const steps = parseTraversal(address) ?? [];
  const out: ModuleStep[] = [];
  for (let i = 0; i < steps.length; i += 1) {
    const step = steps[i]!;
    if (!('attr' in step) || step.attr !== 'module') continue;
    const name = steps[i + 1];
    if (!name || !('attr' in name)) break;
    const next = steps[i + 2];
    out.push({ name: name.attr, key: next && 'key' in next ? next.key : undefined });
    i += next && 'key' in next ? 2 : 1;
  }
  return out;
}

/** The address of a module instance, from its calls. */
export function moduleAddress(steps: readonly ModuleStep[]): string {
  return steps.map((s) => `module.${s.name}${keySuffix(s.key)}`).join('.');
}

/** `["a"]`, `[0]` or nothing, as Terraform prints instance keys. */
export function keySuffix(key: string | number | undefined): string {
  if (key === undefined) return '';
  return typeof key === 'number' ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

/**
 * The full references of an expression's flat list: each is followed by its own prefixes, of which exactly one chain is
 * dropped. `["aws_subnet.p", "aws_subnet.p[0].id", "aws_subnet.p[0]", "aws_subnet.p"]` is a bare and an indexed reference.
 */
export function fullReferences(references: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let i = 0; i < references.length; ) {
    const full = references[i]!;
    out.push(full);
    let last = full;
    i += 1;
    while (i < references.length && isPrefixOf(references[i]!, last)) {
      last = references[i]!;
      i += 1;
    }
  }
  return out;
}

/** Whether `shorter` is `longer` without its last step (for a module output, without output name as well). */
function isPrefixOf(shorter: string, longer: string): boolean {
  if (shorter.length >= longer.length || !longer.startsWith(shorter)) return false;
  const rest = parseTraversal(longer.slice(shorter.length));
  return rest !== undefined && rest.length === 1;
}
