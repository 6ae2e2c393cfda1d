import { elements, type Value } from '../values/value.ts';

/** Adds the texts and numbers that a value holds. */
export function collectTexts(value: Value, secrets: Set<string>): void {
  if (value.k === 'lit') addTexts(value.v, secrets);
  else if (value.k === 'one') for (const option of value.options) collectTexts(option, secrets);
  else if (value.k === 'list' || value.k === 'object')
    for (const element of elements(value)) collectTexts(element, secrets);
  else if (value.k === 'text') for (const part of value.parts) collectTexts(part, secrets);
}

function addTexts(v: unknown, secrets: Set<string>): void {
  if (typeof v === 'string' && v !== '') secrets.add(v);
  else if (typeof v === 'number' && Math.abs(v) > 9) secrets.add(String(v));
  else if (typeof v === 'object' && v !== null) for (const member of Object.values(v)) addTexts(member, secrets);
}
