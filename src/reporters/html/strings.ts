import { remembered } from '../../base/memo.ts';
import { oneLine } from '../inert.ts';
import { isPrintable } from '../text.ts';
import type { Text } from './page-data.ts';

/** Every string of the page once, on one line, with its controls and direction marks made visible. */
export class Strings {
  readonly all: string[] = [];
  readonly #texts = new Map<string, number>();
  readonly #values = new Map<string, number>();

  number(text: string | null): Text {
    if (text === null) return -1;
    return remembered(this.#texts, text, () => this.all.push(oneLine(text)) - 1);
  }

  /** A value as JSON. Its strings are made harmless before they are escaped. */
  json(value: unknown): Text {
    const text = JSON.stringify(value);
    return remembered(
      this.#values,
      text,
      () => this.all.push(isHarmless(text) ? text : JSON.stringify(harmless(value))) - 1,
    );
  }
}

/** JSON without characters that are escaped or made visible. */
function isHarmless(json: string): boolean {
  return isPrintable(json) && !json.includes('\\');
}

function harmless(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(harmless);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [oneLine(key), harmless(inner)]));
}
