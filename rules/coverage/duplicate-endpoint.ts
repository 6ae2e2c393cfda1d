import * as z from 'zod/mini';
import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { siblingsOf, targetOf } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, is, maybe, type Tri } from '../../src/model/index.ts';

export default defineRule({
  id: 'coverage/duplicate-endpoint',
  level: 'note',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Second interface endpoint to one service in one VPC.',
  why: 'One endpoint with a subnet in each zone serves the whole VPC: a second one is billed for every zone and hour, and its policy and groups are easily forgotten.',
  fix: 'Keep one endpoint with subnets in all zones that are needed.',
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB] # of one endpoint; take the other out of the template',
  },
  exceptions: [
    'Both have private DNS on: AWS refuses that, and dns/private-dns-conflict says so.',
    'IoT data, where each endpoint takes 100,000 devices.',
    'Services that the option `services` names, where several are meant: with policies or groups of their own.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html',
  ],
  assumes: ['an endpoint in the same VPC that the input does not show'],
  options: z.object({
    /** Services (`kms`, `ecr.api`) that may have several endpoints in one VPC. */
    services: z._default(z.array(z.string()), []),
  }),
  bad: {
    'private DNS on one of them': {
      scene: {
        endpoints: {
          one: { service: 'kms', createdAt: '2026-01-01T00:00:00+00:00' },
          two: { service: 'kms', privateDns: false, createdAt: '2026-02-01T00:00:00+00:00' },
        },
      },
      subject: 'two',
      says: 'kms has another interface endpoint in the same VPC: {one}',
    },
    'a service of another owner': {
      scene: {
        services: { orders: {} },
        endpoints: {
          one: { endpointService: 'orders', privateDns: false, createdAt: '2026-01-01T00:00:00+00:00' },
          two: { endpointService: 'orders', privateDns: false, createdAt: '2026-02-01T00:00:00+00:00' },
        },
      },
      subject: 'two',
      says: '{two} has another interface endpoint in the same VPC: {one}',
    },
  },
  good: {
    'two VPCs': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { one: { service: 'kms' }, two: { service: 'kms', vpc: 'other' } },
      },
      subject: 'two',
    },
    'S3 by gateway and interface': {
      scene: {
        endpoints: { one: { service: 's3', type: 'Gateway' }, two: { service: 's3', onlyInboundResolver: true } },
      },
      subject: 'two',
    },
    'the earlier one': {
      scene: {
        endpoints: {
          one: { service: 'sns', privateDns: false, createdAt: '2026-02-01T00:00:00+00:00' },
          two: { service: 'sqs', privateDns: false, createdAt: '2026-01-01T00:00:00+00:00' },
        },
      },
      subject: 'one',
    },
    'IoT data': {
      scene: {
        endpoints: {
          one: { service: 'iot.data', privateDns: false },
          two: { service: 'iot.data', privateDns: false },
        },
      },
      subject: 'two',
    },
    'several are meant': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms', privateDns: false } } },
      subject: 'two',
      options: { services: ['kms'] },
    },
    'one that was rejected': {
      scene: {
        endpoints: { one: { service: 'kms', state: 'rejected' }, two: { service: 'kms', privateDns: false } },
      },
      subject: 'two',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },

  check(endpoint, net, { services }) {
    const { type, serviceName, privateDns } = endpoint;
    if (!maybe(type, 'Interface') || is(serviceName, null)) return notApplicable;
    const target = targetOf(endpoint);
    if (!type.known || target === undefined) return undecided(type, target === undefined ? serviceName : undefined);
    const key = serviceKeyOf(endpoint);
    if (key === 'iot.data' || (key !== null && services.includes(key)) || services.includes(target!))
      return notApplicable;

    const { sure, maybe: perhaps } = siblingsOf(endpoint, net);
    const candidates = (list: readonly Endpoint[]) =>
      list.filter((other) => maybe(other.type, 'Interface') && isEarlier(other, endpoint) !== 'no');
    const twin = candidates(sure).find(
      (e) => e.type.known && isEarlier(e, endpoint) === 'yes' && (is(privateDns, false) || is(e.privateDns, false)),
    );
    if (twin)
      return fail({
        message: `${nameOf(endpoint)} has another interface endpoint in the same VPC: ${twin.key}`,
        at: endpoint.at,
        related: [{ message: 'the other endpoint', at: twin.at }],
        evidence: { endpoints: [twin.key, endpoint.key] },
      });
    const bothOn = (e: Endpoint) => e.type.known && is(privateDns, true) && is(e.privateDns, true);
    const doubtful = candidates(sure).find((e) => !bothOn(e)) ?? candidates(perhaps).find((e) => !bothOn(e));
    if (!doubtful) {
      // A stack is judged by the endpoints it has; of an endpoint without its neighbors nothing can be said.
      const list = net.complete('endpoint', endpoint.vpc);
      return !list.complete && list.unlisted ? undecided(list.because) : pass;
    }
    return undecided(
      privateDns,
      doubtful.serviceName,
      doubtful.type,
      doubtful.privateDns,
      `whether ${doubtful.key} is an earlier endpoint in the same VPC is not known`,
    );
  },
});

/** Whether one was made before the other: by the time where the input has it, else by address or id. */
function isEarlier(one: Endpoint, other: Endpoint): Tri {
  const [a, b] = [one.createdAt, other.createdAt];
  if (a.known !== b.known) return 'unknown';
  const [x, y] = [a, b].map((at) => (at.known && at.value !== null ? Date.parse(at.value) : 0)) as [number, number];
  return x < y || (x === y && one.key < other.key) ? 'yes' : 'no';
}
