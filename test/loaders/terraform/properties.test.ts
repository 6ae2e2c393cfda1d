import { describe, expect, it } from 'vitest';
import type { Judged } from '../../rules/judge.ts';
import { type Json, networkOf, readJson, verdictsOf } from './fixtures.ts';

interface Change {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly change: { after: Json | null; after_unknown: Json; actions: string[] };
}

const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const changesOf = (plan: Json) => plan.resource_changes as Change[];

/** What an attribute of a block in `configuration` is made of; undefined where it is not written. */
function isWritten(plan: Json, address: string, name: string): boolean {
  let found = false;
  const visit = (module: Json, prefix: string) => {
    for (const block of (module.resources as Json[] | undefined) ?? []) {
      const own = `${prefix}${block.address as string}`;
      if (own === address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, ''))
        found ||= Object.hasOwn((block.expressions as Json | undefined) ?? {}, name);
    }
    for (const [call, child] of Object.entries((module.module_calls as Json | undefined) ?? {}))
      visit((child as Json).module as Json, `${prefix}module.${call}.`);
  };
  visit((plan.configuration as Json).root_module as Json, '');
  return found;
}

/** Fails and passes that turned into one another; findings that say what they take as absent may come. */
function turned(before: Map<string, Judged>, after: Map<string, Judged>): string[] {
  const out: string[] = [];
  for (const [key, was] of before) {
    const is = after.get(key);
    if (!is) continue;
    const excused = is.fails.length > 0 && is.fails.every(({ fail }) => (fail.assumed?.length ?? 0) > 0);
    if (was.verdict === 'fail' && is.verdict === 'pass') out.push(`${key}: fail -> pass`);
    if (was.verdict === 'pass' && is.verdict === 'fail' && !excused) out.push(`${key}: pass -> fail`);
  }
  return out;
}

/** What the model is made of. */
const NEEDED =
  /^(id|vpc_id|.*subnet_ids?|.*security_groups?(_ids?)?|route_table_ids?|vpc_endpoint_(id|type)|service_name|policy|private_dns_enabled|enable_dns_.*|ingress|cidr_.*|ip_protocol|(from|to)_port|availability_zone|replace_default_association|region)$/;

const THEMES = ['single-az', 'associations', 'brownfield', 'sensitive'];

describe.each(THEMES)('%s', (theme) => {
  const plan = readJson(`${theme}/plan.json`);

  const sourced = theme === 'single-az' ? [undefined, theme] : [undefined];
  it.each(sourced)('a value made unknown turns no verdict round (sources: %s)', (sources) => {
    const before = verdictsOf(networkOf(plan, sources));
    const wrong = new Set<string>();
    for (const [i, { type, mode, address, change }] of changesOf(plan).entries()) {
      if (mode !== 'managed' || !change.after || !/vpc|subnet|security|route|lb/.test(type)) continue;
      for (const name of Object.keys(change.after)) {
        if (change.after[name] === null || !NEEDED.test(name)) continue;
        // What is left out and computed looks like this in every plan, and is not unknown then.
        if (!isWritten(plan, address, name) && change.actions.includes('create')) continue;
        const blurred = clone(plan);
        const target = changesOf(blurred)[i]!.change;
        delete target.after![name];
        target.after_unknown[name] = true;
        for (const line of turned(before, verdictsOf(networkOf(blurred, sources))))
          wrong.add(`${address}.${name}: ${line}`);
      }
    }
    expect([...wrong]).toEqual([]);
  });

  it('the order of changes and blocks means nothing', () => {
    const shuffled = clone(plan);
    changesOf(shuffled).reverse();
    const turn = (module: Json) => {
      (module.resources as Json[] | undefined)?.reverse();
      for (const call of Object.values((module.module_calls as Json | undefined) ?? {}))
        turn((call as Json).module as Json);
    };
    turn((shuffled.configuration as Json).root_module as Json);
    for (const sources of [undefined, theme]) {
      expect(summary(networkOf(shuffled, sources))).toEqual(summary(networkOf(plan, sources)));
    }
  });
});

function summary(net: ReturnType<typeof networkOf>): string[] {
  return [...verdictsOf(net)].map(([key, judged]) => `${key} ${judged.verdict}`).sort();
}

/** Other names for the keys of module instances; each is used quoted in addresses and plain as an index. */
const KEYS: Readonly<Record<string, string>> = {
  'prod.core': 'plain',
  'dev[1]': 'x"].aws_vpc.y',
  'q"uo].te': '..[',
  'back\\sl': 'module.z["a"]',
};

describe('hostile-keys', () => {
  it('instance keys of any text mean nothing', () => {
    const text = JSON.stringify(readJson('hostile-keys/plan.json'));
    const steps = Object.entries(KEYS).map(([from, to], i) => [
      JSON.stringify(from),
      JSON.stringify(to),
      `\u{E000}${i}`,
    ]);
    const inText = (s: string) => JSON.stringify(s).slice(1, -1);
    const renamed = (source: string) => {
      let out = source;
      // In addresses and references the key stands quoted, in the JSON text escaped once more; then as a value.
      for (const [from, , mark] of steps) out = out.replaceAll(inText(from!), `${mark}a`).replaceAll(from!, `${mark}v`);
      for (const [, to, mark] of steps) out = out.replaceAll(`${mark}a`, inText(to!)).replaceAll(`${mark}v`, to!);
      return out;
    };
    const other = JSON.parse(renamed(text)) as Json;
    const before = summary(networkOf(readJson('hostile-keys/plan.json')));
    const after = summary(networkOf(other));
    const verdicts = (lines: string[]) => lines.map((line) => line.replace(/ .* /, ' ')).sort();
    expect(verdicts(after)).toEqual(verdicts(before));
    expect(after.join('\n')).toContain('module.stack["plain"]');
  });
});
