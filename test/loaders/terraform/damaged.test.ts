/** Documents that Terraform did not write so: what they may lack is said, and nothing is argued from its absence. */
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';
import { printScene } from '../../../src/scene/print.ts';
import { judge, rules } from '../../rules/judge.ts';

type Input = 'plan' | 'state' | 'tfstate';

// biome-ignore lint/suspicious/noExplicitAny: a document that is to be damaged anywhere
function damaged(input: Input, damage: (document: any) => void) {
  const document = structuredClone(printScene({ endpoints: { sqs: {}, kms: {} } }, input, 'damaged')[0]!.document);
  damage(document);
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const { pictures, incomplete } = loadFiles([{ path: 'in.json', bytes }]);
  const [network] = pictures.map((picture) => picture.network);
  const all = [...incomplete, ...pictures.flatMap((picture) => picture.incomplete)];
  return {
    told: all.map(({ code, message }) => `${code}: ${message}`),
    complete: network?.complete(
      'endpoint',
      network.vpcs[0] && { is: 'entity', to: network.vpcs[0], at: network.vpcs[0].at },
    ),
  };
}

describe('a damaged document is incomplete', () => {
  it.each<[string, Input, Parameters<typeof damaged>[1], RegExp]>([
    [
      'a change that is a text',
      'plan',
      (d) => d.resource_changes.push('x'),
      /an element of \/resource_changes does not have the form/,
    ],
    [
      'a change without a type',
      'plan',
      (d) => delete d.resource_changes[1].type,
      /\/resource_changes\/1 does not have the form/,
    ],
    [
      'a change without actions',
      'plan',
      (d) => {
        for (const change of d.resource_changes) delete change.change.actions;
      },
      /\/resource_changes\/0 does not have the form/,
    ],
    [
      'a replacement without one of its actions',
      'plan',
      (d) => {
        d.resource_changes[0].change.actions = ['delete', ''];
      },
      /\/resource_changes\/0\/change\/actions does not have/,
    ],
    [
      'a change with one action twice',
      'plan',
      (d) => {
        d.resource_changes[0].change.actions = ['delete', 'delete'];
      },
      /\/resource_changes\/0\/change\/actions does not have/,
    ],
    [
      'a change with an empty list of actions',
      'plan',
      (d) => {
        d.resource_changes[0].change.actions = [];
      },
      /\/resource_changes\/0\/change\/actions does not have/,
    ],
    [
      'a change without what comes after it',
      'plan',
      (d) => {
        d.resource_changes[0].change.after = null;
      },
      /\/resource_changes\/0\/change\/after does not have/,
    ],
    [
      'a resource without values',
      'state',
      (d) => delete d.values.root_module.resources[0].values,
      /\/resources\/0\/values does not have/,
    ],
    [
      'an instance without attributes',
      'tfstate',
      (d) => {
        d.resources[0].instances[0].attributes = null;
      },
      /\/resources\/0\/instances\/0\/attributes does not have/,
    ],
    [
      'values that are a text',
      'state',
      (d) => {
        d.values = 'x';
      },
      /\/values does not have the form/,
    ],
    [
      'a module that is a list',
      'state',
      (d) => {
        d.values.root_module = [];
      },
      /^no-endpoints: this state has no VPC endpoints, so nothing was checked\ndamaged: the file is damaged: a module does not have the form that Terraform writes$/,
    ],
    [
      'resources that are a number',
      'state',
      (d) => {
        d.values.root_module.resources = 1e300;
      },
      /^no-endpoints: this state has no VPC endpoints, so nothing was checked\ndamaged: the file is damaged: a module does not have the form that Terraform writes$/,
    ],
    [
      'a resource without a name',
      'state',
      (d) => delete d.values.root_module.resources[0].name,
      /\/resources\/0 does not have the form/,
    ],
    [
      'a resource that is a list',
      'tfstate',
      (d) => d.resources.push([]),
      /an element of \/resources does not have the form/,
    ],
    [
      'resources that are an object',
      'tfstate',
      (d) => {
        d.resources = {};
      },
      /\/resources does not have the form/,
    ],
    [
      'instances that are a text',
      'tfstate',
      (d) => {
        d.resources[0].instances = 'x';
      },
      /\/resources\/0 does not have the form/,
    ],
    [
      'an instance that is null',
      'tfstate',
      (d) => d.resources[0].instances.push(null),
      /\/instances\/1 does not have the form/,
    ],
  ])('%s: %s', (_, input, damage, said) => {
    const { told, complete } = damaged(input, damage);
    expect(told.join('\n')).toMatch(/^damaged: the file is damaged: /m);
    expect(told.join('\n')).toMatch(said);
    expect(complete?.complete).not.toBe(true);
  });

  it.each<Input>(['plan', 'state', 'tfstate'])('and a whole one is not: %s', (input) => {
    expect(damaged(input, () => {}).told).toEqual([]);
  });

  it('an empty state is whole', () => {
    expect(damaged('state', (d) => delete d.values).told.join()).not.toContain('damaged');
  });
});

/** What a rule says of `sqs` in a document whose endpoints were changed after Terraform wrote them. */
function verdictOn(rule: string, input: Input, without: string) {
  const document = structuredClone(printScene({ endpoints: { sqs: {}, kms: {} } }, input, 'damaged')[0]!.document);
  const cut = JSON.parse(JSON.stringify(document, (key, value) => (key === without ? undefined : value)));
  const bytes = new TextEncoder().encode(JSON.stringify(cut));
  const { network } = loadFiles([{ path: 'in.json', bytes }]).pictures[0]!;
  return judge(rules.find(({ id }) => id === rule)!, network).get('aws_vpc_endpoint.sqs');
}

it.each<[Input, string]>([
  ['plan', 'plan'],
  ['state', 'state'],
  ['tfstate', 'state'],
])('an attribute that a tool removed from a %s is not known', (input, document) => {
  expect(verdictOn('availability/no-subnets', input, 'subnet_ids')).toMatchObject({
    verdict: 'undecided',
    missing: [`\`subnet_ids\` of aws_vpc_endpoint.sqs is not in the ${document}, although Terraform writes it`],
  });
  expect(verdictOn('dns/private-dns-disabled', input, 'private_dns_enabled')).toMatchObject({ verdict: 'undecided' });
  expect(verdictOn('availability/no-subnets', input, 'vpc_endpoint_type')).toMatchObject({ verdict: 'undecided' });
});

it.each<Input>(['plan', 'state', 'tfstate'])('an attribute that older providers lack is not set in a %s', (input) => {
  expect(verdictOn('availability/no-subnets', input, 'ip_address_type')).toMatchObject({ verdict: 'pass' });
});

it.each(['vpc_endpoint_type', 'service_name'])('a check names only what it lacks: %s', (name) => {
  expect(verdictOn('dns/private-dns-unsupported', 'plan', name)).toMatchObject({
    verdict: 'undecided',
    missing: [`\`${name}\` of aws_vpc_endpoint.sqs is not in the plan, although Terraform writes it`],
  });
});

it('a plan without its configuration does not show which lists are set in it', () => {
  const rule = 'validity/split-associations';
  expect(verdictOn(rule, 'plan', 'configuration')).toMatchObject({
    verdict: 'undecided',
    missing: ['the plan does not have the configuration of aws_vpc_endpoint.sqs'],
  });
});

it('a map in place of a list is not an empty list', () => {
  const document = structuredClone(printScene({ endpoints: { sqs: {} } }, 'state', 'damaged')[0]!.document);
  const odd = JSON.parse(JSON.stringify(document, (key, value) => (key === 'subnet_ids' ? { ...value } : value)));
  const { network } = loadFiles([{ path: 'in.json', bytes: new TextEncoder().encode(JSON.stringify(odd)) }])
    .pictures[0]!;
  const rule = rules.find(({ id }) => id === 'availability/no-subnets')!;
  expect(judge(rule, network).get('aws_vpc_endpoint.sqs')).toMatchObject({
    verdict: 'undecided',
    missing: ['`subnet_ids` of aws_vpc_endpoint.sqs: it is a map, not a list'],
  });
});
