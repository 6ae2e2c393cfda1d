import { el, name } from './dom.ts';

/** The facts that prove a verdict: one line each, with nested facts as JSON. */
export function evidenceList(json: string): HTMLElement | null {
  const rows = Object.entries(JSON.parse(json) as Record<string, unknown>);
  if (rows.length === 0) return null;
  const body = rows.map(([key, value]) =>
    el('tr', {}, el('th', { scope: 'row' }, name(key)), el('td', {}, shown(value))),
  );
  return el('table', { class: 'evidence' }, el('tbody', {}, ...body));
}

function shown(value: unknown): Node {
  if (value === null) return el('i', {}, 'null');
  if (isNested(value)) return el('pre', { tabindex: 0 }, JSON.stringify(value, null, 2));
  return name(Array.isArray(value) ? (value.length === 0 ? 'none' : value.map(String).join(', ')) : String(value));
}

function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((each) => typeof each === 'object' && each !== null);
  return typeof value === 'object' && value !== null;
}
