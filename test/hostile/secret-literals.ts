/** Literals of Terraform code, and the same code with one of them in a sensitive variable. */

export interface Literal {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly value: unknown;
}

const ARGUMENT = /^( *)([a-z]\w*|"[^"]+") += (.+)$/gm;

/** Arguments of blocks whose value is written out: a text, a number or a list of these. */
export function literalsIn(code: string): Literal[] {
  return [...code.matchAll(ARGUMENT)].flatMap((match) => {
    const [all, , name, text] = match as unknown as [string, string, string, string];
    const value = literalValue(text);
    const start = match.index + all.length - text.length;
    return value === undefined ? [] : [{ start, end: start + text.length, name, value }];
  });
}

function literalValue(text: string): unknown {
  if (text.includes('${')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'boolean' ? undefined : value;
  } catch {
    return undefined;
  }
}

export function withSecret(code: string, { start, end }: Literal, value: unknown): string {
  const variable = `variable "secret" {\n  sensitive = true\n  default   = ${JSON.stringify(value)}\n}\n`;
  return `${code.slice(0, start)}var.secret${code.slice(end)}\n${variable}`;
}
