import { egressOf } from '../../src/ask/groups.ts';
import { portsAdmitted } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { isEmpty, refName } from '../../src/model/index.ts';

/** SSH and RDP. */
const PORTS = [22, 3389] as const;

export default defineRule({
  id: 'reachability/instance-connect-egress',
  level: 'warning',
  preset: 'strict',
  since: '0.2.0',
  summary: 'No outbound rule of an EC2 Instance Connect Endpoint allows SSH or RDP.',
  why: 'The endpoint opens the connections to the instances, so every SSH and RDP session through it times out.',
  fix: 'Allow outbound TCP 22 or 3389 to the security group of the instances, or to the range of the VPC.',
  recipes: {
    cloudformation: `SecurityGroupEgress:
  - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !GetAtt Vpc.CidrBlock }`,
    terraform:
      'resource "aws_vpc_security_group_egress_rule" "ssh" {\n  security_group_id = aws_security_group.instance_connect.id\n  cidr_ipv4         = aws_vpc.main.cidr_block\n  ip_protocol       = "tcp"\n  from_port         = 22\n  to_port           = 22\n}',
    cli: 'aws ec2 authorize-security-group-egress --group-id sg-... --protocol tcp --port 22 --cidr 10.0.0.0/16',
  },
  exceptions: ['A rule to any destination is enough, because the instances may be there.'],
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html'],
  subject: 'managed-endpoint',
  bad: {
    'a security group without outbound rules': {
      scene: { groups: { shut: {} }, managedEndpoints: { ssh: { manager: 'instance-connect', groups: ['shut'] } } },
      says: '{ssh}: no outbound rule of its security groups allows TCP 22 or 3389',
    },
    'another port': {
      scene: {
        groups: { web: { egress: [{ port: 443 }] } },
        managedEndpoints: { ssh: { manager: 'instance-connect', groups: ['web'] } },
      },
      says: '{ssh}: no outbound rule of its security groups allows TCP 22 or 3389',
    },
  },
  good: {
    'SSH to the range of the VPC': {
      scene: {
        groups: { out: { egress: [{ port: 22 }] } },
        managedEndpoints: { ssh: { manager: 'instance-connect', groups: ['out'] } },
      },
    },
    'everything to everywhere': {
      scene: {
        groups: { out: { egress: [{ protocol: '-1', cidrs: ['0.0.0.0/0'] }] } },
        managedEndpoints: { ssh: { manager: 'instance-connect', groups: ['out'] } },
      },
    },
    'a security group that is not in the input': {
      scene: { managedEndpoints: { ssh: { manager: 'instance-connect', groups: ['sg-0a1b2c3d4e5f60718'] } } },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'sources', 'template'],
    },
    'a Redshift endpoint, which only receives connections': {
      scene: {
        groups: { shut: { ingress: [{ port: 5439 }] } },
        managedEndpoints: { warehouse: { manager: 'redshift', groups: ['shut'] } },
      },
    },
  },

  check(endpoint) {
    if (endpoint.manager !== 'instance-connect') return notApplicable;
    const rules = egressOf(endpoint);
    const answers = PORTS.map((port) => portsAdmitted(rules, 'tcp', [port, port]));
    if (answers.includes('yes')) return pass;
    if (answers.includes('unknown') || isEmpty(endpoint.groups))
      return undecided(
        rules,
        endpoint.groups,
        ...rules.sure.map(({ sources }) => sources),
        ...rules.sure.flatMap(({ protocol, fromPort }) => [protocol, fromPort]),
      );
    return fail({
      message: `${nameOf(endpoint)}: no outbound rule of its security groups allows TCP 22 or 3389`,
      at: endpoint.groups.at,
      evidence: { groups: endpoint.groups.sure.map(refName), ports: PORTS },
    });
  },
});
