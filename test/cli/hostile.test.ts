/** Names and values from somebody else's plan, through the whole program. */
import { describe, expect, it } from 'vitest';
import { cli, directory, planOf } from './harness.ts';

const EVIL = '\u001b[31m\u202e\n::error::x\r\u0007`|</details>]]>';
const FORMATS = ['pretty', 'json', 'sarif', 'github', 'markdown', 'html'];

/** A plan whose endpoint, tags and subnets have names of the worst kind. */
function hostilePlan(): unknown {
  const plan = JSON.stringify(
    planOf({ endpoints: { sqs: { subnets: ['a'], tags: { Name: 'mark', 'vpce-lint:ignore': 'mark' } } } }),
  );
  const inJson = JSON.stringify(EVIL).slice(1, -1);
  return plan
    .replaceAll('aws_vpc_endpoint.sqs"', `aws_vpc_endpoint.sqs[\\"${inJson}\\"]"`)
    .replaceAll('"mark"', `"${inJson}"`);
}

describe('hostile names', () => {
  it.each(FORMATS)('reach no terminal, log or page as they are: %s', async (format) => {
    const cwd = directory({ 'plan.json': hostilePlan() });
    const { stdout, stderr } = await cli(['plan.json', '-f', format, '-v', '--preset', 'pedantic'], { cwd });
    expect(stdout.length).toBeGreaterThan(50);
    for (const text of [stdout, stderr]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      if (format !== 'json' && format !== 'sarif') expect(text).not.toContain('\u202e');
      expect(text).not.toMatch(/^::error::x/m);
    }
  });

  it('stay what they are in JSON', async () => {
    const cwd = directory({ 'plan.json': hostilePlan() });
    const { stdout } = await cli(['plan.json', '-f', 'json'], { cwd });
    expect(JSON.parse(stdout).endpoints).toMatchObject([{ address: `aws_vpc_endpoint.sqs["${EVIL}"]` }]);
  });

  it('in paths, too', async () => {
    const cwd = directory({ 'pl\u001b[31man.json': '{' });
    const { stderr } = await cli(['pl\u001b[31man.json'], { cwd });
    expect(stderr).toMatch(/^vpce-lint: pl\\x1b\[31man\.json: /);
  });
});

describe('sensitive values', () => {
  /** A plan that marks attributes of the endpoint sensitive, as Terraform does. */
  function sensitivePlan(...attributes: string[]): unknown {
    const plan = JSON.parse(
      JSON.stringify(planOf({ endpoints: { sqs: { subnets: ['a'], tags: { Team: 'top-secret-team' } } } })),
    );
    const change = plan.resource_changes.find(({ address }: { address: string }) => address === 'aws_vpc_endpoint.sqs');
    change.change.after_sensitive = Object.fromEntries(attributes.map((attribute) => [attribute, true]));
    return plan;
  }

  it.each(FORMATS)('are judged and never printed: %s', async (format) => {
    const cwd = directory({ 'plan.json': sensitivePlan('service_name', 'tags', 'tags_all') });
    const { stdout, stderr } = await cli(['plan.json', '-f', format, '-v', '--preset', 'pedantic'], { cwd });
    expect(stdout).toContain('aws_vpc_endpoint.sqs');
    expect(stdout + stderr).not.toMatch(/com\.amazonaws\.us-east-1\.sqs|top-secret-team/);
  });

  it.each(FORMATS)('numbers, and what is made of them, either: %s', async (format) => {
    const plan = JSON.parse(
      JSON.stringify(
        planOf({
          groups: { wide: { ingress: [{}, { port: [61234, 61235] }] } },
          endpoints: { sqs: { groups: ['wide'] } },
        }),
      ),
    );
    const group = plan.resource_changes.find(
      ({ address }: { address: string }) => address === 'aws_security_group.wide',
    );
    group.change.after_sensitive = { ingress: true };
    const cwd = directory({ 'plan.json': plan });
    const argv = ['plan.json', '-f', format, '-v', '--show-suppressed', '--preset', 'pedantic'];
    for (const more of [[], ['--changed']]) {
      const { stdout, stderr } = await cli([...argv, ...more], { cwd });
      expect(stdout).toContain('ports (sensitive)');
      expect(stdout + stderr).not.toMatch(/6123[45]/);
    }
  });

  it('have (sensitive) in their place', async () => {
    const cwd = directory({ 'plan.json': sensitivePlan('service_name') });
    const { stdout } = await cli(['plan.json', '-f', 'json', '--select', 'availability/single-az'], { cwd });
    const { endpoints, findings } = JSON.parse(stdout);
    expect(endpoints).toMatchObject([{ service: '(sensitive)', serviceName: '(sensitive)' }]);
    expect(findings).toMatchObject([{ subject: { service: '(sensitive)' } }]);
  });
});
