import {
  isServiceUnknown,
  nameWithOtherRegion,
  parseServiceName,
  partitionOf,
  SERVICES_DATE,
  serviceByName,
  serviceKeys,
} from '../../src/aws/index.ts';
import { nearest } from '../../src/base/nearest.ts';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

/** Beyond this age the bundled table cannot say that a service does not exist. */
const HALF_A_YEAR = 183 * 24 * 60 * 60 * 1000;

export default defineRule({
  id: 'validity/unknown-service-name',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No AWS service has this service name.',
  why: 'AWS refuses an endpoint to a service it does not know; a name that is nearly right is the usual cause.',
  fix: 'Use the name that `aws ec2 describe-vpc-endpoint-services` lists.',
  recipes: { cloudformation: 'ServiceName: !Sub com.amazonaws.${AWS::Region}.kinesis-streams' },
  exceptions: [
    'Endpoint services of other owners.',
    'An endpoint that exists: AWS knows its service.',
    'Under the preset `recommended` only names that AWS has in another form are told; others may be newer than the table.',
    'Regions outside the aws partition, whose names are not all known.',
    'A bundled service table older than six months.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html'],
  bad: {
    'nearly right': {
      scene: { endpoints: { kinesis: { privateDns: false } } },
      preset: 'strict',
      says: `com.amazonaws.us-east-1.kinesis is not in the service table of ${SERVICES_DATE}; did you mean kinesis-streams?`,
      inputs: ['plan', 'sources'],
    },
    'a Region in a name that has none': {
      scene: { endpoints: { iam: { serviceName: 'com.amazonaws.us-east-1.iam', privateDns: false } } },
      says: 'no AWS service is called com.amazonaws.us-east-1.iam: it is com.amazonaws.iam',
      level: 'error',
      inputs: ['plan', 'sources'],
    },
    'one of two halves': {
      scene: { endpoints: { ecr: { privateDns: false } } },
      preset: 'strict',
      says: `com.amazonaws.us-east-1.ecr is not in the service table of ${SERVICES_DATE}; did you mean ecr.api?`,
      inputs: ['plan', 'sources'],
    },
    'a name without a Region': {
      scene: { endpoints: { s3: { serviceName: 'com.amazonaws.s3-global.accesspoints', privateDns: false } } },
      preset: 'strict',
      says: `com.amazonaws.s3-global.accesspoints is not in the service table of ${SERVICES_DATE}; did you mean s3-global.accesspoint?`,
      inputs: ['plan', 'sources'],
    },
  },
  good: {
    'a service of the table': { scene: { endpoints: { sqs: {} } } },
    'a service AWS lists in the input': {
      scene: {
        endpoints: { 'brand-new': { privateDns: false } },
        serviceDetails: { 'com.amazonaws.us-east-1.brand-new': {} },
      },
      inputs: ['describe'],
    },
  },

  check(endpoint, net, _options, { now, preset }) {
    const { serviceName, region } = endpoint;
    if (!serviceName.known) return isServiceUnknown(endpoint) ? undecided(serviceName) : notApplicable;
    if (serviceName.value === null) return notApplicable;
    const name = parseServiceName(serviceName.value);
    if (name.owner === 'other') return notApplicable;
    if (serviceByName(serviceName.value) || net.serviceDetails.some((d) => d.serviceName === name.name)) return pass;
    // AWS made it: there is such a service.
    if (endpoint.planned === null || endpoint.planned === 'no-op') return pass;
    const other = nameWithOtherRegion(serviceName.value, region.known ? region.value : undefined);
    if (other !== undefined)
      return fail({
        message: `no AWS service is called ${show(serviceName)}${serviceName.sensitive ? '' : `: it is ${other}`}`,
        at: serviceName.at,
        level: 'error',
        evidence: { serviceName: show(serviceName), name: serviceName.sensitive ? null : other },
      });
    if (preset === 'recommended') return notApplicable;
    const where = name.region ?? (region.known ? region.value : undefined);
    if (where === undefined) return undecided(region);
    if (partitionOf(where)?.name !== 'aws')
      return undecided(`which services ${where} has is not in the service table: add describe-vpc-endpoint-services`);
    if (now.getTime() - Date.parse(SERVICES_DATE) > HALF_A_YEAR)
      return undecided(`the service table is of ${SERVICES_DATE}: add describe-vpc-endpoint-services`);
    const near = suggestion(name.key);
    return fail({
      message: `${show(serviceName)} is not in the service table of ${SERVICES_DATE}${near === undefined ? '' : `; did you mean ${near}?`}`,
      at: serviceName.at,
      evidence: { serviceName: show(serviceName), tableOf: SERVICES_DATE, nearest: near ?? null },
    });
  },
});

/** A key that begins with the word (`kinesis` for `kinesis-streams`), else the nearest by spelling. */
function suggestion(key: string): string | undefined {
  const longer = serviceKeys
    .filter((k) => k.startsWith(`${key}-`) || k.startsWith(`${key}.`))
    .filter((k) => !/-fips(\.|$)/.test(k));
  const usual = [`${key}.api`, `${key}-streams`].find((k) => longer.includes(k));
  return usual ?? longer[0] ?? nearest(key, serviceKeys);
}
