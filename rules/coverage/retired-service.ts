import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { isServiceUnknown, retiredService } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'coverage/retired-service',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint for a service that AWS has ended.',
  why: 'The service no longer answers. The endpoint still costs money, and recreating it fails.',
  fix: 'Delete the endpoint and the code that still calls the service.',
  fixIn: {
    terraform: 'Remove the `aws_vpc_endpoint` and the code that still calls the service.',
    cloudformation: 'Remove the `AWS::EC2::VPCEndpoint` and the code that still calls the service.',
    cli: 'Run `aws ec2 delete-vpc-endpoints`, and remove the code that still calls the service.',
  },
  recipes: {
    cloudformation: '# Remove the AWS::EC2::VPCEndpoint of the service from the template.',
    cli: 'aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-...',
  },
  exceptions: ['Services whose end AWS has not announced, and services that end on a later date.'],
  sources: [
    'https://docs.aws.amazon.com/app-mesh/latest/userguide/what-is-app-mesh.html',
    'https://docs.aws.amazon.com/lookout-for-vision/latest/developer-guide/what-is.html',
    'https://docs.aws.amazon.com/panorama/latest/dev/panorama-end-of-support.html',
    'https://docs.aws.amazon.com/proton/latest/userguide/proton-end-of-support.html',
  ],
  bad: {
    'a service that has ended': {
      scene: { endpoints: { lookoutvision: {} } },
      says: 'AWS ended Amazon Lookout for Vision, the service of lookoutvision, on 2025-10-31',
    },
    'one of several endpoints of a service': {
      scene: { endpoints: { evidently: {}, 'evidently-dataplane': {} } },
      subject: 'evidently-dataplane',
      says: 'AWS ended Amazon CloudWatch Evidently, the service of evidently-dataplane, on 2025-10-16',
      alsoOn: ['evidently'],
    },
  },
  good: {
    'a service in use': { scene: { endpoints: { sqs: {} } } },
    'an end that is still to come': { scene: { endpoints: { appmesh: {} } } },
    'an endpoint service': {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', privateDns: false } } },
      subject: 'client',
    },
    'an unknown service name': {
      scene: { endpoints: { some: { serviceName: 'unknown' } } },
      inputs: ['plan'],
      undecidedIn: ['plan'],
    },
  },

  check(endpoint, _net, _options, { now }) {
    const { serviceName } = endpoint;
    if (isServiceUnknown(endpoint)) return undecided(serviceName);
    const key = serviceKeyOf(endpoint);
    if (key === null) return notApplicable;
    const ended = retiredService(key);
    // The service may still answer on its last day.
    if (!ended || now.toISOString().slice(0, 10) <= ended.until) return pass;
    return fail({
      message: `AWS ended ${ended.name}, the service of ${nameOf(endpoint)}, on ${ended.until}`,
      at: serviceName.at,
      evidence: { service: ended.name, until: ended.until, source: ended.source },
    });
  },
});
