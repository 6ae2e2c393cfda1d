/** Whether what rules say is read once: see "How we write" in CONTRIBUTING.md. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faultsOf, phrasesIn, phraseTable } from '../../scripts/lib/voice.ts';
import type { Rule } from '../../src/engine/index.ts';
import { SUPPRESSION_RULES } from '../../src/findings/index.ts';
import { casesOf, judge, rules } from './judge.ts';
import { loadScene } from './load-scene.ts';

const familyOf = ({ id }: Rule): string => id.slice(0, id.indexOf('/'));
const families = [...new Set(rules.map(familyOf))];

it.each(families)('%s reads well', (family) => {
  const faults = new Set(rules.filter((rule) => familyOf(rule) === family).flatMap((rule) => [...faultsOfRule(rule)]));
  expect([...faults]).toEqual([]);
});

it('rules about suppressions read well', () => {
  const texts = SUPPRESSION_RULES.flatMap(({ summary, why, fix }) => [summary, why, fix]);
  expect(texts.flatMap((text) => faultsOf(text))).toEqual([]);
});

it('shows the phrases to contributors', () => {
  const contributing = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');
  expect(contributing.includes(phraseTable()), 'run `npm run gen`').toBe(true);
});

it.each([
  ['The group admits the own members alone', ['admit', 'alone', 'the own', 'group']],
  ['A endpoint has an subnet and 1 others', ['A endpoint', 'an subnet', '1 others']],
  ['One: two: three', ['2 colons']],
  ['Subnets in a zone', ['a zone']],
  [`A sentence ${'of many words '.repeat(8)}`, ['26 words']],
  ['The behaviour is honoured', ['behaviour', 'honour']],
])('sees what is wrong with "%s"', (text, marks) => {
  const faults = faultsOf(text).join('\n');
  for (const mark of marks) expect(faults.toLowerCase()).toContain(mark.toLowerCase());
});

it.each([
  'The security group of `alone: admits: mend` allows a user of an S3 bucket on TCP 443: see https://example.com/alone',
  'The endpoint has subnets in one Availability Zone. If that zone fails, every client in the VPC loses the service.',
  'There is no route, and 1 address is left',
])('finds nothing wrong with "%s"', (text) => {
  expect(faultsOf(text)).toEqual([]);
});

interface Said {
  readonly what: string;
  readonly text: string;
  /** What stands before it, in which terms may be introduced. */
  readonly after: string;
}

/** Texts of the rule itself, and all that it says of its examples in every input. */
function* faultsOfRule(rule: Rule): Generator<string> {
  const seen = new Set<string>();
  for (const { what, text, after } of [...declared(rule), ...said(rule)]) {
    if (seen.has(text)) continue;
    seen.add(text);
    for (const fault of faultsOf(text, after)) yield `${rule.id} ${what}: ${fault}\n    ${text}`;
  }
  const beside = [...Object.values(rule.recipes ?? {}), ...casesOf(rule).map(({ name }) => name)];
  for (const text of beside)
    for (const fault of phrasesIn(text)) yield `${rule.id} recipe or example: ${fault}\n    ${text}`;
}

function declared({ summary, why, fix, fixIn = {}, exceptions = [], assumes = [] }: Rule): Said[] {
  const say = (what: string, texts: readonly string[], after = summary) => texts.map((text) => ({ what, text, after }));
  return [
    ...say('summary', [summary], ''),
    ...say('why', [why]),
    ...say('fix', [fix, ...Object.values(fixIn)]),
    ...say('exception', exceptions),
    ...say('assumes', assumes),
  ];
}

function* said(rule: Rule): Generator<Said> {
  for (const { example, seed, inputs } of casesOf(rule)) {
    for (const input of inputs) {
      for (const { fails } of judge(rule, loadScene(example.scene, input, seed), example).values()) {
        for (const { message, fail } of fails) {
          const { why = '', fix = '', fixIn = {}, assumed = [], related = [] } = fail;
          yield { what: 'message', text: message, after: '' };
          for (const text of [why, fix, ...Object.values(fixIn), ...assumed, ...related.map((each) => each.message)])
            yield { what: 'finding', text, after: message };
        }
      }
    }
  }
}
