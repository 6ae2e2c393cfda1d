import { endpointsTo } from '../../src/ask/services.ts';
import { isServiceUnknown, serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { maybe } from '../../src/model/index.ts';

export default defineRule({
  id: 'coverage/deprecated-companion',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint to a service whose place another endpoint of the VPC has taken.',
  why: 'Since version 3.3.40.0 the SSM agent does without ec2messages where ssmmessages is there: the endpoint costs and does nothing.',
  fix: 'Take the endpoint away once all agents are of version 3.3.40.0 or later.',
  recipes: {
    cloudformation: '# Take the AWS::EC2::VPCEndpoint of ec2messages out of the template.',
    cli: 'aws ssm describe-instance-information --query "InstanceInformationList[].AgentVersion"',
  },
  sources: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html'],
  bad: {
    'all three of Systems Manager': {
      scene: { endpoints: { ssm: {}, ssmmessages: {}, ec2messages: {} } },
      subject: 'ec2messages',
      says: 'ec2messages is not needed beside ssmmessages by agents of today',
    },
  },
  good: {
    'the two that are needed': {
      scene: { endpoints: { ssm: {}, ssmmessages: {} } },
      subject: 'ssm',
    },
    'ec2messages for older agents': {
      scene: { endpoints: { ssm: {}, ec2messages: {} } },
      subject: 'ec2messages',
      undecidedIn: ['state', 'tfstate'],
    },
    'ssmmessages in another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { ec2messages: {}, ssmmessages: { vpc: 'other' } },
      },
      subject: 'ec2messages',
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net) {
    const { serviceName, type } = endpoint;
    if (!maybe(type, 'Interface')) return notApplicable;
    const table = serviceFacts(net, endpoint)?.table;
    if (!table) return isServiceUnknown(endpoint) ? undecided(serviceName) : notApplicable;
    const by = table.deprecatedBy;
    if (by === null) return notApplicable;
    const successor = endpointsTo(net, endpoint.vpc, by);
    const found = successor.sure[0];
    if (found && type.known)
      return fail({
        message: `${nameOf(endpoint)} is not needed beside ${by} by agents of today`,
        at: endpoint.at,
        related: [{ message: `the endpoint to ${by}`, at: found.at }],
        evidence: { deprecatedBy: by, endpoint: found.key },
      });
    const perhaps = successor.maybe[0];
    if (found || perhaps || successor.open !== null)
      return undecided(
        type,
        perhaps && `whether ${perhaps.key} is an endpoint to ${by} in the same VPC is not known`,
        found || perhaps ? undefined : (successor.open ?? undefined),
      );
    return pass;
  },
});
