import { endpointServiceOf, isOnlyRegionUnknown, serviceFacts } from '../../src/aws/index.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, maybe, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'validity/service-region-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Service name of an endpoint has another Region than the endpoint.',
  why: 'AWS does not find the service in the Region of the endpoint and rejects the endpoint.',
  ...advise('Use the Region of the endpoint in `ServiceName`, or set `ServiceRegion` for a cross-Region endpoint.'),
  recipes: {
    cloudformation: 'ServiceName: !Sub com.amazonaws.${AWS::Region}.ssm',
    terraform: 'service_name = "com.amazonaws.${data.aws_region.current.region}.ssm"',
    cli: 'aws ec2 create-vpc-endpoint --service-region us-east-1 ...',
  },
  exceptions: [
    'Some service names have no Region, such as those of IAM, Route 53 and S3 Multi-Region Access Points.',
    'The finding is a warning if AWS does not list the service as available across Regions, because that list grows.',
    'The check is undecided if the service Region differs from the service name, because AWS does not document which one counts.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-cross-region-privatelink-support.html'],
  refusedByAws: true,
  bad: {
    'a service name with another Region': {
      scene: { region: 'eu-central-1', endpoints: { ssm: { serviceName: 'com.amazonaws.us-east-1.ssm' } } },
      says: 'ssm is in eu-central-1, but its service name has the Region us-east-1',
      also: ['coverage/missing-companion'],
      inputs: ['plan', 'template'],
    },
    'a service that AWS does not list across Regions': {
      scene: { endpoints: { sqs: { serviceRegion: 'us-west-2' } } },
      says: 'AWS does not list sqs as available across Regions (service Region us-west-2)',
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
      says: 'AWS does not list s3 as available across Regions (service Region us-east-1)',
      level: 'warning',
      levelIn: { state: 'note', tfstate: 'note' },
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'the same Region': { scene: { endpoints: { ssm: {} } } },
    'your own endpoint service': {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', privateDns: false } } },
    },
    'a service that is available across Regions': {
      scene: {
        region: 'eu-central-1',
        endpoints: { kms: { serviceName: 'com.amazonaws.us-east-1.kms', serviceRegion: 'us-east-1' } },
      },
    },
    'a service name with a third Region': {
      scene: {
        region: 'eu-central-1',
        endpoints: { kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-east-1' } },
      },
      undecidedIn: ['plan', 'template'],
    },
    'a service name without a Region': { scene: { endpoints: { iam: { serviceName: 'com.amazonaws.iam' } } } },
  },

  check(endpoint, net) {
    const { type, serviceName, region, serviceRegion } = endpoint;
    const facts = serviceFacts(net, endpoint);
    if (!facts) return serviceName.known ? notApplicable : undecided(serviceName);
    if (isOnlyRegionUnknown(endpoint)) return undecided(serviceName);
    const named = facts.name ? facts.name.region : regionOfServices(endpoint);
    if (named === null) return notApplicable;
    if (named === undefined || !region.known) return undecided(serviceName, region);
    if (!serviceRegion.known) return undecided(serviceRegion);
    if (named === region.value && (serviceRegion.value === null || serviceRegion.value === region.value)) return pass;
    const across = serviceRegion.value !== null && serviceRegion.value !== region.value;
    const evidence = { region: region.value, serviceName: show(serviceName), serviceRegion: show(serviceRegion) };
    if (!across) {
      return fail({
        message: `${nameOf(endpoint)} is in ${region.value}, but its service name has ${serviceName.known && serviceName.sensitive ? 'another Region' : `the Region ${named}`}`,
        at: serviceName.at,
        evidence,
        ...refused(endpoint),
      });
    }
    // The list of AWS is for PrivateLink. A gateway endpoint serves only its own Region.
    const isOffered = facts.owner !== 'aws' || (facts.table?.crossRegion && maybe(type, 'Interface'));
    if (isOffered) {
      if (facts.owner === 'aws' && !type.known) return undecided(type);
      const regions = endpointServiceOf(endpoint)?.supportedRegions;
      if (regions && !regions.sure.includes(region.value))
        return undecided(regions, `the owner of ${nameOf(endpoint)} decides whether it is offered in its Region`);
      return named === serviceRegion.value
        ? pass
        : undecided('AWS does not document whether the service name or the service Region counts');
    }
    if (!facts.table)
      return undecided(`the service table does not say whether ${nameOf(endpoint)} is available across Regions`);
    return fail({
      message: `AWS does not list ${nameOf(endpoint)} as available across Regions (service Region ${show(serviceRegion)})`,
      at: serviceRegion.at,
      ...advise('Omit `ServiceRegion`, or create the endpoint in the Region of the service.'),
      level: 'warning',
      evidence,
      ...refused(endpoint),
    });
  },
});

/** The Region that the name of the endpoint service will have. */
function regionOfServices({ endpointServices }: Endpoint): string | undefined {
  const services = endpointServices.known ? endpointServices.value : [];
  const regions = new Set(services.map(({ region }) => (region.known ? region.value : undefined)));
  return regions.size === 1 ? [...regions][0] : undefined;
}
