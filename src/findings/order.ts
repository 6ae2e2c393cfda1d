import type { SubjectName } from './report.ts';

/** By Unicode code point, so that the order is the same whatever the locale; null comes first. */
export function byCodePoint(a: string | null, b: string | null): number {
  if (a === b) return 0;
  const left = a ?? '';
  const right = b ?? '';
  const end = Math.min(left.length, right.length);
  for (let i = 0; i < end; i += 1) {
    const x = left.charCodeAt(i);
    const y = right.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above every single unit.
    const [high, low] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff];
    return high === low ? x - y : high ? 1 : -1;
  }
  return left.length - right.length;
}

type Named = Pick<SubjectName, 'account' | 'region' | 'address' | 'id'>;

/** Account, region, address or id: the order of every list of the report. */
export function bySubject(a: Named, b: Named): number {
  return (
    byCodePoint(a.account, b.account) ||
    byCodePoint(a.region, b.region) ||
    byCodePoint(a.address ?? a.id, b.address ?? b.id) ||
    byCodePoint(a.id, b.id)
  );
}

/** As `bySubject`, then the rule. */
export function bySubjectAndRule(
  a: { readonly subject: Named; readonly rule: string },
  b: { readonly subject: Named; readonly rule: string },
): number {
  return bySubject(a.subject, b.subject) || byCodePoint(a.rule, b.rule);
}
