import { subnetsOf, zoneName } from '../../src/ask/zones.ts';
import { zoneIdPrefix } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';

/** Availability Zones from which no service of another Region can be used. */
const EXCLUDED = ['use1-az3', 'usw1-az2', 'apne1-az3', 'apne2-az2', 'apne2-az4'];

export default defineRule({
  id: 'availability/cross-region-az',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint to a service of another Region is in an Availability Zone that does not support that.',
  why: 'Five Availability Zones do not support endpoints to other Regions, so AWS rejects subnets there.',
  ...advise('Set `SubnetIds` to subnets in other Availability Zones.'),
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB] # in Availability Zones that support other Regions',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-cross-region-privatelink-support.html'],
  refusedByAws: true,
  bad: {
    'use1-az3 to another Region': {
      scene: {
        subnets: { here: { zone: 'c', zoneById: true } },
        endpoints: {
          kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-west-2', subnets: ['a', 'here'] },
        },
      },
      says: 'kms in us-west-2 cannot be used from use1-az3, the Availability Zone of {here}',
      inputs: ['plan', 'template'],
    },
    'an endpoint that exists': {
      scene: {
        endpoints: {
          kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-west-2', subnets: ['a', 'c'] },
        },
      },
      says: 'kms in us-west-2 cannot be used from use1-az3, the Availability Zone of {subnet:c}',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: {
    'other Availability Zones': {
      scene: {
        endpoints: {
          kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-west-2', subnets: ['a', 'b'] },
        },
      },
      inputs: ['state', 'tfstate', 'describe'],
    },
    'a Region without such Availability Zones': {
      scene: {
        region: 'eu-west-1',
        endpoints: {
          kms: { serviceName: 'com.amazonaws.us-east-1.kms', serviceRegion: 'us-east-1', subnets: ['a', 'c'] },
        },
      },
    },
    'Availability Zone IDs that the input cannot know': {
      scene: {
        endpoints: {
          kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-west-2', subnets: ['a', 'c'] },
        },
      },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
    'a service of its own Region': { scene: { endpoints: { sqs: { subnets: ['a', 'c'] } } } },
  },

  check(endpoint) {
    const { type, region, serviceRegion } = endpoint;
    if (!type.known) return undecided(type);
    if (type.value !== 'Interface') return notApplicable;
    if (!serviceRegion.known) return undecided(serviceRegion);
    if (serviceRegion.value === null) return notApplicable;
    if (!region.known) return undecided(region);
    if (serviceRegion.value === region.value) return notApplicable;
    const excluded = EXCLUDED.filter((id) => id.startsWith(`${zoneIdPrefix(region.value)}-`));
    if (excluded.length === 0) return pass;

    const { sure, open } = subnetsOf(endpoint);
    const wrong = sure.find(({ zoneId }) => zoneId.known && excluded.includes(zoneId.value));
    if (wrong?.zoneId.known) {
      return fail({
        message: `${nameOf(endpoint)} in ${serviceRegion.value} cannot be used from ${wrong.zoneId.value}, the Availability Zone of ${wrong.key}`,
        at: endpoint.subnets.at,
        related: [{ message: `its Availability Zone is ${zoneName(wrong)}`, at: wrong.zoneId.at }],
        evidence: { serviceRegion: serviceRegion.value, subnet: wrong.key, zoneId: wrong.zoneId.value },
        ...advise(`Replace ${wrong.key} in \`SubnetIds\` with a subnet that is not in ${series(excluded, 'or')}.`),
        ...refused(endpoint),
      });
    }
    const unclear = sure.map(({ zoneId }) => zoneId).find((zoneId) => !zoneId.known);
    return open === null && !unclear ? pass : undecided(open ?? undefined, unclear);
  },
});
