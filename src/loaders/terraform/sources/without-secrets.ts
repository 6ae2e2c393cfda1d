import type { SourcePlace } from '../../../model/index.ts';

const MAKES_SECRET = /\bsensitive\s*\(/;

/** Code is shown only where nothing in it is marked sensitive. */
export function withoutSecrets(
  place: SourcePlace | undefined,
  asWritten: () => readonly string[],
): SourcePlace | undefined {
  if (!place) return place;
  const secrets = asWritten();
  const clean = (text: string | null) => {
    const isSecret = text !== null && (MAKES_SECRET.test(text) || secrets.some((secret) => text.includes(secret)));
    return isSecret ? null : text;
  };
  const cleaned = <T extends Pick<SourcePlace, 'text' | 'above'>>(it: T): T => {
    return { ...it, text: clean(it.text), above: clean(it.above) };
  };
  return { ...cleaned(place), related: place.related.map(cleaned) };
}
