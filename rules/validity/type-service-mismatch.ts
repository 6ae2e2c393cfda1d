import { endpointServiceOf, serviceFacts, typeInWords } from '../../src/aws/index.ts';
import { advise, defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Endpoint, Fact, Network } from '../../src/model/index.ts';

/** The only services with gateway endpoints. */
const GATEWAY_SERVICES = new Set(['s3', 'dynamodb', 's3express']);

export default defineRule({
  id: 'validity/type-service-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Service does not support this endpoint type.',
  why: 'AWS rejects the endpoint. Without a type AWS assumes a gateway endpoint, which only S3, DynamoDB and S3 Express support.',
  ...advise('Set `VpcEndpointType` to a type that the service supports, which is `Interface` for nearly all services.'),
  recipes: {
    cloudformation: 'VpcEndpointType: Interface # the default is Gateway',
    terraform: 'vpc_endpoint_type = "Interface"',
    cli: 'aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface ...',
  },
  exceptions: [
    'The check is undecided for service names in an unknown format, because other partitions may use other formats.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html',
  ],
  refusedByAws: true,
  bad: {
    'no type': {
      scene: {
        endpoints: {
          lambda: { type: 'omitted', subnets: [], groups: [], routeTables: ['private'], privateDns: 'omitted' },
        },
      },
      says: 'lambda does not support gateway endpoints, which are the default type',
      inputs: ['plan', 'template'],
    },
    'no type for your own endpoint service': {
      scene: {
        services: { orders: {} },
        endpoints: {
          client: {
            endpointService: 'orders',
            type: 'omitted',
            subnets: [],
            groups: [],
            routeTables: ['private'],
            privateDns: 'omitted',
          },
        },
      },
      says: 'The service of {client} does not support gateway endpoints, which are the default type',
      inputs: ['plan', 'template'],
    },
    'an interface endpoint for a Gateway Load Balancer service': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { client: { endpointService: 'inspection', type: 'Interface', privateDns: false } },
      },
      says: 'The service of {client} does not support interface endpoints',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'an interface endpoint for directory buckets': {
      scene: { endpoints: { s3express: { type: 'Interface', privateDns: false } } },
      says: 's3express does not support interface endpoints',
      inputs: ['plan', 'template'],
    },
  },
  good: {
    'a gateway endpoint for S3': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
    'an interface endpoint for S3': { scene: { endpoints: { s3: { type: 'Interface' } } } },
    'an interface endpoint for SQS': { scene: { endpoints: { sqs: {} } } },
    'an interface endpoint for your own endpoint service': {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', privateDns: false } } },
    },
    'a resource endpoint for a resource configuration': {
      scene: {
        endpoints: {
          database: {
            type: 'Resource',
            resourceConfigurationArn:
              'arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/rcfg-0123456789abcdef0',
          },
        },
      },
    },
    'a service network endpoint for a service network': {
      scene: {
        endpoints: {
          mesh: {
            type: 'ServiceNetwork',
            serviceNetworkArn: 'arn:aws:vpc-lattice:us-east-1:210987654321:servicenetwork/sn-0123456789abcdef0',
          },
        },
      },
    },
  },

  check(endpoint, net) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    switch (type.value) {
      case 'Resource':
      case 'Tunnel':
        return needsArn(endpoint, endpoint.resourceConfigurationArn, 'resource configuration');
      case 'ServiceNetwork':
        return needsArn(endpoint, endpoint.serviceNetworkArn, 'service network');
      case 'Gateway':
      case 'Interface':
      case 'GatewayLoadBalancer':
        return byService(endpoint, type.value, net);
      default:
        return notApplicable;
    }
  },
});

function needsArn(endpoint: Endpoint, arn: Fact<string | null>, what: string) {
  if (!arn.known) return undecided(arn);
  if (arn.value !== null) return pass;
  return fail({
    message: `${nameOf(endpoint)} does not name a ${what}`,
    at: arn.at,
    ...advise(`Set \`${what === 'service network' ? 'ServiceNetworkArn' : 'ResourceConfigurationArn'}\`.`),
    evidence: { arn: null },
    ...refused(endpoint),
  });
}

function byService(endpoint: Endpoint, type: 'Gateway' | 'Interface' | 'GatewayLoadBalancer', net: Network) {
  const { serviceName } = endpoint;
  const facts = serviceFacts(net, endpoint);
  if (!facts) return serviceName.known ? notApplicable : undecided(serviceName);
  if (facts.owner === 'unknown') return undecided(`the form of the service name \`${facts.name?.name}\` is not known`);
  if (facts.described) return pass;
  const key = facts.name?.key ?? '';
  const its = facts.types.value;
  const isOther = facts.owner === 'other' && its.length > 0 && !its.includes(type);
  const wrong =
    type === 'Gateway'
      ? facts.owner === 'other' || !GATEWAY_SERVICES.has(key)
      : type === 'Interface'
        ? key === 's3express' || isOther
        : facts.owner === 'aws' || isOther;
  // Only its description tells the type of a partner's service. Without one the type of the endpoint may be right.
  const own = endpointServiceOf(endpoint);
  if (!wrong && facts.owner === 'other' && its.length === 0 && (own || facts.name === null))
    return undecided(own?.endpointType, `the type of the service of ${nameOf(endpoint)} is not known`);
  if (!wrong) return pass;
  const other = its.find((each) => each !== type) ?? (type === 'Gateway' ? 'Interface' : undefined);
  const right = ofService(endpoint, other, undefined);
  return fail({
    message: `${ofService(endpoint, facts.owner === 'other', true) ? 'The service of ' : ''}${nameOf(endpoint)} does not support ${typeInWords(type)} endpoints${type === 'Gateway' ? ', which are the default type' : ''}`,
    at: endpoint.type.at,
    ...(right === undefined ? {} : advise(`Set \`VpcEndpointType: ${right}\`.`)),
    evidence: {
      type,
      serviceName: ofService(endpoint, facts.name?.name ?? null),
      types: ofService(endpoint, facts.types.value),
    },
    ...refused(endpoint),
  });
}
