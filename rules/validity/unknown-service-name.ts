import {
  isOnlyRegionUnknown,
  isServiceUnknown,
  nameWithOtherRegion,
  parseServiceName,
  partitionOf,
  SERVICES_DATE,
  serviceByName,
  serviceKeys,
} from '../../src/aws/index.ts';
import { nearest } from '../../src/base/nearest.ts';
import { advise, defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

const ADD = 'Add the output of `aws ec2 describe-vpc-endpoint-services`';

/** An older table cannot say that a service does not exist. */
const HALF_A_YEAR = 183 * 24 * 60 * 60 * 1000;

export default defineRule({
  id: 'validity/unknown-service-name',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No AWS service has this service name.',
  why: 'AWS rejects an endpoint with an unknown service name.',
  ...advise('Set `ServiceName` to a name that `aws ec2 describe-vpc-endpoint-services` lists.'),
  recipes: { cloudformation: 'ServiceName: !Sub com.amazonaws.${AWS::Region}.kinesis-streams' },
  exceptions: [
    'Endpoint services of other owners are not checked.',
    'The endpoint exists, so AWS knows its service.',
    'The preset `recommended` reports only names that AWS has in another form, because others may be newer than the table.',
    'The check is undecided outside the partition aws, where not all names are known.',
    'The check is undecided if the bundled service table is older than six months.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html'],
  bad: {
    'a name that is nearly right': {
      scene: { endpoints: { kinesis: { privateDns: false } } },
      preset: 'strict',
      says: `com.amazonaws.us-east-1.kinesis is not in the service table of ${SERVICES_DATE}; did you mean kinesis-streams?`,
      inputs: ['plan', 'sources'],
    },
    'a Region in a name that has none': {
      scene: { endpoints: { iam: { serviceName: 'com.amazonaws.us-east-1.iam', privateDns: false } } },
      says: 'No AWS service has the name com.amazonaws.us-east-1.iam; the right name is com.amazonaws.iam',
      level: 'error',
      inputs: ['plan', 'sources'],
    },
    'half of a name': {
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
    'a service in the table': { scene: { endpoints: { sqs: {} } } },
    'a service that the input describes': {
      scene: {
        endpoints: { 'brand-new': { privateDns: false } },
        serviceDetails: { 'com.amazonaws.us-east-1.brand-new': {} },
      },
      inputs: ['describe'],
    },
  },

  check(endpoint, net, _options, { now, preset }) {
    const { serviceName, region } = endpoint;
    if (!serviceName.known)
      return isServiceUnknown(endpoint) || isOnlyRegionUnknown(endpoint) ? undecided(serviceName) : notApplicable;
    if (serviceName.value === null) return notApplicable;
    const name = parseServiceName(serviceName.value);
    if (name.owner === 'other') return notApplicable;
    if (serviceByName(serviceName.value) || net.serviceDetails.some((d) => d.serviceName === name.name)) return pass;
    // AWS created the endpoint, so the service exists.
    if (endpoint.planned === null || endpoint.planned === 'no-op') return pass;
    const other = nameWithOtherRegion(serviceName.value, region.known ? region.value : undefined);
    if (other !== undefined)
      return fail({
        message: `No AWS service has the name ${show(serviceName)}${serviceName.sensitive ? '' : `; the right name is ${other}`}`,
        at: serviceName.at,
        ...(serviceName.sensitive ? {} : advise(`Set \`ServiceName: ${other}\`.`)),
        level: 'error',
        evidence: { serviceName: show(serviceName), name: serviceName.sensitive ? null : other },
      });
    if (preset === 'recommended') return notApplicable;
    const where = name.region ?? (region.known ? region.value : undefined);
    if (where === undefined) return undecided(region);
    if (partitionOf(where)?.name !== 'aws')
      return undecided(`the service table does not have the services of ${where}. ${ADD}`);
    if (now.getTime() - Date.parse(SERVICES_DATE) > HALF_A_YEAR)
      return undecided(`the service table is from ${SERVICES_DATE}. ${ADD}`);
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
