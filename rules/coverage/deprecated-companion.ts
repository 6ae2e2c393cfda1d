import { endpointsTo, isAlone } from '../../src/ask/services.ts';
import { isServiceUnknown, serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { maybe } from '../../src/model/index.ts';

export default defineRule({
  id: 'coverage/deprecated-companion',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint is not needed, because another endpoint in the VPC replaces it.',
  why: 'SSM Agent 3.3.40.0 and later uses ssmmessages instead of ec2messages, so this endpoint only costs money.',
  fix: 'Delete the endpoint once all agents have version 3.3.40.0 or later.',
  fixIn: {
    terraform: 'Remove the `aws_vpc_endpoint` once all agents have version 3.3.40.0 or later.',
    cloudformation: 'Remove the `AWS::EC2::VPCEndpoint` once all agents have version 3.3.40.0 or later.',
    cli: 'Run `aws ec2 delete-vpc-endpoints` once all agents have version 3.3.40.0 or later.',
  },
  recipes: {
    cloudformation: '# Remove the AWS::EC2::VPCEndpoint for ec2messages from the template.',
    cli: 'aws ssm describe-instance-information --query "InstanceInformationList[].AgentVersion"',
  },
  sources: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html'],
  bad: {
    'all three endpoints of Systems Manager': {
      scene: { endpoints: { ssm: {}, ssmmessages: {}, ec2messages: {} } },
      subject: 'ec2messages',
      says: 'Current agents do not need ec2messages, because the VPC has an endpoint for ssmmessages',
    },
  },
  good: {
    'the two that are needed': {
      scene: { endpoints: { ssm: {}, ssmmessages: {} } },
      subject: 'ssm',
    },
    'an endpoint for older agents': {
      scene: { endpoints: { ssm: {}, ec2messages: {} } },
      subject: 'ec2messages',
      undecidedIn: ['state', 'tfstate'],
    },
    'the other endpoint is in another VPC': {
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
    if (!table && isServiceUnknown(endpoint)) return isAlone(endpoint, net) ? pass : undecided(serviceName);
    if (!table) return notApplicable;
    const by = table.deprecatedBy;
    if (by === null) return notApplicable;
    const successor = endpointsTo(net, endpoint.vpc, by);
    const found = successor.sure[0];
    if (found && type.known)
      return fail({
        message: `Current agents do not need ${nameOf(endpoint)}, because the VPC has an endpoint for ${by}`,
        at: endpoint.at,
        related: [{ message: `the endpoint for ${by}`, at: found.at }],
        evidence: { deprecatedBy: by, endpoint: found.key },
      });
    const perhaps = successor.maybe[0];
    if (found || perhaps || successor.open !== null)
      return undecided(
        type,
        perhaps && `whether ${perhaps.key} is an endpoint for ${by} in the same VPC is not known`,
        found || perhaps ? undefined : (successor.open ?? undefined),
      );
    return pass;
  },
});
