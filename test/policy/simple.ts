import type { Request } from '../../src/policy/index.ts';

/**
 * A second evaluator, written from AWS's documentation alone and as plainly as can be, for the grammar of the random
 * policies: whole known documents of version 2012-10-17 with string, ARN and Bool operators.
 */
export type Block = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
export interface PlainStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | { readonly AWS: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Block;
}

const many = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return glob(pattern.slice(1), text) || (text !== '' && glob(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && glob(pattern.slice(1), text.slice(1));
}

function arnGlob(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  const wanted = pattern.split(':');
  const found = text.split(':');
  if (wanted.length < 6 || found.length < 6) return false;
  const tail = glob(wanted.slice(5).join(':'), found.slice(5).join(':'));
  return tail && [0, 1, 2, 3, 4].every((index) => glob(wanted[index]!, found[index]!));
}

const MISSING = '\u0000';

export function simpleAllows(statements: readonly PlainStatement[], request: Request): boolean {
  const context = new Map(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value]));
  const fill = (text: string): string =>
    text.replace(/\$\{([^}]*)\}/g, (_, key: string) => {
      const value = context.get(key.toLowerCase());
      return typeof value === 'string' ? value : MISSING;
    });
  const one = (base: string, wanted: string, value: string): boolean => {
    const filled = fill(wanted);
    if (filled.includes(MISSING)) return false;
    if (base === 'StringLike') return glob(filled, value);
    if (base === 'ArnLike' || base === 'ArnEquals') return arnGlob(filled, value);
    if (base === 'StringEqualsIgnoreCase' || base === 'Bool') return filled.toLowerCase() === value.toLowerCase();
    return filled === value;
  };
  const holds = (operator: string, key: string, values: readonly string[]): boolean => {
    const value = context.get(key.toLowerCase());
    if (operator === 'Null') return values.includes(value === undefined ? 'true' : 'false');
    const set = operator.includes(':') ? operator.split(':')[0] : null;
    const rest = operator.replace(/^.*:/, '');
    const ifExists = rest.endsWith('IfExists');
    const name = rest.replace(/IfExists$/, '');
    const negated = name.includes('Not');
    const base = name.replace('Not', '');
    const single = (text: string): boolean => values.some((wanted) => one(base, wanted, text)) !== negated;
    if (value === undefined) return set === 'ForAllValues' || (set === null && (ifExists || negated));
    if (set === 'ForAllValues') return many(value).every(single);
    if (set === 'ForAnyValue') return many(value).some(single);
    return typeof value === 'string' && single(value);
  };
  const matches = (statement: PlainStatement): boolean => {
    const { Principal, Action, NotAction, Resource, NotResource, Condition } = statement;
    if (Principal === undefined) return false;
    if (Principal !== '*') {
      const account = request.principal.split(':')[4] ?? '';
      const listed = many(Principal.AWS).some(
        (each) =>
          each === '*' ||
          each === request.principal ||
          (account !== '' && (each === account || each.endsWith(`:${account}:root`))),
      );
      if (!listed) return false;
    }
    const action = request.action.toLowerCase();
    const inAction = (list: string | readonly string[]): boolean =>
      many(list).some((each) => glob(each.toLowerCase(), action));
    if (Action !== undefined ? !inAction(Action) : inAction(NotAction!)) return false;
    const inResource = (list: string | readonly string[]): boolean =>
      many(list).some((each) => !fill(each).includes(MISSING) && arnGlob(fill(each), request.resource));
    if (Resource !== undefined ? !inResource(Resource) : inResource(NotResource!)) return false;
    return Object.entries(Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, key, many(values))),
    );
  };
  if (statements.some((each) => each.Effect === 'Deny' && matches(each))) return false;
  return statements.some((each) => each.Effect === 'Allow' && matches(each));
}
