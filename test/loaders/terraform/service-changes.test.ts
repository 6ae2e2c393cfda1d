/** What a plan shows of an endpoint service as it was when last read, and what belongs to other stacks. */
import { describe, expect, it } from 'vitest';
import { inWords, judge, rules } from '../../rules/judge.ts';
import { type Json, networkOf } from './fixtures.ts';

interface Resource {
  /** `aws_lb.a`, `data.aws_lb.a`. */
  readonly address: string;
  readonly after?: Json;
  readonly unknown?: Json;
  /** References by attribute. */
  readonly refers?: Readonly<Record<string, readonly string[]>>;
  /** As it is before; undefined where the plan creates it. */
  readonly before?: Json;
  /** `after_sensitive`. */
  readonly sensitive?: Json;
}

function plan(...resources: readonly Resource[]) {
  const named = resources.map((each) => {
    const [name, type, data] = each.address.split('.').reverse() as [string, string, string | undefined];
    return { ...each, head: { address: each.address, mode: data ?? 'managed', type, name } };
  });
  const changed = named.filter(({ head }) => head.mode === 'managed');
  return {
    format_version: '1.2',
    terraform_version: '1.9.0',
    resource_changes: changed.map(({ head, after = {}, unknown = {}, before = null, sensitive = {} }) => {
      const same = before !== null && JSON.stringify(before) === JSON.stringify(after);
      const actions = before === null ? ['create'] : same ? ['no-op'] : ['update'];
      return { ...head, change: { actions, before, after, after_unknown: unknown, after_sensitive: sensitive } };
    }),
    prior_state: {
      values: {
        root_module: {
          resources: named
            .filter(({ head }) => head.mode === 'data')
            .map(({ head, after }) => ({ ...head, values: after })),
        },
      },
    },
    configuration: {
      root_module: {
        resources: named.map(({ head, refers = {} }) => ({
          ...head,
          expressions: Object.fromEntries(Object.entries(refers).map(([name, references]) => [name, { references }])),
        })),
      },
    },
    complete: true,
  };
}

const SERVICE = 'aws_vpc_endpoint_service.own';
const ITS_ID = [`${SERVICE}.id`, SERVICE];

function service(name: string): Json {
  const proof = [{ state: 'verified', name: '_x', value: 'vpce:x', type: 'TXT' }];
  return { id: 'vpce-svc-0123456789abcdef0', private_dns_name: name, private_dns_name_configuration: proof };
}

describe('the proof of a private name, which a plan has as it was when last read', () => {
  const isKnown = (...resources: Resource[]) =>
    networkOf(plan(...resources)).endpointServices[0]!.privateDnsProof.known;
  const own = (before: string, after = before): Resource => ({
    address: SERVICE,
    before: service(before),
    after: service(after),
  });
  const verification: Resource = {
    address: 'aws_vpc_endpoint_service_private_dns_verification.own',
    unknown: { id: true, service_id: true },
    refers: { service_id: ITS_ID },
  };

  it.each<[string, readonly Resource[], boolean]>([
    ['counts where nothing changes', [own('a.example.com')], true],
    ['is of the old name where the name changes', [own('a.example.com', 'b.example.com')], false],
    ['is of before where the plan has it verified', [own('a.example.com'), verification], false],
  ])('%s', (_, resources, known) => expect(isKnown(...resources)).toBe(known));
});

it('listeners of a load balancer that is only read are not all there are', () => {
  const balancer = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/1';
  const listener: Resource = {
    address: 'aws_lb_listener.a',
    after: { load_balancer_arn: balancer, port: 8443, protocol: 'TCP' },
    unknown: { id: true },
  };
  const opennessOf = (address: string, before?: Json) => {
    const after = { id: balancer, arn: balancer, load_balancer_type: 'network' };
    const net = networkOf(plan({ address, after, ...(before ? { before: after } : {}) }, listener));
    return net.loadBalancers[0]!.listeners.open;
  };
  expect(opennessOf('data.aws_lb.a')).toContain('that other stacks created');
  expect(opennessOf('aws_lb.a', {})).toBeNull();
});

it('a subnet that may be attached in the zone of another is no pass', () => {
  const subnet = (name: string): Resource => ({
    address: `aws_subnet.${name}`,
    after: { vpc_id: 'vpc-0a', availability_zone: 'us-east-1a' },
    unknown: { id: true },
  });
  const endpoint = (name: string, subnets: readonly string[]): Resource => ({
    address: `aws_vpc_endpoint.${name}`,
    after: { vpc_id: 'vpc-0a', vpc_endpoint_type: 'Interface', service_name: 'com.amazonaws.us-east-1.sqs' },
    unknown: { id: true, subnet_ids: true },
    refers: { subnet_ids: subnets.flatMap((each) => [`aws_subnet.${each}.id`, `aws_subnet.${each}`]) },
  });
  const rule = rules.find(({ id }) => id === 'availability/duplicate-az-subnets')!;
  const association: Resource = {
    address: 'aws_vpc_endpoint_subnet_association.x',
    unknown: { id: true, vpc_endpoint_id: true, subnet_id: true },
    refers: {
      vpc_endpoint_id: [
        'aws_vpc_endpoint.one.id',
        'aws_vpc_endpoint.one',
        'aws_vpc_endpoint.two.id',
        'aws_vpc_endpoint.two',
      ],
      subnet_id: ['aws_subnet.b.id', 'aws_subnet.b'],
    },
  };
  const all = [subnet('a'), subnet('b'), subnet('c'), endpoint('one', ['a']), endpoint('two', ['c'])];
  const saidOf = (...resources: Resource[]) =>
    inWords(judge(rule, networkOf(plan(...resources)) as never).get('aws_vpc_endpoint.one'));
  expect(saidOf(...all)).toBe('pass');
  expect(saidOf(...all, association)).toBe('undecided: it is not known which of several candidates are meant');
});

it('a state of the proof that is sensitive is judged and not printed', () => {
  const pending = {
    id: 'vpce-svc-0123456789abcdef0',
    private_dns_name: 'a.example.com',
    private_dns_name_configuration: [{ state: 'pendingVerification' }],
  };
  const net = networkOf(
    plan({
      address: SERVICE,
      before: pending,
      after: pending,
      sensitive: { private_dns_name_configuration: [{ state: true }] },
    }),
  );
  const rule = rules.find(({ id }) => id === 'endpoint-service/unverified-private-dns')!;
  const said = inWords(judge(rule, net as never).get(SERVICE));
  expect(said).toContain('is not verified ((sensitive))');
  expect(said.toLowerCase()).not.toContain('pending');
});

it('an endpoint service that is not said to be offered in the Region of the endpoint is undecided', () => {
  const said = (regions: readonly string[] | undefined) => {
    const net = networkOf(
      plan(
        {
          address: SERVICE,
          after: { region: 'us-east-1', ...(regions ? { supported_regions: regions } : {}) },
          unknown: { id: true, service_name: true },
        },
        {
          address: 'aws_vpc_endpoint.e',
          after: { region: 'eu-central-1', vpc_endpoint_type: 'Interface', service_region: 'us-east-1' },
          unknown: { id: true, service_name: true },
          refers: { service_name: [`${SERVICE}.service_name`, SERVICE] },
        },
      ),
    );
    const rule = rules.find(({ id }) => id === 'validity/service-region-mismatch')!;
    return judge(rule, net as never).get('aws_vpc_endpoint.e')?.verdict;
  };
  expect(said(undefined)).toBe('undecided');
  expect(said(['us-east-1'])).toBe('undecided');
  expect(said(['us-east-1', 'eu-central-1'])).toBe('pass');
});
