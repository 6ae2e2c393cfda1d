import { endpointServiceOf, serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, maybe, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'validity/service-region-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The service name is of another Region than the endpoint.',
  why: 'AWS knows no such service in the endpoint’s Region and refuses to create it. A Region copied from another stack is the usual cause.',
  fix: 'Use the Region of the endpoint in the service name, or set the service Region for a cross-Region endpoint.',
  recipes: {
    cloudformation: 'ServiceName: !Sub com.amazonaws.${AWS::Region}.ssm',
    terraform: 'service_name = "com.amazonaws.${data.aws_region.current.region}.ssm"',
    cli: 'aws ec2 create-vpc-endpoint --service-region us-east-1 ...',
  },
  exceptions: [
    'Names without a Region (IAM, Route 53, S3 multi-Region access points).',
    'Another service Region for a service of AWS that is not known to be offered across Regions is a warning: the list grows.',
    'A service Region other than the one in the service name is undecided: AWS does not say which counts.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-cross-region-privatelink-support.html'],
  refusedByAws: true,
  bad: {
    'a name of another Region': {
      scene: { region: 'eu-central-1', endpoints: { ssm: { serviceName: 'com.amazonaws.us-east-1.ssm' } } },
      says: 'ssm: the service name is of us-east-1, the endpoint is in eu-central-1',
      also: ['coverage/missing-companion'],
      inputs: ['plan', 'template'],
    },
    'a service Region that the service is not offered from': {
      scene: { endpoints: { sqs: { serviceRegion: 'us-west-2' } } },
      says: 'sqs is not known to be offered across Regions (service Region us-west-2)',
      level: 'warning',
      levelIn: { state: 'note', tfstate: 'note' },
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'a gateway endpoint across Regions': {
      scene: {
        region: 'eu-central-1',
        endpoints: {
          s3: { type: 'Gateway', serviceName: 'com.amazonaws.us-east-1.s3', serviceRegion: 'us-east-1' },
        },
      },
      says: 's3 is not known to be offered across Regions (service Region us-east-1)',
      level: 'warning',
      levelIn: { state: 'note', tfstate: 'note' },
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'the same Region': { scene: { endpoints: { ssm: {} } } },
    'an own endpoint service': {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', privateDns: false } } },
    },
    'a service that is offered across Regions': {
      scene: {
        region: 'eu-central-1',
        endpoints: { kms: { serviceName: 'com.amazonaws.us-east-1.kms', serviceRegion: 'us-east-1' } },
      },
    },
    'a name of a third Region': {
      scene: {
        region: 'eu-central-1',
        endpoints: { kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-east-1' } },
      },
      undecidedIn: ['plan', 'template'],
    },
    'no Region in the name': { scene: { endpoints: { iam: { serviceName: 'com.amazonaws.iam' } } } },
  },

  check(endpoint, net) {
    const { type, serviceName, region, serviceRegion } = endpoint;
    const facts = serviceFacts(net, endpoint);
    if (!facts) return serviceName.known ? notApplicable : undecided(serviceName);
    const named = facts.name ? facts.name.region : regionOfServices(endpoint);
    if (named === null) return notApplicable;
    if (named === undefined || !region.known) return undecided(serviceName, region);
    if (!serviceRegion.known) return undecided(serviceRegion);
    if (named === region.value && (serviceRegion.value === null || serviceRegion.value === region.value)) return pass;
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
    // AWS's list is one of PrivateLink: a gateway is of its own Region.
    const isOffered = facts.owner !== 'aws' || (facts.table?.crossRegion && maybe(type, 'Interface'));
    if (isOffered) {
      if (facts.owner === 'aws' && !type.known) return undecided(type);
      const regions = endpointServiceOf(endpoint)?.supportedRegions;
      if (regions && !regions.sure.includes(region.value))
        return undecided(regions, `whether ${nameOf(endpoint)} is offered in its Region is for its owner to say`);
      return named === serviceRegion.value
        ? pass
        : undecided('which of the Regions in its service name and its service Region AWS takes is not documented');
    }
    if (!facts.table)
      return undecided(`whether ${nameOf(endpoint)} is offered across Regions is not in the service table`);
    return fail({
      message: `${nameOf(endpoint)} is not known to be offered across Regions (service Region ${show(serviceRegion)})`,
      at: serviceRegion.at,
      level: 'warning',
      evidence,
      ...refused(endpoint),
    });
  },
});

/** The Region that will be in the name of the endpoint service an endpoint is to. */
function regionOfServices({ endpointServices }: Endpoint): string | undefined {
  const services = endpointServices.known ? endpointServices.value : [];
  const regions = new Set(services.map(({ region }) => (region.known ? region.value : undefined)));
  return regions.size === 1 ? [...regions][0] : undefined;
}
