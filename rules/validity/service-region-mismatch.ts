import { serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'validity/service-region-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The service name is of another Region than the endpoint.',
  why: 'AWS knows no such service in the endpoint’s Region and refuses to create it. A Region copied from another stack is the usual cause.',
  fix: 'Use the Region of the endpoint in the service name, or set the service Region for a cross-Region endpoint.',
  recipes: {
    terraform: 'service_name = "com.amazonaws.${data.aws_region.current.region}.ssm"',
    cli: 'aws ec2 create-vpc-endpoint --service-region us-east-1 ...',
  },
  exceptions: [
    'Names without a Region (IAM, Route 53, S3 multi-Region access points).',
    'Another service Region for a service of AWS that is not known to be offered across Regions is a warning: the list grows.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-cross-region-privatelink-support.html'],
  needs: ['serviceName', 'region', 'serviceRegion'],
  bad: {
    'a name of another Region': {
      scene: { region: 'eu-central-1', endpoints: { ssm: { serviceName: 'com.amazonaws.us-east-1.ssm' } } },
      says: 'ssm: the service name is of us-east-1, the endpoint is in eu-central-1',
      also: ['coverage/missing-companion'],
      inputs: ['plan'],
    },
  },
  good: {
    'the same Region': { scene: { endpoints: { ssm: {} } } },
    'an own endpoint service': {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', privateDns: false } } },
    },
    'no Region in the name': { scene: { endpoints: { iam: { serviceName: 'com.amazonaws.iam' } } } },
  },

  check(endpoint, net) {
    const { serviceName, region, serviceRegion } = endpoint;
    const facts = serviceFacts(net, endpoint);
    if (!facts) return serviceName.known ? notApplicable : undecided(serviceName);
    const named = facts.name ? facts.name.region : regionOfServices(endpoint);
    if (named === null) return notApplicable;
    if (named === undefined || !region.known) return undecided(serviceName, region);
    if (
      named === region.value &&
      (!serviceRegion.known || serviceRegion.value === null || serviceRegion.value === region.value)
    )
      return pass;
    if (!serviceRegion.known) return undecided(serviceRegion);
    const across = serviceRegion.value !== null && serviceRegion.value !== region.value;
    const evidence = { region: region.value, serviceName: show(serviceName), serviceRegion: show(serviceRegion) };
    if (!across) {
      return fail({
        message: `${nameOf(endpoint)}: the service name is of ${serviceName.known && serviceName.sensitive ? 'another Region' : named}, the endpoint is in ${region.value}`,
        at: serviceName.at,
        evidence,
        ...refused(endpoint),
      });
    }
    if (facts.owner !== 'aws' || facts.table?.crossRegion) return pass;
    if (!facts.table)
      return undecided(`whether ${nameOf(endpoint)} is offered across Regions is not in the service table`);
    return fail({
      message: `${nameOf(endpoint)} is not known to be offered across Regions (service Region ${show(serviceRegion)})`,
      at: serviceRegion.at,
      level: 'warning',
      evidence,
    });
  },
});

/** The Region that will be in the name of the endpoint service an endpoint is to. */
function regionOfServices({ endpointServices }: Endpoint): string | undefined {
  const services = endpointServices.known ? endpointServices.value : [];
  const regions = new Set(services.map(({ region }) => (region.known ? region.value : undefined)));
  return regions.size === 1 ? [...regions][0] : undefined;
}
