import { TemplateLeaf, UnknownLeaf } from '../../model/tree.ts';
import type { Value } from './document.ts';
import { ANY, literal, many, NOCOLON, one, type Pattern } from './pattern.ts';

/** What a policy string is made of. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' | 'many' }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | null }
  | { readonly kind: 'unknown'; readonly leaf: UnknownLeaf; readonly concrete: boolean };

/** A policy string taken apart. */
export interface Text {
  readonly pieces: readonly Piece[];
  /** Keys of its variables, lower case. */
  readonly variables: readonly string[];
  /** An unknown part that may hold wildcards, or anything. */
  readonly wild: UnknownLeaf | null;
  /** Any unknown part. */
  readonly unknown: UnknownLeaf | null;
}

export interface TextOptions {
  readonly wildcards: boolean;
  /** Variables are replaced; null when the version is not known. */
  readonly variables: boolean | null;
}

/** Attributes that name one thing: their values hold no wildcard. */
const CONCRETE_WHOLE = /\.arn$/;
const CONCRETE_PART = /\.(arn|id|account_id|owner_id|bucket)$/;

/** Takes a policy string apart by IAM's rules for wildcards, `${key}`, `${key, 'default'}` and the escapes `${*}` `${?}` `${$}`. */
export function parseText(value: Value, { wildcards, variables }: TextOptions): Text {
  const pieces: Piece[] = [];
  const parts = value instanceof TemplateLeaf ? value.parts : [value];
  for (const part of parts) {
    if (typeof part === 'string') readString(part, wildcards, variables, pieces);
    else {
      const symbol = part.symbol ?? '';
      const concrete = !wildcards || (parts.length === 1 ? CONCRETE_WHOLE : CONCRETE_PART).test(symbol);
      pieces.push({ kind: 'unknown', leaf: part, concrete });
    }
  }
  const names = pieces.flatMap((piece) => (piece.kind === 'variable' ? [piece.key] : []));
  const unknowns = pieces.flatMap((piece) => (piece.kind === 'unknown' ? [piece] : []));
  return {
    pieces,
    variables: names,
    wild: unknowns.find((piece) => !piece.concrete)?.leaf ?? null,
    unknown: unknowns[0]?.leaf ?? null,
  };
}

const NO_VERSION = new UnknownLeaf('the policy version is not known, so neither is whether variables count');

function readString(text: string, wildcards: boolean, variables: boolean | null, pieces: Piece[]): void {
  let plain = '';
  const flush = (): void => {
    if (plain !== '') pieces.push({ kind: 'text', text: plain });
    plain = '';
  };
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    const end = char === '$' && text.charAt(at + 1) === '{' && variables !== false ? text.indexOf('}', at + 2) : -1;
    if (end >= 0) {
      const inner = text.slice(at + 2, end);
      at = end + 1;
      if (variables === null) {
        flush();
        pieces.push({ kind: 'unknown', leaf: NO_VERSION, concrete: false });
      } else if (inner === '*' || inner === '?' || inner === '$') plain += inner;
      else {
        flush();
        pieces.push(variable(inner));
      }
      continue;
    }
    at++;
    if (wildcards && (char === '*' || char === '?')) {
      flush();
      pieces.push({ kind: char === '*' ? 'many' : 'one' });
    } else plain += char;
  }
  flush();
}

function variable(inner: string): Piece {
  const found = /^(.*?)\s*,\s*'(.*)'\s*$/s.exec(inner);
  const key = (found?.[1] ?? inner).trim().toLowerCase();
  return { kind: 'variable', key, fallback: found?.[2] ?? null };
}

/** What a variable stands for in one class of requests: a value, nothing at all, or something not fixed. */
export type Bound = { readonly value: string } | 'absent' | 'open';

export interface PatternOptions {
  /** `must`: only what it matches for any value of the unknown parts; `may`: all that it could match. */
  readonly mode: 'must' | 'may';
  readonly fold?: boolean;
  /**
   * How an ARN is compared. `condition`: each of its six parts separately. `resource`: a last `*` stands for everything
   * that follows. A `*` at the end of an earlier part is unclear: by IAM's guide it can reach beyond the colon, by S3's
   * guide it cannot. Variables before the fifth colon are not documented.
   */
  readonly arn?: 'condition' | 'resource' | undefined;
  readonly bind: (key: string) => Bound;
}

/** Colons before the last part of an ARN. */
const ARN_COLONS = 5;

/** The pattern a text stands for; null when it takes nothing (in `must` mode also: when that is not certain). */
export function toPattern({ pieces }: Text, { mode, fold = false, arn, bind }: PatternOptions): Pattern | null {
  const tokens: number[] = [];
  let colons = 0;
  let counted = true;
  for (const [index, piece] of pieces.entries()) {
    const early = arn !== undefined && counted && colons < ARN_COLONS;
    switch (piece.kind) {
      case 'text':
        tokens.push(...literal(piece.text, fold));
        colons += piece.text.split(':').length - 1;
        break;
      case 'one':
        tokens.push(one(early ? NOCOLON : ANY));
        break;
      case 'many': {
        const reach = arn === 'resource' ? reachOf(pieces, index) : 'part';
        tokens.push(many(early && reach !== 'rest' && (reach === 'part' || mode === 'must') ? NOCOLON : ANY));
        break;
      }
      case 'unknown':
        if (mode === 'must') return null;
        tokens.push(many(ANY));
        counted = false;
        break;
      case 'variable': {
        const bound = bind(piece.key);
        if (mode === 'must' && early && arn === 'resource') return null;
        if (bound === 'open') {
          if (mode === 'must') return null;
          tokens.push(many(ANY));
          counted = false;
        } else if (bound !== 'absent') tokens.push(...literal(bound.value, fold));
        else if (piece.fallback !== null) tokens.push(...literal(piece.fallback, fold));
        else return null;
      }
    }
  }
  return { tokens };
}

/** How far a `*` of a resource reaches: to the end of the text, perhaps beyond its part, or not beyond it. */
export function reachOf(pieces: readonly Piece[], index: number): 'rest' | 'perhaps' | 'part' {
  const next = pieces[index + 1];
  if (next === undefined) return 'rest';
  return next.kind === 'text' && next.text.startsWith(':') ? 'perhaps' : 'part';
}

/** Whether a text is nothing but wildcards that take everything but perhaps the empty string: `*`, `**`, `?*`. */
export function isEverything({ pieces }: Text): boolean {
  return pieces.some(({ kind }) => kind === 'many') && pieces.every(({ kind }) => kind === 'many' || kind === 'one');
}

/** The six parts of an ARN text, each as pieces; null when it has fewer, or an unknown part may hide colons. */
export function arnSplit({ pieces }: Text): readonly (readonly Piece[])[] | null {
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'unknown' && parts.length < 6 && !piece.concrete) return null;
    if (piece.kind !== 'text' || parts.length === 6) {
      parts.at(-1)!.push(piece);
      continue;
    }
    let rest = piece.text;
    for (let colon = rest.indexOf(':'); colon >= 0 && parts.length < 6; colon = rest.indexOf(':')) {
      if (colon > 0) parts.at(-1)!.push({ kind: 'text', text: rest.slice(0, colon) });
      parts.push([]);
      rest = rest.slice(colon + 1);
    }
    if (rest !== '') parts.at(-1)!.push({ kind: 'text', text: rest });
  }
  return parts.length === 6 ? parts : null;
}

/** The text itself when it is wholly known and holds neither wildcard nor variable. */
export function plainText({ pieces }: Text): string | null {
  if (pieces.some(({ kind }) => kind !== 'text')) return null;
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
}
