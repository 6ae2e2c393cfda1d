/** Reports of many runs: joined as if all had been judged at once, and compared. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import { cli, directory, FAULTY, planOf } from './harness.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** Inputs that have nothing to do with one another, each twice under another name. */
const INPUTS = ['quickstart', 'terraform/modules', 'describe/endpoint-services'];

const CONFIG = `suppressions:
  - { rule: dns/private-dns-disabled, match: { service: kms }, reason: served elsewhere }
  - { rule: availability/single-az, match: { address: nowhere }, reason: nobody }
`;

function stacks(
  config?: string,
  more: readonly string[] = [],
): { readonly cwd: string; readonly names: readonly string[] } {
  const cwd = directory(config === undefined ? {} : { 'vpce-lint.yaml': config });
  const names = [...INPUTS, 'quickstart', ...more].map((input, i) => {
    const name = `${i}-${input.replaceAll('/', '-')}`;
    cpSync(join(fixtures, input), join(cwd, name), { recursive: true });
    return name;
  });
  return { cwd, names };
}

const JUDGED = ['--preset', 'pedantic', '--show-suppressed', '--verbose'];

async function judged(cwd: string, inputs: readonly string[], name: string, format = 'json'): Promise<string> {
  await cli([...inputs, ...JUDGED, '-f', `${format}=${name}`], { cwd });
  return readFileSync(join(cwd, name), 'utf8');
}

describe('report merge', () => {
  it.each([
    ['of which one is not whole', undefined, ['terraform/partial'], 3],
    ['by a config', CONFIG, [], 1],
  ])('is the report of all at once, byte for byte: inputs %s', async (_, config, more, status) => {
    const { cwd, names } = stacks(config, more);
    const all = await judged(cwd, names, 'all.json');
    expect((JSON.parse(all) as Report).findings.length).toBeGreaterThan(30);
    for (const format of ['json', 'jsonl']) {
      const files = names.map((name) => `${name}.${format}`);
      for (const [i, name] of names.entries()) await judged(cwd, [name], files[i]!, format);
      const ran = await cli(['report', 'merge', ...files, '-f', 'json=merged.json', '-f', 'concise'], { cwd });
      expect(ran.stderr).not.toMatch(/this is a bug|^note: /m);
      expect(ran.stdout).toContain('availability/single-az');
      const merged = readFileSync(join(cwd, 'merged.json'), 'utf8');
      if (format === 'json') expect(merged).toBe(all);
      // Lines carry no overview of VPCs.
      else expect(JSON.parse(merged)).toEqual({ ...JSON.parse(all), vpcs: undefined });
      expect(ran.status).toBe(status);
    }
  });

  it('says in one line what is no report', async () => {
    const cwd = directory({
      'plan.json': { format_version: '1.0' },
      'half.json': '{"schemaVersion": 1,',
      'other.json': { schemaVersion: 2, tool: { name: 'vpce-lint', version: '9' } },
      'wrong.json': { schemaVersion: 1, tool: { name: 'vpce-lint', version: '9' }, findings: 3 },
      'cut.jsonl': '{"record":"run","schemaVersion":1,"tool":{"name":"vpce-lint","version":"9"},"config":null}\n',
    });
    const said = async (...argv: string[]) => {
      const { status, stderr } = await cli(['report', ...argv], { cwd });
      expect(status).toBe(2);
      return stderr.trim();
    };
    expect(await said('merge', 'plan.json')).toBe(
      'vpce-lint: plan.json: this is not a report of vpce-lint. Write reports with --format json=<file>.',
    );
    expect(await said('merge', 'half.json')).toMatch(/^vpce-lint: half.json: line 1, column 21: /);
    expect(await said('merge', 'other.json')).toMatch(/another version of vpce-lint/);
    expect(await said('merge', 'wrong.json')).toMatch(/^vpce-lint: wrong.json/);
    expect(await said('merge', 'cut.jsonl')).toMatch(/cut off/);
    expect(await said('merge', 'nowhere.json')).toMatch(/no such file/);
    expect(await said('merge')).toMatch(/report merge: no reports/);
    expect(await said('join', 'plan.json')).toMatch(/^vpce-lint: report: unknown command "join"/);
    expect(await said('diff', 'plan.json')).toMatch(/needs two reports/);
  });
});

describe('report diff', () => {
  async function twice(change: (report: Report) => unknown) {
    const { cwd, names } = stacks();
    const old = JSON.parse(await judged(cwd, [names[0]!], 'old.json')) as Report;
    writeFileSync(join(cwd, 'new.json'), JSON.stringify(change(old)));
    const ran = await cli(['report', 'diff', 'old.json', 'new.json', '-f', 'json'], { cwd });
    const text = await cli(['report', 'diff', 'old.json', 'new.json'], { cwd });
    const markdown = await cli(['report', 'diff', 'old.json', 'new.json', '-f', 'markdown'], { cwd });
    return { ...ran, told: JSON.parse(ran.stdout), text: text.stdout, markdown: markdown.stdout, old };
  }

  it('finds nothing between a report and itself', async () => {
    const { status, told, text, old } = await twice((report) => report);
    expect([status, told.summary]).toEqual([
      0,
      { new: 0, changed: 0, gone: 0, unknown: 0, unchanged: old.findings.length },
    ]);
    expect(text).toBe(`0 new, 0 changed, 0 gone, ${old.findings.length} unchanged\n`);
  });

  it('tells what is new, changed and gone', async () => {
    const { status, told, text, markdown, old } = await twice((report) => {
      const [first, second, ...rest] = report.findings;
      const added = { ...first!, fingerprint: 'f'.repeat(32), message: 'it is <new>' };
      return { ...report, findings: [{ ...second!, level: 'note' }, ...rest, added] };
    });
    expect(status).toBe(1);
    expect(told.summary).toEqual({ new: 1, changed: 1, gone: 1, unknown: 0, unchanged: old.findings.length - 2 });
    expect(told.changed[0].what).toEqual([`level ${old.findings[1]!.level} -> note`]);
    expect(text.split('\n').map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['new', 'changed', 'gone']),
    );
    expect(markdown).toContain('### New');
    expect(markdown).toContain('it is &lt;new&gt;');
  });

  it('does not call gone what was not looked for', async () => {
    const undecided = await twice((report) => {
      const [{ rule, subject }] = report.findings as [Report['findings'][number]];
      const open = { input: 0, rule, subject, missing: ['x'], message: 'x' };
      return { ...report, findings: report.findings.slice(1), undecided: [...report.undecided, open] };
    });
    expect(undecided.told.summary).toMatchObject({ gone: 0, unknown: 1 });
    expect(undecided.text).toContain('its check is undecided now');
    const denied = await twice((report) => ({
      ...report,
      complete: false,
      incomplete: [
        { path: null, account: null, region: null, call: null, code: 'AccessDenied', message: 'not allowed' },
      ],
      findings: [],
    }));
    expect([denied.status, denied.told.summary]).toMatchObject([3, { gone: 0, unknown: denied.old.findings.length }]);
  });

  it('says which input of the new run is not complete', async () => {
    const cwd = directory({
      'plan.json': planOf(FAULTY),
      'part.json': { ...(planOf(FAULTY) as object), complete: false },
    });
    await cli(['plan.json', '--no-config', '-f', 'json=old.json'], { cwd });
    await cli(['part.json', '--no-config', '-f', 'json=new.json'], { cwd });
    const { status, stderr } = await cli(['report', 'diff', 'old.json', 'new.json'], { cwd });
    expect([status, stderr]).toEqual([3, expect.stringMatching(/^vpce-lint: part\.json: this plan was created with/)]);
  });
});
