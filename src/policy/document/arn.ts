import { arnSplit, type Piece, type Text } from './policy-string.ts';

/**
 * How much of a service a resource text covers, for requests that name no resource.
 * - `service`: a short ARN such as `arn:aws:sqs:*`, whose last `*` stands for everything that follows.
 * - `perhaps`: everything that one account or everyone has (`arn:aws:s3:::*`). The Service Authorization Reference gives
 * such requests only the resource `*`, but service guides publish policies with ARNs of this kind.
 * - `narrow`: anything less.
 */
export function widthOf(text: Text, prefixes: readonly string[] | null): 'service' | 'perhaps' | 'narrow' {
  const { pieces } = text;
  if (pieces.at(-1)?.kind !== 'many') return 'narrow';
  const parts = arnSplit(text);
  const start = pieces[0]?.kind === 'text' ? pieces[0].text : '';
  if (parts === null) {
    const found = /^arn:(?:[^:]*:(?:([^:]+):)?)?$/.exec(start);
    if (found === null || pieces.length !== 2) return 'narrow';
    return found[1] === undefined || prefixes?.includes(found[1]) === true ? 'service' : 'narrow';
  }
  const [, , service, , , name] = parts;
  const own = isWild(service!) || prefixes === null || prefixes.some((prefix) => isText(service!, prefix));
  return own && isWild(name!) ? 'perhaps' : 'narrow';
}

function isWild(pieces: readonly Piece[]): boolean {
  return pieces.length > 0 && pieces.every(({ kind }) => kind === 'many');
}

function isText(pieces: readonly Piece[], text: string): boolean {
  const [only] = pieces;
  return pieces.length === 1 && only?.kind === 'text' && only.text === text;
}
