import * as z from 'zod/mini';
import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { isAlone, siblingsOf, targetOf } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, is, maybe, type Tri } from '../../src/model/index.ts';

export default defineRule({
  id: 'coverage/duplicate-endpoint',
  level: 'note',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'VPC has a second interface endpoint for the same service.',
  why: 'AWS bills each endpoint per Availability Zone and hour, although one can serve the whole VPC. Changes to its policy or security groups are easily forgotten.',
  fix: 'Keep one endpoint with subnets in all Availability Zones that need it, and delete the other.',
  fixIn: {
    terraform: 'Keep one endpoint with `subnet_ids` in all Availability Zones that need it, and remove the other.',
    cloudformation: 'Keep one endpoint with `SubnetIds` in all Availability Zones that need it, and remove the other.',
    cli: 'Keep one endpoint with subnets in all Availability Zones that need it, and run `aws ec2 delete-vpc-endpoints` for the other.',
  },
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB] # of one endpoint; remove the other from the template',
  },
  exceptions: [
    'If both have private DNS on, AWS rejects the second, and dns/private-dns-conflict reports instead.',
    'IoT data, because each of its endpoints supports only 100,000 devices.',
    'Services in the option `services`, which need several endpoints, for example with different policies or security groups.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html',
  ],
  assumes: ['no endpoint that the input does not show is for the same service in this VPC'],
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
      says: 'The VPC already has an interface endpoint for kms, {one}',
    },
    'an endpoint service': {
      scene: {
        services: { orders: {} },
        endpoints: {
          one: { endpointService: 'orders', privateDns: false, createdAt: '2026-01-01T00:00:00+00:00' },
          two: { endpointService: 'orders', privateDns: false, createdAt: '2026-02-01T00:00:00+00:00' },
        },
      },
      subject: 'two',
      says: '{two} is for the same service as {one} in the same VPC',
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
    'a gateway and an interface endpoint for S3': {
      scene: {
        endpoints: { one: { service: 's3', type: 'Gateway' }, two: { service: 's3', onlyInboundResolver: true } },
      },
      subject: 'two',
    },
    'the earlier endpoint': {
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
    'the option `services`': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms', privateDns: false } } },
      subject: 'two',
      options: { services: ['kms'] },
    },
    'a rejected endpoint': {
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
    if (!type.known || target === undefined)
      return isAlone(endpoint, net) ? pass : undecided(type, target === undefined ? serviceName : undefined);
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
        message:
          key === null
            ? `${endpoint.key} is for the same service as ${twin.key} in the same VPC`
            : `The VPC already has an interface endpoint for ${nameOf(endpoint)}, ${twin.key}`,
        at: endpoint.at,
        related: [{ message: 'the other endpoint', at: twin.at }],
        evidence: { endpoints: [twin.key, endpoint.key] },
      });
    const bothOn = (e: Endpoint) => e.type.known && is(privateDns, true) && is(e.privateDns, true);
    const doubtful = candidates(sure).find((e) => !bothOn(e)) ?? candidates(perhaps).find((e) => !bothOn(e));
    if (!doubtful) {
      // A stack is checked by its own endpoints. Without any list of endpoints nothing is known.
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

/** Whether one was created before the other, by time if the input has it, or else by address or ID. */
function isEarlier(one: Endpoint, other: Endpoint): Tri {
  const [a, b] = [one.createdAt, other.createdAt];
  if (a.known !== b.known) return 'unknown';
  const [x, y] = [a, b].map((at) => (at.known && at.value !== null ? Date.parse(at.value) : 0)) as [number, number];
  return x < y || (x === y && one.key < other.key) ? 'yes' : 'no';
}
