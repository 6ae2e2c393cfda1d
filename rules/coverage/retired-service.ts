import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { isServiceUnknown, retiredService } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'coverage/retired-service',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint to a service that AWS has ended.',
  why: 'The service answers nobody any more: the endpoint is billed for nothing, and creating another one fails.',
  fix: 'Delete the endpoint, and what still calls the service.',
  recipes: {
    cloudformation: '# Take the AWS::EC2::VPCEndpoint of the service out of the template.',
    cli: 'aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-...',
  },
  exceptions: ['Services without a notice of their end in their own guide, and those whose day is still to come.'],
  sources: [
    'https://docs.aws.amazon.com/app-mesh/latest/userguide/what-is-app-mesh.html',
    'https://docs.aws.amazon.com/lookout-for-vision/latest/developer-guide/what-is.html',
    'https://docs.aws.amazon.com/panorama/latest/dev/panorama-end-of-support.html',
    'https://docs.aws.amazon.com/proton/latest/userguide/proton-end-of-support.html',
  ],
  bad: {
    'the end is past': {
      scene: { endpoints: { lookoutvision: {} } },
      says: 'lookoutvision: AWS ended Amazon Lookout for Vision on 2025-10-31',
    },
    'one of several endpoints of a service': {
      scene: { endpoints: { evidently: {}, 'evidently-dataplane': {} } },
      subject: 'evidently-dataplane',
      says: 'evidently-dataplane: AWS ended Amazon CloudWatch Evidently on 2025-10-16',
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
    'a name that is not known': {
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
    // Of the last day there may be hours left.
    if (!ended || now.toISOString().slice(0, 10) <= ended.until) return pass;
    return fail({
      message: `${nameOf(endpoint)}: AWS ended ${ended.name} on ${ended.until}`,
      at: serviceName.at,
      evidence: { service: ended.name, until: ended.until, source: ended.source },
    });
  },
});
