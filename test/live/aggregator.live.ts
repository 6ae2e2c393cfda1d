import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import { recordedOf, recorderItem } from '../loaders/aws-config/recorded.ts';
import { buildOrganization } from './support/organization.ts';
import { reportOf, scratch, vpceLint } from './support/program.ts';
import { type LoopbackProxy, type ProxyOptions, proxyTo } from './support/proxy.ts';

const url = inject('moto');
const AUDIT = ['--preset', 'pedantic', '-f', 'json', '--verbose'];

let proxy: LoopbackProxy | undefined;

describe.skipIf(url === null)('an AWS Config aggregator', () => {
  let whole: Report;
  let results: readonly string[];

  beforeAll(async () => {
    await buildOrganization(url!);
    const cwd = scratch();
    const live = ['--endpoint-url', url!, '--organization', '--role-name', 'audit', '--region', 'eu-west-1'];
    expect((await vpceLint(['snapshot', ...live, '-o', 'shot'], { cwd })).status).toBe(0);
    whole = reportOf(await vpceLint(['lint', 'shot', ...AUDIT], { cwd }));
    const accounts = readdirSync(join(cwd, 'shot')).filter((name) => /^\d{12}$/.test(name));
    results = accounts.flatMap((account) => {
      const folder = join(cwd, 'shot', account, 'eu-west-1');
      const documents = readdirSync(folder).map((path) => ({
        path,
        document: JSON.parse(readFileSync(join(folder, path), 'utf8')) as unknown,
      }));
      const items = [...recordedOf(documents, account, 'eu-west-1'), recorderItem(account, 'eu-west-1')];
      return items.map((item) => JSON.stringify(item));
    });
  });
  afterEach(() => proxy?.stop());

  /** Pages of seven results. */
  const config: ProxyOptions = {
    answer: ({ action, parameters }) => {
      if (action === 'DescribeConfigurationRecorders') return { ConfigurationRecorders: [] };
      if (action !== 'SelectAggregateResourceConfig') return undefined;
      const at = Number(parameters.get('NextToken') ?? 0);
      const more = at + 7 < results.length ? { NextToken: String(at + 7) } : {};
      return { Results: results.slice(at, at + 7), QueryInfo: { SelectFields: [] }, ...more };
    },
  };

  async function audit(args: readonly string[], options = config) {
    proxy = await proxyTo(url!, options);
    const live = ['--endpoint-url', proxy.url, '--region', 'eu-west-1', '--aggregator', 'all'];
    const ended = await vpceLint(['audit', ...live, ...AUDIT, ...args], { env: { AWS_MAX_ATTEMPTS: '2' } });
    return { ended, report: reportOf(ended), asked: proxy.asked.map(({ action }) => action) };
  }

  const name = ({ rule, subject }: { rule: string; subject: { id: string | null } }) => `${rule} ${subject.id}`;

  /** What is decided is decided alike; what is not is undecided by name. */
  function agrees(report: Report): void {
    const [fails, passes] = [new Set(whole.findings.map(name)), new Set(whole.passed!.map(name))];
    for (const finding of report.findings)
      if (finding.assumed.length === 0) expect([...fails]).toContain(name(finding));
    expect(report.passed!.map(name).filter((each) => fails.has(each) && !passes.has(each))).toEqual([]);
  }

  test('is read by one call, page by page, and never says otherwise than the accounts', async () => {
    const { ended, report, asked } = await audit([]);
    expect([ended.status, report.complete]).toEqual([1, true]);
    expect(new Set(asked)).toEqual(new Set(['GetCallerIdentity', 'SelectAggregateResourceConfig']));
    expect(asked.length).toBe(1 + Math.ceil(results.length / 7));
    expect(report.endpoints.map(({ id, account }) => [id, account])).toEqual(
      whole.endpoints.map(({ id, account }) => [id, account]),
    );
    agrees(report);
    expect(report.undecided.some(({ missing }) => missing.some((each) => each.includes('DNS attributes')))).toBe(true);
  });

  test('is topped up by the accounts that can be entered', async () => {
    const plain = await audit([]);
    await proxy?.stop();
    const { report, asked } = await audit(['--top-up', '--role-name', 'audit']);
    agrees(report);
    expect(report.undecided.length).toBeLessThan(plain.report.undecided.length);
    expect(asked.filter((action) => action === 'DescribeVpcAttribute').length).toBe(10);
    expect(asked).not.toContain('DescribeSubnets');
  });

  test('streams say what the whole says', async () => {
    const cwd = scratch();
    proxy = await proxyTo(url!, config);
    const live = ['--endpoint-url', proxy.url, '--region', 'eu-west-1', '--aggregator', 'all'];
    const args = ['audit', ...live, '--preset', 'pedantic', '-f', 'jsonl=a.jsonl', '-f', 'json=a.json'];
    expect((await vpceLint(args, { cwd })).status).toBe(1);
    const merged = await vpceLint(['report', 'merge', 'a.jsonl', '-f', 'json'], { cwd });
    const { vpcs: _, ...report } = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')) as Report;
    expect(JSON.parse(merged.stdout)).toEqual(report);
    expect(proxy.asked.at(-1)!.parameters.get('Expression')).toMatch(/ ORDER BY accountId$/);
  });

  test('whose answer is cut off is incomplete: accounts before the cut are as they are', async () => {
    const { report: plain } = await audit([]);
    await proxy?.stop();
    const pages = Math.ceil(results.length / 7);
    const { ended, report } = await audit([], {
      ...config,
      fault: ({ action, times }) =>
        action === 'SelectAggregateResourceConfig' && times > pages / 2
          ? { status: 400, code: 'AccessDeniedException' }
          : undefined,
    });
    expect(ended.status).toBe(3);
    expect(report.incomplete.map(({ call }) => call)).toEqual(['config:SelectAggregateResourceConfig']);
    const accounts = [...new Set(report.endpoints.map(({ account }) => account))].sort();
    expect(accounts.length).toBeGreaterThan(1);
    const before = new Set(accounts.slice(0, -1));
    const ofThem = (list: Report['findings']) => list.filter(({ subject }) => before.has(subject.account)).map(name);
    expect(ofThem(report.findings)).toEqual(ofThem(plain.findings));
  });

  test('that does not keep the accounts together is incomplete', async () => {
    const { ended, report } = await audit([], {
      answer: ({ action }) =>
        action === 'SelectAggregateResourceConfig'
          ? { Results: [...results.slice(0, -1), results[0]!], QueryInfo: { SelectFields: [] } }
          : undefined,
    });
    expect([ended.status, report.incomplete.map(({ code }) => code)]).toEqual([3, ['MalformedAnswer']]);
  });

  test('that may not be read is no clean bill of health', async () => {
    const { ended, report } = await audit([], {
      fault: ({ action }) =>
        action === 'SelectAggregateResourceConfig' ? { status: 400, code: 'AccessDeniedException' } : undefined,
    });
    expect([ended.status, report.incomplete.map(({ call }) => call)]).toEqual([
      3,
      ['config:SelectAggregateResourceConfig'],
    ]);
  });
});
