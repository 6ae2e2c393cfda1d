import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import type { Scene } from '../../src/scene/scene.ts';
import { cli, directory, planOf, report } from '../cli/harness.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** A copy of a fixture with its main.tf changed. */
function stack(name: string, change: (text: string) => string = (text) => text): string {
  const cwd = directory();
  cpSync(join(fixtures, name), cwd, { recursive: true });
  const file = join(cwd, 'main.tf');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return cwd;
}

const lint = (cwd: string, ...args: string[]) =>
  report(['plan.json', '--no-config', '--preset', 'strict', ...args], { cwd });
const prints = (r: Report) => r.findings.map((f) => `${f.rule} ${f.subject.address} ${f.fingerprint}`).sort();
const of = (r: Report, rule: string, address: string) =>
  r.findings.filter((f) => f.rule === rule && f.subject.address === address);

/** The line a finding points at, as it stands in the file. */
function lineOf(cwd: string, location: Report['findings'][number]['location']): string {
  return readFileSync(join(cwd, location.file!), 'utf8').split('\n')[location.line! - 1]!;
}

describe('places', () => {
  test.each(['quickstart', 'terraform/pull-request', 'terraform/modules'])(
    '%s: every finding has its attribute or block on its line',
    async (name) => {
      const cwd = stack(name);
      const { findings } = await lint(cwd);
      expect(findings.length).toBeGreaterThan(0);
      for (const finding of findings) {
        expect(finding.location.file, finding.message).toMatch(/\.tf$/);
        expect(finding.location.endLine).toBe(finding.location.line);
        expect(lineOf(cwd, finding.location), `${finding.rule} ${finding.subject.address}`).toMatch(
          /^\s*(?:resource|dynamic|\w+ \{|\w+\s*=|\w+ "\w+")/,
        );
      }
    },
  );

  test('of every stack at hand: the line has what is meant, and 97 in 100 are in the sources', async () => {
    const names = readdirSync(join(fixtures, 'terraform')).filter((name) => !name.includes('.'));
    let all = 0;
    let inSources = 0;
    for (const name of names) {
      const cwd = join(fixtures, 'terraform', name);
      const files = readdirSync(cwd, { withFileTypes: true }).filter((entry) => entry.isFile());
      for (const file of files.filter((entry) =>
        /^(?:plan.*\.json|state\.json|terraform\.tfstate)$/.test(entry.name),
      )) {
        const { findings } = await report([file.name, '--no-config', '--preset', 'pedantic'], { cwd });
        all += findings.length;
        for (const { rule, subject, location } of findings) {
          if (!/\.tf(?:\.json)?$/.test(location.file ?? '')) continue;
          inSources += 1;
          const line = lineOf(cwd, location);
          const told = `${name} ${rule} ${subject.address}: ${line}`;
          expect(line, told).toMatch(/^\s*(?:resource|data|module|dynamic) "|^\s*\w+\s*(?:=|\{)/);
          expect(line.slice(0, location.column! - 1).trim(), told).toBe('');
        }
      }
    }
    expect(all).toBeGreaterThan(400);
    expect(inSources / all).toBeGreaterThan(0.97);
  });

  test('people see the line, the one above it and a mark under what is meant', async () => {
    const cwd = stack('quickstart');
    const { stdout } = await cli(['plan.json', '--no-config', '--select', 'dns/private-dns-disabled'], { cwd });
    const [place, ...frame] = stdout.slice(stdout.indexOf('          main.tf:')).split('\n').slice(0, 4);
    const [, line, column] = /main\.tf:(\d+):(\d+)$/.exec(place!)!.map(Number) as [number, number, number];
    const written = readFileSync(join(cwd, 'main.tf'), 'utf8').split('\n');
    expect(frame).toEqual([
      `            ${line - 1} | ${written[line - 2]}`,
      `          > ${line} | ${written[line - 1]}`,
      `          ${' '.repeat(String(line).length + 2)} | ${' '.repeat(column - 1)}${'^'.repeat(written[line - 1]!.trim().length)}`,
    ]);
  });

  test('code is somebody else’s: nothing in a frame steers a terminal', async () => {
    const cwd = stack('quickstart', (text) =>
      text.replace('private_dns_enabled = false', '$& # \u001b[2J \u202e\u0007'),
    );
    const { stdout } = await cli(['plan.json', '--no-config', '--select', 'dns/private-dns-disabled'], { cwd });
    expect(stdout).toContain('private_dns_enabled = false # \\x1b[2J \\u202e\\x07');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('a line that holds something sensitive is not shown', async () => {
    const cwd = stack('quickstart');
    const plan = JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8'));
    for (const { address, change } of plan.resource_changes) {
      if (address === 'aws_vpc_endpoint.b_kms_off')
        change.after_sensitive = { ...change.after_sensitive, service_name: true };
    }
    const secret = 'com.amazonaws.us-east-1.kms';
    const shown = async () => (await cli(['plan.json', '--no-config', '--preset', 'pedantic'], { cwd })).stdout;
    expect(await shown()).toContain(secret);
    writeFileSync(join(cwd, 'plan.json'), JSON.stringify(plan));
    const hidden = await shown();
    expect(hidden).toContain('aws_vpc_endpoint.b_kms_off');
    expect(hidden).not.toContain(secret);
  });

  test('a finding in a module names the call', async () => {
    const [finding] = of(
      await lint(stack('terraform/modules')),
      'availability/single-az',
      'module.endpoints_thin[0].aws_vpc_endpoint.this["kms"]',
    );
    expect(finding?.location.file).toBe('modules/endpoints/main.tf');
    expect(finding?.related.map((r) => r.location.file)).toContain('main.tf');
  });

  test('moving a block, and putting it into another file, keeps every fingerprint', async () => {
    const before = prints(await lint(stack('quickstart')));
    expect(prints(await lint(stack('quickstart', (text) => `${'\n'.repeat(10)}${text}`)))).toEqual(before);
    const cwd = stack('quickstart', (text) => text.slice(0, text.indexOf('resource "aws_vpc_endpoint"')));
    const all = readFileSync(join(fixtures, 'quickstart/main.tf'), 'utf8');
    writeFileSync(join(cwd, 'endpoints.tf'), all.slice(all.indexOf('resource "aws_vpc_endpoint"')));
    const moved = await lint(cwd);
    expect(prints(moved)).toEqual(before);
    expect(moved.findings.map((f) => f.location.file)).toContain('endpoints.tf');
  });

  test('a move keeps every fingerprint and every entry of a baseline', async () => {
    const cwd = stack('terraform/brownfield');
    const before = JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8'));
    // The stack as it was before the move: the plan of it names the endpoint as the code did then.
    const old = JSON.parse(JSON.stringify(before).replaceAll('aws_vpc_endpoint.new', 'aws_vpc_endpoint.old'));
    for (const change of old.resource_changes) delete change.previous_address;
    const code = readFileSync(join(cwd, 'main.tf'), 'utf8');
    expect(code).toMatch(/moved \{\s+from = aws_vpc_endpoint\.old\s+to\s+= aws_vpc_endpoint\.new\s+\}/);
    writeFileSync(join(cwd, 'main.tf'), code.replace(/moved \{[^}]*\}/, '').replace('"new"', '"old"'));
    writeFileSync(join(cwd, 'plan.json'), JSON.stringify(old));
    const all = ['--preset', 'pedantic'];
    const was = await lint(cwd, ...all);
    const touched = (r: Report, name: string) =>
      r.findings.filter((f) => f.subject.address === `aws_vpc_endpoint.${name}`);
    expect(touched(was, 'old').length).toBeGreaterThan(0);
    await cli(['plan.json', '--no-config', ...all, '--baseline', 'known.txt', '--update-baseline'], { cwd });

    const fingerprints = (r: Report) => r.findings.map((f) => f.fingerprint).sort();
    // By the plan that moves it, without sources.
    writeFileSync(join(cwd, 'main.tf'), '');
    const plan = (change: (c: { previous_address?: string }) => void) => {
      const document = structuredClone(before);
      document.resource_changes.forEach(change);
      writeFileSync(join(cwd, 'plan.json'), JSON.stringify(document));
    };
    plan(() => {});
    expect(touched(await lint(cwd, ...all), 'new').map((f) => f.fingerprint)).toEqual(
      touched(was, 'old').map((f) => f.fingerprint),
    );
    // By the sources, once the move is made.
    writeFileSync(join(cwd, 'main.tf'), code);
    plan((c) => delete c.previous_address);
    expect(fingerprints(await lint(cwd, ...all))).toEqual(fingerprints(was));
    const { status, stdout } = await cli(['plan.json', '--no-config', ...all, '--baseline', 'known.txt'], { cwd });
    expect([status, stdout.split('\n').filter((line) => / (?:error|warning|note) /.test(line))]).toEqual([0, []]);
  });

  test('sources of another plan are ignored, in one line', async () => {
    const cwd = stack('quickstart', (text) => text.replace('"b_kms_off"', '"renamed"'));
    const { stderr, stdout } = await cli(['plan.json', '--no-config', '-f', 'json'], { cwd });
    expect(stderr).toBe(
      'note: the Terraform code in . does not belong to the plan (it lacks aws_vpc_endpoint.b_kms_off), so vpce-lint ignores it\n',
    );
    expect((JSON.parse(stdout) as Report).findings.every((f) => f.location.file === 'plan.json')).toBe(true);
  });
});

describe('suppression comments', () => {
  const block = 'resource "aws_vpc_endpoint" "b_kms_off" {';
  const rule = 'dns/private-dns-disabled';
  const address = 'aws_vpc_endpoint.b_kms_off';

  test.each([
    ['above the block', (t: string) => t.replace(block, `# vpce-lint:ignore ${rule} -- shared zone\n${block}`)],
    ['trailing', (t: string) => t.replace(block, `${block} // vpce-lint:ignore ${rule} -- shared zone`)],
    ['inside the block', (t: string) => t.replace(block, `${block}\n  /* vpce-lint:ignore ${rule} -- shared zone */`)],
  ])('%s', async (_, change) => {
    const r = await lint(stack('quickstart', change), '--show-suppressed');
    const [finding] = of(r, rule, address);
    expect(finding).toMatchObject({ status: 'suppressed', justification: 'shared zone' });
    expect(r.findings.filter((f) => f.rule.startsWith('suppression/'))).toEqual([]);
    expect(of(await lint(stack('quickstart', change), '--no-inline'), rule, address)[0]?.status).toBe('open');
  });

  test('above another block it does not count', async () => {
    const r = await lint(
      stack('quickstart', (t) => t.replace(block, `# vpce-lint:ignore ${rule} -- no\n\nlocals {}\n${block}`)),
    );
    expect(of(r, rule, address)).toHaveLength(1);
  });

  test('on a module call it holds for what is below', async () => {
    const cwd = stack('terraform/modules', (t) =>
      t.replace(
        'module "endpoints_thin"',
        '# vpce-lint:ignore availability/single-az -- a lab\nmodule "endpoints_thin"',
      ),
    );
    expect(
      of(await lint(cwd), 'availability/single-az', 'module.endpoints_thin[0].aws_vpc_endpoint.this["kms"]'),
    ).toEqual([]);
  });

  test.each([
    ['no reason', `# vpce-lint:ignore ${rule}`, 'suppression/no-reason'],
    ['an empty reason', `# vpce-lint:ignore ${rule} --`, 'suppression/no-reason'],
    ['an unknown rule', '# vpce-lint:ignore dns/private-dns-disable -- x', 'suppression/unknown-rule'],
    ['past its date', `# vpce-lint:ignore ${rule} until=2020-01-01 -- x`, 'suppression/expired'],
    ['silencing nothing', '# vpce-lint:ignore availability/no-subnets -- x', 'suppression/unused'],
    ['everything', '# vpce-lint:ignore * -- x', 'suppression/unknown-rule'],
  ])('%s is remarked on', async (_, comment, remark) => {
    const { findings } = await lint(stack('quickstart', (t) => t.replace(block, `${comment}\n${block}`)));
    const [found, ...others] = findings.filter((f) => f.rule.startsWith('suppression/'));
    expect([found?.rule, others]).toEqual([remark, []]);
    expect(found).toMatchObject({
      level: 'note',
      subject: { kind: 'suppression', address },
      location: { file: 'main.tf' },
    });
  });
});

describe('--changed', () => {
  test('shows exactly the faults a pull request brings', async () => {
    const select =
      'availability/*,dns/*,policy/full-access,policy/overly-broad,routing/gateway-no-route-tables,reachability/service-port-not-allowed';
    const { findings } = await report(['plan.json', '--no-config', '--changed', '--select', select], {
      cwd: stack('terraform/pull-request'),
    });
    expect(findings.map((f) => `${f.rule} ${f.subject.address}`)).toEqual([
      'policy/full-access aws_vpc_endpoint.s3',
      'availability/single-az aws_vpc_endpoint.update_subnets',
    ]);
  });

  test('of every rule of the strict preset, too', async () => {
    const cwd = stack('terraform/pull-request');
    const { findings } = await lint(cwd, '--changed');
    expect(findings.map((f) => `${f.rule} ${f.subject.address}`)).toEqual([
      'change/endpoint-replaced aws_vpc_endpoint.imported',
      'change/private-dns-switched-on aws_vpc_endpoint.imported',
      'change/endpoint-replaced aws_vpc_endpoint.replace_dns',
      'change/private-dns-switched-on aws_vpc_endpoint.replace_dns',
      'availability/single-az aws_vpc_endpoint.update_subnets',
    ]);
  });

  const changed = async (scene: Scene, ...args: string[]) => {
    const cwd = directory({ 'plan.json': planOf(scene) });
    const { findings } = await lint(cwd, '--changed', ...args);
    return findings.map((f) => `${f.level} ${f.rule} ${f.subject.address}`);
  };

  test('a fault that comes from afar is new where there surely was none', async () => {
    const scene = (cidr: string) => ({
      groups: { https: { ingress: [{ prefixLists: ['corp'] }] } },
      prefixLists: { corp: { cidrs: [cidr] } },
    });
    const opened: Scene = {
      ...scene('0.0.0.0/0'),
      endpoints: { sqs: {} },
      before: { prefixLists: scene('10.0.0.0/16').prefixLists },
    };
    expect(await changed(opened, '--select', 'reachability/open-ingress')).toEqual([
      'note reachability/open-ingress aws_vpc_endpoint.sqs',
    ]);
  });

  test('a fault that AWS took before is not new because something else changes', async () => {
    const scene: Scene = {
      endpoints: { dynamodb: { privateDns: true, tags: { Name: 'new' } } },
      before: { endpoints: { dynamodb: { tags: { Name: 'old' } } } },
    };
    const cwd = directory({ 'plan.json': planOf(scene) });
    expect((await lint(cwd)).findings.map((f) => f.rule)).toContain('dns/private-dns-unsupported');
    expect(await changed(scene)).toEqual([]);
  });

  test('the zones of a service are those of its load balancer where the plan changes that', async () => {
    const scene: Scene = {
      services: { orders: { subnets: ['a'] } },
      before: { services: { orders: { subnets: ['a', 'b'] } } },
    };
    expect(await changed(scene, '--select', 'endpoint-service/*')).toEqual([
      'warning endpoint-service/single-az-load-balancer aws_vpc_endpoint_service.orders',
    ]);
  });

  test('a first plan brings all it has', async () => {
    const cwd = stack('quickstart');
    expect(prints(await lint(cwd, '--changed'))).toEqual(prints(await lint(cwd)));
  });

  test('what is no plan has nothing to compare with', async () => {
    const { status, stderr } = await cli(['state.json', '--changed', '--no-config'], {
      cwd: stack('terraform/modules'),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^vpce-lint: --changed: \S+ is neither a plan nor a template with its change set\. Write the plan with `terraform show -json PLAN`\.\n$/,
    );
  });
});

describe('--baseline', () => {
  test('known findings do not fail until their evidence changes', async () => {
    const cwd = stack('quickstart');
    const made = await cli(['plan.json', '--no-config', '--baseline', 'known.txt', '--update-baseline'], { cwd });
    expect(made.status).toBe(0);
    const text = readFileSync(join(cwd, 'known.txt'), 'utf8');
    const lines = text.trimEnd().split('\n').slice(1);
    expect(lines).toEqual([...lines].sort());
    const again = await cli(['plan.json', '--no-config', '--baseline', 'known.txt'], { cwd });
    expect(again.status).toBe(0);
    const shown = await report(['plan.json', '--no-config', '--baseline', 'known.txt', '--show-suppressed'], { cwd });
    expect(shown.summary).toMatchObject({ errors: 0, baselined: lines.length });
    expect(new Set(shown.findings.map((f) => f.status))).toEqual(new Set(['baselined']));

    // Evidence that changes voids the entry.
    const plan = readFileSync(join(cwd, 'plan.json'), 'utf8');
    writeFileSync(join(cwd, 'plan.json'), plan.replaceAll('"enable_dns_support":false', '"enable_dns_support":true'));
    const changed = await report(['plan.json', '--no-config', '--baseline', 'known.txt'], { cwd });
    expect(changed.findings.map((f) => `${f.rule} ${f.subject.address}`)).toEqual([
      'dns/vpc-attributes-off aws_vpc_endpoint.c_logs',
    ]);
  });

  test('an update keeps what an incomplete run, or one of changes only, cannot show', async () => {
    const cwd = stack('quickstart');
    const update = ['--no-config', '--baseline', 'known.txt', '--update-baseline'];
    const known = () => readFileSync(join(cwd, 'known.txt'), 'utf8');
    await cli(['plan.json', ...update], { cwd });
    const before = known();
    expect((await cli(['nowhere.json', ...update], { cwd })).status).toBe(3);
    expect(known()).toBe(before);
    const plan = JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8'));
    for (const { change } of plan.resource_changes)
      Object.assign(change, { actions: ['no-op'], before: change.after, after_unknown: {} });
    writeFileSync(join(cwd, 'same.json'), JSON.stringify(plan));
    await cli(['same.json', '--changed', ...update], { cwd });
    expect(known()).toBe(before);
  });

  test('an update takes out what is gone', async () => {
    const cwd = stack('quickstart');
    await cli(['plan.json', '--no-config', '--baseline', 'known.txt', '--update-baseline'], { cwd });
    const before = readFileSync(join(cwd, 'known.txt'), 'utf8');
    await cli(['plan.json', '--no-config', '--baseline', 'known.txt', '--update-baseline', '--ignore', 'policy/*'], {
      cwd,
    });
    const after = readFileSync(join(cwd, 'known.txt'), 'utf8');
    expect(after).toBe(
      before
        .split('\n')
        .filter((line) => !line.startsWith('policy/'))
        .join('\n'),
    );
  });

  test.each([
    ['no file', undefined, /^vpce-lint: known\.txt: no such baseline\. Create it with --update-baseline\.\n$/],
    ['a merge conflict', '<<<<<<< ours\n', /line 1.*merge conflict/],
    [
      'something else',
      'hello\n',
      /^vpce-lint: known\.txt, line \d+: this line is not an entry of a baseline\. Delete the file and run with --update-baseline\.\n$/,
    ],
  ])('%s is said in one line', async (_, text, words) => {
    const cwd = stack('quickstart');
    if (text !== undefined) writeFileSync(join(cwd, 'known.txt'), text);
    const { status, stderr } = await cli(['plan.json', '--no-config', '--baseline', 'known.txt'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  test('--update-baseline needs a file', async () => {
    const { status, stderr } = await cli(['plan.json', '--update-baseline'], { cwd: stack('quickstart') });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^vpce-lint: --update-baseline: no baseline is named\. Add --baseline vpce-lint\.baseline\.\n$/,
      ),
    ]);
  });
});
