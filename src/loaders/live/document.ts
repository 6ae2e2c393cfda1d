/** An answer of the SDK as the AWS CLI prints it. */

export type Document = Readonly<Record<string, unknown>>;

/** Without what the SDK adds and what is not there; times as the AWS CLI writes them. */
export function asPrinted(answer: object): Document {
  const { $metadata: _, ...fields } = answer as Record<string, unknown>;
  return printed(fields) as Document;
}

function printed(value: unknown): unknown {
  if (value instanceof Date) return time(value);
  if (Array.isArray(value)) return value.map(printed);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) if (field !== undefined) out[key] = printed(field);
  return out;
}

/** `2026-01-02T03:04:05+00:00`, with microseconds where there are any. */
function time(date: Date): string {
  const iso = date.toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}+00:00` : `${iso.slice(0, -1)}000+00:00`;
}
