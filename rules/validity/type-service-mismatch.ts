import { endpointServiceOf, serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Endpoint, Fact, Network } from '../../src/model/index.ts';

/** The only services with gateway endpoints. */
const GATEWAY_SERVICES = new Set(['s3', 'dynamodb', 's3express']);

export default defineRule({
  id: 'validity/type-service-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The service has no endpoint of this type.',
  why: 'AWS refuses to create it. The usual cause is a type that was left out: then AWS takes Gateway, which only S3, DynamoDB and S3 Express have.',
  fix: 'Set the endpoint type the service has; for nearly all services that is Interface.',
  recipes: {
    cloudformation: 'VpcEndpointType: Interface # Gateway where it is left out',
    terraform: 'vpc_endpoint_type = "Interface"',
    cli: 'aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface ...',
  },
  exceptions: ['Service names of unknown form are undecided: other partitions may have forms of their own.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html',
  ],
  refusedByAws: true,
  bad: {
    'type left out': {
      scene: {
        endpoints: {
          lambda: { type: 'omitted', subnets: [], groups: [], routeTables: ['private'], privateDns: 'omitted' },
        },
      },
      says: 'lambda has no Gateway endpoints: a type left out means Gateway',
      inputs: ['plan', 'template'],
    },
    'type left out for an own endpoint service': {
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
      says: '{client} has no Gateway endpoints: a type left out means Gateway',
      inputs: ['plan', 'template'],
    },
    'an interface to a service of Gateway Load Balancers': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { client: { endpointService: 'inspection', type: 'Interface', privateDns: false } },
      },
      says: '{client} has no Interface endpoints',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'interface for directory buckets': {
      scene: { endpoints: { s3express: { type: 'Interface', privateDns: false } } },
      says: 's3express has no Interface endpoints',
      inputs: ['plan', 'template'],
    },
  },
  good: {
    'gateway for S3': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
    'interface for S3': { scene: { endpoints: { s3: { type: 'Interface' } } } },
    'interface for SQS': { scene: { endpoints: { sqs: {} } } },
    'interface for an own endpoint service': {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', privateDns: false } } },
    },
    'a Resource endpoint to a resource configuration': {
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
    'a ServiceNetwork endpoint to a service network': {
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
    message: `${nameOf(endpoint)} names no ${what}`,
    at: arn.at,
    evidence: { arn: null },
    ...refused(endpoint),
  });
}

function byService(endpoint: Endpoint, type: 'Gateway' | 'Interface' | 'GatewayLoadBalancer', net: Network) {
  const { serviceName } = endpoint;
  const facts = serviceFacts(net, endpoint);
  if (!facts) return serviceName.known ? notApplicable : undecided(serviceName);
  if (facts.owner === 'unknown')
    return undecided(
      `the form of the service name ${serviceName.known && serviceName.sensitive ? '' : `\`${facts.name?.name}\` `}is not known`,
    );
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
  // A partner's service shows its type in its row alone; without one nothing speaks against the endpoint's.
  const own = endpointServiceOf(endpoint);
  if (!wrong && facts.owner === 'other' && its.length === 0 && (own || facts.name === null))
    return undecided(own?.endpointType, `which type the service of ${nameOf(endpoint)} has is not known`);
  if (!wrong) return pass;
  return fail({
    message: `${nameOf(endpoint)} has no ${type} endpoints${type === 'Gateway' ? ': a type left out means Gateway' : ''}`,
    at: endpoint.type.at,
    evidence: {
      type,
      serviceName: serviceName.known && serviceName.sensitive ? '(sensitive)' : (facts.name?.name ?? null),
      types: facts.types.value,
    },
    ...refused(endpoint),
  });
}
