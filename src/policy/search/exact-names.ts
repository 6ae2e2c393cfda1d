import { arnSplit, type Text } from '../document/policy-string.ts';

/** Whether a text with an unknown part still pins down one account, organization or id, so that no external one matches it. */
export function pinsDown(text: Text, key: string): boolean {
  if (text.unknown === null || text.wild !== null) return false;
  if (key === 'aws:principalarn' || key.endsWith('arn')) return pinsAccount(text);
  const [first] = text.pieces;
  if (key.endsWith('orgpaths') || key === 'aws:userid') return first?.kind === 'unknown';
  return text.pieces.every(({ kind }) => kind === 'text' || kind === 'unknown');
}

function pinsAccount(text: Text): boolean {
  const [first] = text.pieces;
  if (first?.kind === 'unknown' && first.leaf.symbol?.endsWith('.arn')) return true;
  const account = arnSplit(text)?.[4];
  return (
    account?.some(({ kind }) => kind === 'unknown') === true &&
    account.every(({ kind }) => kind === 'text' || kind === 'unknown')
  );
}

/** Whether a resource text with unknown parts still names one bucket or the resources of one account. */
export function pinsResource(text: Text): boolean {
  if (text.unknown === null || text.wild !== null) return false;
  const [first, second] = text.pieces;
  if (first?.kind === 'unknown' && first.leaf.symbol?.endsWith('.arn')) {
    return second === undefined || (second.kind === 'text' && /^[/:]/.test(second.text));
  }
  if (pinsAccount(text)) return true;
  const parts = arnSplit(text);
  if (parts === null || parts[3]!.length > 0 || parts[4]!.length > 0) return false;
  const [name, next] = parts[5]!;
  const whole = (piece: typeof next): boolean =>
    piece === undefined || (piece.kind === 'text' && piece.text.startsWith('/'));
  return name?.kind === 'unknown' && whole(next);
}

/** Whether a text begins as an ARN does. */
export function plainStart({ pieces }: Text): boolean {
  const [first] = pieces;
  return first?.kind === 'text' && first.text.startsWith('arn:');
}
