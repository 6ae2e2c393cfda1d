import { describe, expect, it } from 'vitest';
import { PLAN_SELECT } from '../../../src/loaders/terraform/index.ts';
import { readJson as readText } from '../../../src/text/json/index.ts';
import { type Json, loadJson, networkOf, readJson, verdictsOf } from './fixtures.ts';

const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const STATE = 'terraform.tfstate';

interface StateResource {
  type: string;
  instances: (Json & { attributes: Json })[];
}

describe('raw states', () => {
  const state = readJson('associations/terraform.tfstate');
  const said = (document: Json) =>
    [...verdictsOf(networkOf(document, undefined, STATE))].map(([key, { verdict }]) => `${key} ${verdict}`).sort();

  it('say what the state as JSON says', () => {
    const json = [...verdictsOf(networkOf(readJson('associations/state.json')))].map(
      ([key, { verdict }]) => `${key} ${verdict}`,
    );
    expect(said(state)).toEqual(json.sort());
  });

  it('a deposed object is not there, a tainted one is', () => {
    const other = clone(state);
    for (const { instances } of other.resources as StateResource[]) {
      const first = instances[0]!;
      first.status = 'tainted';
      instances.push({ ...clone(first), deposed: '0123abcd' });
    }
    expect(said(other)).toEqual(said(state));
  });

  it('objects still written as Terraform 0.11 did are refused, not taken for empty ones', () => {
    const flat = clone(state);
    const endpoint = (flat.resources as StateResource[]).find(({ type }) => type === 'aws_vpc_endpoint')!;
    const { attributes: _, ...rest } = endpoint.instances[0]!;
    endpoint.instances[0] = { ...rest, attributes_flat: { id: 'vpce-1' } } as unknown as StateResource['instances'][0];
    const { incomplete, pictures } = loadJson(flat, undefined, STATE);
    expect(pictures).toEqual([]);
    expect(incomplete.map((i) => i.message).join()).toContain('Upgrade the state with a current Terraform');
  });

  it.each([
    [3, 'Upgrade the state with a current Terraform'],
    [5, '/version: vpce-lint reads state version 4, not 5. Update vpce-lint.'],
  ])('version %d is refused', (version, hint) => {
    const { incomplete, pictures } = loadJson({ ...state, version }, undefined, STATE);
    expect(pictures).toEqual([]);
    expect(incomplete.map((i) => i.message).join()).toContain(hint);
  });
});

describe('plans', () => {
  it('are read without what nobody reads, which says nothing', () => {
    const change = {
      actions: ['create'],
      before: null,
      after: { provider_name: 'a', tags: { secret: 'b' } },
      after_unknown: { id: true, provider_name: true, tags: {}, tags_all: { a: true } },
      before_sensitive: false,
      after_sensitive: { tags: { secret: true }, tags_all: {} },
    };
    const of = {
      address: 'aws_vpc.v',
      type: 'aws_vpc',
      name: 'v',
      provider_name: 'registry.terraform.io/hashicorp/aws',
    };
    const calm = { address: 'aws_vpc.w', type: 'aws_vpc', name: 'w' };
    const text = JSON.stringify({
      resource_changes: [
        { ...of, change },
        { ...calm, change: { ...change, after_sensitive: { tags: {} } } },
      ],
    });
    const { value } = readText(new TextEncoder().encode(text), PLAN_SELECT);
    const [secret, open] = (value as { resource_changes: { change: object }[] }).resource_changes;
    const told = {
      ...change,
      before_sensitive: undefined,
      after_unknown: { ...change.after_unknown, tags: undefined },
    };
    expect(secret).toEqual({ ...of, provider_name: undefined, change: told });
    expect(open).toEqual({ ...calm, change: { ...told, after_sensitive: undefined } });
  });

  const plan = readJson('single-az/plan.json');

  it.each(['2.0', '9', 7])('format %s is refused', (format_version) => {
    const { incomplete, pictures } = loadJson({ ...plan, format_version });
    expect(pictures).toEqual([]);
    expect(incomplete[0]?.message).toContain('vpce-lint reads format_version 1.x');
  });

  it.each(['0.2', '1.0', '1.99'])('format %s is read', (format_version) => {
    expect(loadJson({ ...plan, format_version }).pictures).toHaveLength(1);
  });

  it.each(['x', {}, 7])('changes that are no list (%j) are refused, not taken for none', (resource_changes) => {
    const { incomplete, pictures } = loadJson({ ...plan, resource_changes });
    expect(pictures).toEqual([]);
    expect(incomplete.map((i) => i.message).join()).toContain('`resource_changes` must be a list');
  });

  it('an action that is no word is none', () => {
    const odd = clone(plan);
    for (const { change } of odd.resource_changes as { change: Json }[]) change.actions = [{ toString: 'create' }];
    expect(() => verdictsOf(networkOf(odd))).not.toThrow();
  });

  it('drift means nothing', () => {
    const drift = clone(plan);
    drift.resource_drift = clone(drift.resource_changes);
    for (const { change } of drift.resource_drift as { change: Json }[]) change.after = {};
    expect([...verdictsOf(networkOf(drift))]).toEqual([...verdictsOf(networkOf(plan))]);
  });

  it('a cut one argues from nothing that may be missing', () => {
    const { resource_changes: _, ...cut } = plan;
    const said = verdictsOf(networkOf(cut));
    const fails = [...said].filter(([, { verdict }]) => verdict === 'fail').map(([key]) => key);
    const whole = verdictsOf(networkOf(plan));
    expect(fails.filter((key) => whole.get(key)?.verdict === 'pass')).toEqual([]);
  });

  it('zones of other names do not make it certain that none elsewhere serves one', () => {
    const other = clone(readJson('nested-blocks/plan.json'));
    type Change = { type: string; change: { after: Json; after_unknown: Json } };
    for (const { type, change } of other.resource_changes as Change[]) {
      if (type === 'aws_route53_zone') change.after.name = 'example.internal';
      if (type !== 'aws_vpc_endpoint') continue;
      change.after.vpc_id = 'vpc-0123456789abcdef0';
      delete change.after_unknown.vpc_id;
    }
    const said = verdictsOf(networkOf(other)).get('dns/private-dns-disabled aws_vpc_endpoint.hub["sqs"]');
    expect(said?.fails.map(({ fail }) => fail.assumed)).toEqual([
      ['no private hosted zone outside this input resolves the name'],
    ]);
  });

  it.each([
    ['partial/plan-target.json', 'plan-partial'],
    ['partial/plan-errored.json', 'plan-errored'],
  ])('%s says that it is not whole', (file, code) => {
    expect(loadJson(readJson(file)).pictures[0]?.incomplete.map((i) => i.code)).toEqual([code]);
  });

  it('what a targeted plan leaves out is not absent', () => {
    const said = verdictsOf(networkOf(readJson('targeted-instances/plan.json'), 'targeted-instances'));
    expect(said.get('availability/single-az aws_vpc_endpoint.t')?.verdict).not.toBe('fail');
  });
});

describe('sensitive values', () => {
  const plan = readJson('sensitive/plan.json');
  const SECRETS = ['198.51.100.77', 'topsecretbucketname', 'ephemeralsecretvalue', 'sg-0secret0secret000'];

  it('are known to the picture, so that nothing prints them', () => {
    const secrets = loadJson(plan).pictures[0]?.secrets.join('\n') ?? '';
    // Ephemeral values are in no resource.
    for (const secret of SECRETS) if (!secret.startsWith('ephemeral')) expect(secrets).toContain(secret);
  });

  it('are in no message, no reason and no missing fact', () => {
    for (const sources of [undefined, 'sensitive']) {
      const told = [...verdictsOf(networkOf(plan, sources)).values()];
      const text = JSON.stringify(told.map(({ fails, missing }) => [fails.map((f) => f.message), missing]));
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    }
  });
});
