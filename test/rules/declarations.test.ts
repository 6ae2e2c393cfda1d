import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { shown } from '../../scripts/gen/rule-page.mjs';
import type { Example } from '../../src/engine/rule.ts';
import { printHcl } from '../../src/scene/print.ts';
import { allRules, casesOf, rules, subjectOf } from './judge.ts';

const folder = fileURLToPath(new URL('../../rules/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /[\\/].*\.ts$/.test(path))
  .map((path) => path.replaceAll('\\', '/').replace(/\.ts$/, ''))
  .sort();

/** Where AWS and standards bodies publish. */
const OFFICIAL =
  /^https:\/\/(?:(?:[\w-]+\.)*(?:aws\.amazon\.com|registry\.terraform\.io|rfc-editor\.org)|github\.com\/aws-samples)\//;

it('every rule file is in the index, under its path', () => {
  expect(allRules.map((rule) => rule.id).sort(), 'run `npm run gen`').toEqual(files);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('is named by family and fault', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(rule.since).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('says what, why and how to mend it in whole sentences', () => {
    for (const [field, text] of Object.entries({ summary: rule.summary, why: rule.why, fix: rule.fix })) {
      expect(text, field).toMatch(/^[A-Z`"*].*[.)`]$/s);
      expect(text.trim(), field).toBe(text);
      expect(text.endsWith('.'), `${field} ends in a full stop`).toBe(true);
    }
    expect(new Set([rule.summary, rule.why, rule.fix]).size, 'three different texts').toBe(3);
    for (const text of rule.exceptions ?? []) expect(text, 'an exception is a sentence').toMatch(/^[A-Z`].*\.$/s);
  });

  it('rests on published sources', () => {
    expect(rule.sources.length).toBeGreaterThan(0);
    for (const source of rule.sources) expect(source).toMatch(OFFICIAL);
    expect(new Set(rule.sources).size).toBe(rule.sources.length);
  });

  it('says how to mend it in CloudFormation', () => {
    const recipe = rule.recipes?.cloudformation ?? '';
    expect(recipe).not.toBe('');
    expect(parseDocument(recipe, { logLevel: 'silent' }).errors).toEqual([]);
  });

  it('has a severity that GitHub takes, where it is about security', () => {
    const severity = rule.security?.severity ?? 1;
    expect(severity).toBeGreaterThan(0);
    expect(severity).toBeLessThanOrEqual(10);
  });

  it('has bad and good examples, no two alike', () => {
    expect(Object.keys(rule.bad).length, 'bad examples').toBeGreaterThan(0);
    expect(Object.keys(rule.good).length, 'good examples').toBeGreaterThan(0);
    const all = Object.values({ ...rule.bad, ...rule.good }).map(essence);
    expect(new Set(all).size, 'two examples are the same').toBe(all.length);
    const names = [...Object.keys(rule.bad), ...Object.keys(rule.good)];
    expect(new Set(names).size, 'two examples have one name').toBe(names.length);
  });

  it('has a page on which no two examples read the same', () => {
    const names = new Map<string, string>();
    for (const { name, example } of casesOf(rule)) {
      const text = [...shown(rule, name, example, { printHcl })].join('\n');
      const other = names.get(text);
      expect(
        other,
        `"${name}" reads like "${other}": print what sets them apart (src/scene/remarks.ts)`,
      ).toBeUndefined();
      names.set(text, name);
    }
  });

  it('has examples whose subjects are in their scenes', () => {
    for (const each of casesOf(rule)) expect(() => subjectOf(each), each.name).not.toThrow();
  });

  for (const [name, example] of Object.entries(rule.bad)) {
    it(`bad: ${name}: the message`, () => {
      const texts = [example.says ?? '', ...Object.values(example.saysIn ?? {})];
      for (const text of texts) {
        expect(text, 'a message').not.toBe('');
        expect(text, 'has no full stop').not.toMatch(/\.$/);
        expect(text.length, text).toBeLessThanOrEqual(120);
      }
    });
  }

  for (const [name, example] of Object.entries(rule.good)) {
    it(`good: ${name}: says nothing`, () => {
      expect([example.says, example.saysIn, example.level, example.levelIn, example.also]).toEqual(
        Array(5).fill(undefined),
      );
    });
  }
});

/** What makes an example that example. */
function essence({ scene, options, trust, subject, inputs }: Example): string {
  return JSON.stringify([scene, options, trust, subject, inputs]);
}
