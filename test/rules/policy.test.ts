import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { policyOf } from '../../src/ask/policy.ts';
import { NO_CONFIG, settle } from '../../src/config/index.ts';
import { check } from '../../src/engine/check.ts';
import type { RunContext } from '../../src/engine/index.ts';
import {
  type Endpoint,
  type Fact,
  known,
  type Network,
  TemplateLeaf,
  type Tree,
  UnknownLeaf,
  unknown,
} from '../../src/model/index.ts';
import type { EndpointScene, Scene } from '../../src/scene/scene.ts';
import { loadScene } from './load-scene.ts';

const RUN: RunContext = { preset: 'recommended', trust: undefined, now: new Date('2026-06-01T00:00:00Z') };
const family = rules.filter(({ id }) => id.startsWith('policy/'));

function statement(more: object): Tree {
  const policy = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...more };
  return { Version: '2012-10-17', Statement: [policy as Tree] };
}

const ORGANIZATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' } };

/** The network of a scene, with facts of one endpoint replaced. */
function network(scene: Scene, change: Partial<Record<keyof Endpoint, unknown>> = {}, name?: string): Network {
  const net = loadScene(scene, 'describe', 'policy');
  const endpoints = net.endpoints.map((endpoint) => {
    const mine = name === undefined || (endpoint.serviceName.known && endpoint.serviceName.value?.endsWith(`.${name}`));
    if (!mine) return endpoint;
    return Object.create(
      endpoint,
      Object.fromEntries(Object.entries(change).map(([key, value]) => [key, { value, enumerable: true }])),
    ) as Endpoint;
  });
  return { ...net, endpoints, complete: (kind, vpc) => net.complete(kind, vpc) };
}

function withPolicy(service: string, policy: Fact<Tree | null>, scene: EndpointScene = {}): Network {
  return network({ endpoints: { [service]: scene } }, { policy });
}

/** What the rules of the family say of one endpoint: those that do not pass. */
function said(net: Network, run: Partial<RunContext> = {}, service?: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const rule of family) {
    const active = { rule: rule as never, options: {}, level: null };
    for (const { subject, verdict } of check(net, [active], { ...RUN, ...run, includeManaged: false })) {
      const { serviceName } = subject as Endpoint;
      if (service !== undefined && !(serviceName.known && serviceName.value?.endsWith(`.${service}`))) continue;
      const id = rule.id.slice('policy/'.length);
      if (verdict.verdict === 'fail') out[id] = `${verdict.level ?? rule.level}: ${verdict.message}`;
      if (verdict.verdict === 'undecided') out[id] = `? ${verdict.missing.join('; ')}`;
    }
  }
  return out;
}

const at = { input: 0 };

describe('full access', () => {
  it('of the default is louder under strict and once trust is configured', () => {
    const net = withPolicy('kms', known(null, at));
    expect(said(net)['full-access']).toMatch(/^note: /);
    expect(said(net, { preset: 'strict' })['full-access']).toMatch(/^warning: /);
    expect(said(net, { trust: { accounts: ['111122223333'] } })['full-access']).toMatch(/^warning: /);
    expect(said(net, { trust: { accounts: [] } })['full-access']).toMatch(/^note: /);
  });

  it('is certain of a written policy, whatever the service', () => {
    const net = network(
      { endpoints: { kms: {} } },
      { policy: known(statement({}), at), serviceName: unknown('the service is not in the input', at) },
    );
    expect(said(net)).toEqual({ 'full-access': expect.stringMatching(/^note: .* uses the default endpoint policy/) });
    const none = network(
      { endpoints: { kms: {} } },
      { policy: known(null, at), serviceName: unknown('the service is not in the input', at) },
    );
    expect(said(none)).toEqual({ 'full-access': '? the service is not in the input' });
  });

  it('of a service whose support of policies nobody knows is undecided', () => {
    const says = /^\? the service table does not say whether datazone supports endpoint policies/;
    expect(said(withPolicy('datazone', known(null, at)))).toEqual({ 'full-access': expect.stringMatching(says) });
    const open = said(withPolicy('datazone', known(statement({ Action: 'datazone:GetDomain' }), at)));
    expect(open['overly-broad']).toMatch(says);
    expect(open['invalid-document']).toBeUndefined();
  });

  it('is settled by what AWS says of the service', () => {
    const scene: Scene = {
      endpoints: { datazone: { policy: 'omitted' } },
      serviceDetails: { 'com.amazonaws.us-east-1.datazone': { policySupported: true } },
    };
    expect(said(network(scene))['full-access']).toMatch(/^note: /);
    const not = { ...scene, serviceDetails: { 'com.amazonaws.us-east-1.datazone': { policySupported: false } } };
    expect(said(network(not))).toEqual({});
  });
});

describe('nothing to judge', () => {
  it.each([
    ['GatewayLoadBalancer', { type: known('GatewayLoadBalancer', at) }],
    ['Resource', { type: known('Resource', at), serviceName: known(null, at) }],
    [
      'an endpoint service of another owner',
      { serviceName: known('com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0', at) },
    ],
  ])('%s', (_, change) => {
    expect(said(network({ endpoints: { sqs: {} } }, { ...change, policy: known(statement({}), at) }))).toEqual({});
  });

  it('the policy of an endpoint the input does not tell is undecided for all that might be', () => {
    const answers = said(withPolicy('sqs', unknown('`policy` is known only after apply', at)));
    expect(new Set(Object.values(answers))).toEqual(new Set(['? `policy` is known only after apply']));
    expect(Object.keys(answers)).toContain('overly-broad');
    expect(Object.keys(answers)).not.toContain('gateway-principal');
    expect(Object.keys(answers)).not.toContain('ecr-layers-blocked');
  });
});

describe('unknown parts', () => {
  const bucket = new UnknownLeaf('`aws_s3_bucket.data.arn` is known only after apply', 'aws_s3_bucket.data.arn');

  it('do not matter where they cannot', () => {
    const policy = statement({ Resource: [bucket, new TemplateLeaf([bucket, '/*'])], Condition: ORGANIZATION });
    const answers = said(withPolicy('s3', known(policy, at), { type: 'Gateway' }), { preset: 'strict' });
    for (const rule of ['full-access', 'overly-broad', 'principal-unbounded', 'vacuous-condition', 'too-large'])
      expect(answers[rule], rule).toBeUndefined();
    expect(answers['object-action-on-bucket-arn']).toMatch(/^\? /);
  });

  it('are undecided where they can', () => {
    const policy = statement({ Condition: { StringEquals: { 'aws:PrincipalOrgID': new UnknownLeaf('later') } } });
    const answers = said(withPolicy('sqs', known(policy, at)), { preset: 'strict', trust: { accounts: ['1'] } });
    expect(answers['overly-broad']).toBe('? later');
  });

  it('a leaf that stands for the endpoint itself is its id', () => {
    const net = network({ endpoints: { sqs: {} } });
    const [endpoint] = net.endpoints;
    const own = new UnknownLeaf('known only after apply', `${endpoint!.key}.id`);
    const policy = statement({ Condition: { StringEquals: { 'aws:SourceVpce': own } } });
    const change = { policy: known(policy, at), id: unknown('known only after apply', at) };
    expect(said(network({ endpoints: { sqs: {} } }, change))['vacuous-condition']).toMatch(
      /^error: The policy of sqs tests aws:SourceVpce/,
    );
    const other = statement({ Condition: { StringEquals: { 'aws:SourceVpce': new UnknownLeaf('later', 'x.id') } } });
    expect(said(withPolicy('sqs', known(other, at)))['vacuous-condition']).toBe('? later');
  });

  it('a statement that is not known may hide anything', () => {
    const policy: Tree = {
      Version: '2012-10-17',
      Statement: [new UnknownLeaf('`statement` is known only after apply')],
    };
    const answers = said(withPolicy('sqs', known(policy, at)));
    for (const rule of ['overly-broad', 'source-ip-unavailable', 'vacuous-condition', 'invalid-document'])
      expect(answers[rule], rule).toBe('? `statement` is known only after apply');
    expect(answers['too-large']).toMatch(/^\? /);
  });
});

describe('a sensitive policy', () => {
  const SECRET = 'AllowTheSecretPartner';

  it('is judged, and no part of it printed', () => {
    const policy = statement({
      Sid: SECRET,
      Action: 'sqs:SendMessage',
      Condition: { IpAddress: { 'aws:SourceIp': '10.1.2.3' } },
    });
    const broad = statement({ Sid: SECRET, Action: 'sqs:SendMessage' });
    for (const [document, rule] of [
      [policy, 'source-ip-unavailable'],
      [broad, 'overly-broad'],
      [statement({ Sid: SECRET, Action: 'sqs:*' }), 'full-access'],
      [statement({ Sid: SECRET, Effect: 'allow' }), 'invalid-document'],
    ] as const) {
      const net = withPolicy('sqs', known<Tree>(JSON.stringify(document), at, true));
      const active = family.map((each) => ({ rule: each as never, options: {}, level: null }));
      const verdicts = check(net, active, { ...RUN, includeManaged: false });
      const fails = verdicts.filter(({ verdict }) => verdict.verdict === 'fail');
      expect(fails.map(({ active: { rule: found } }) => found.id)).toContain(`policy/${rule}`);
      const printed = JSON.stringify(verdicts.map(({ verdict }) => verdict));
      for (const part of [SECRET, '10.1.2.3', 'SendMessage', '999988887777']) expect(printed, rule).not.toContain(part);
      expect(printed).toContain('"policy":"(sensitive)"');
    }
  });
});

describe('analyses', () => {
  const endpoints = { a: { service: 'sqs' }, b: { service: 'sqs' }, c: { service: 'sns' } };
  const analyses = (policy: object) => {
    const net = network({
      endpoints: Object.fromEntries(Object.entries(endpoints).map(([name, it]) => [name, { ...it, policy }])),
    });
    const byService = (key: string) =>
      net.endpoints.filter(({ serviceName }) => serviceName.known && serviceName.value?.endsWith(key));
    return [...byService('.sqs'), ...byService('.sns')].map((endpoint) => {
      const answer = policyOf(endpoint, net, RUN);
      if (answer.is !== 'judged') throw new Error(answer.is);
      expect(policyOf(endpoint, net, RUN)).toBe(answer);
      return answer.analysis();
    });
  };

  it('of equal documents are shared by the endpoints of a service', () => {
    const [a, b, c] = analyses(statement({ Condition: ORGANIZATION }) as object);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  it('of documents that name the path are each endpoint’s own', () => {
    const [a, b] = analyses(
      statement({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } } }) as object,
    );
    expect(a).not.toBe(b);
  });
});

describe('other S3 endpoints of the VPC', () => {
  const scene = (other: EndpointScene | null): Scene => ({
    endpoints: { 'ecr.dkr': {}, s3: { type: 'Gateway' }, beside: other },
  });

  it('with a policy that lets the layers through make it undecided', () => {
    const open = scene({ service: 's3', policy: 'omitted', onlyInboundResolver: false });
    const answers = check(network(open), [active('ecr-layers-blocked')], { ...RUN, includeManaged: false });
    expect(answers.map(({ verdict }) => verdict.verdict).sort()).toEqual(['not-applicable', 'pass', 'undecided']);
  });

  it('for the inbound resolver alone do not count', () => {
    const inbound = scene({ service: 's3', policy: 'omitted', onlyInboundResolver: true });
    const answers = check(network(inbound), [active('ecr-layers-blocked')], { ...RUN, includeManaged: false });
    expect(answers.map(({ verdict }) => verdict.verdict).sort()).toEqual(['fail', 'not-applicable', 'pass']);
  });

  function active(name: string) {
    const rule = family.find(({ id }) => id === `policy/${name}`);
    return { rule: rule as never, options: {}, level: null };
  }
});

describe('presetWithTrust', () => {
  const config = NO_CONFIG;
  const active = (...args: Parameters<typeof settle>) => settle(...args).active.map(({ rule }) => rule.id);

  it('brings rules into a milder preset once trust is configured', () => {
    const sided = ['policy/principal-unbounded', 'policy/resource-unbounded'];
    expect(active(rules, config)).not.toEqual(expect.arrayContaining(sided));
    expect(active(rules, { ...config, trust: { accounts: [] } })).not.toEqual(expect.arrayContaining(sided));
    expect(active(rules, { ...config, trust: { accounts: ['111122223333'] } })).toEqual(expect.arrayContaining(sided));
    expect(active(rules, config, { preset: 'strict' })).toEqual(expect.arrayContaining(sided));
    expect(
      active(rules, { ...config, trust: { accounts: ['111122223333'] } }, { ignore: ['policy/*'] }).filter((id) =>
        id.startsWith('policy/'),
      ),
    ).toEqual([]);
  });
});
