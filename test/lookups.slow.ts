/** Lookups by text from an input must not find what every object has: any text of any document, by running. */
import { describe, expect, it } from 'vitest';
import { run } from '../src/run.ts';
import { printScene } from '../src/scene/print.ts';
import { everything } from './scene/everything.ts';

describe('a name of every object', () => {
  const NAME = 'constructorOfAll';

  /** Runs with a property that all objects have, and tells where the code of the project reads it. */
  async function readers(input: unknown): Promise<string[]> {
    const found = new Set<string>();
    Object.defineProperty(Object.prototype, NAME, {
      configurable: true,
      get: () => {
        const at = new Error().stack?.split('\n').find((line) => /\/(src|rules)\//.test(line));
        if (at) found.add(at.trim());
      },
    });
    try {
      const stdin = new TextEncoder().encode(JSON.stringify(input));
      const { report, close } = await run({ paths: ['-'], stdin, config: false, preset: 'pedantic', showPassed: true });
      JSON.stringify(report);
      close();
    } finally {
      Reflect.deleteProperty(Object.prototype, NAME);
    }
    return [...found];
  }

  /** Names of members that hold text, or lists of it. */
  function textMembers(value: unknown, found = new Set<string>()): Set<string> {
    if (typeof value !== 'object' || value === null) return found;
    for (const [key, member] of Object.entries(value)) {
      if (typeof member === 'string' || (Array.isArray(member) && typeof member[0] === 'string')) found.add(key);
      textMembers(member, found);
    }
    return found;
  }

  function replaced(value: unknown, name: string): unknown {
    if (Array.isArray(value)) return value.map((item) => replaced(item, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        if (key !== name) return [key, replaced(member, name)];
        const text = (each: unknown) => (typeof each === 'string' ? NAME : replaced(each, name));
        return [key, Array.isArray(member) ? member.map(text) : text(member)];
      }),
    );
  }

  it.each(['plan', 'describe'] as const)('is found nowhere, whichever text of a document it is: %s', async (input) => {
    const printed = printScene(everything, input, 'lookups');
    const whole =
      printed.length === 1
        ? printed[0]!.document
        : Object.assign({}, ...printed.map(({ document }) => document as object));
    for (const name of textMembers(whole)) {
      if (name === 'format_version' || name === 'terraform_version') continue;
      expect(await readers(replaced(whole, name)), name).toEqual([]);
    }
  });
});
