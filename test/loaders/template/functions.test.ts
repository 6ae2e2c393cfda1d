/** What expressions come to: seen in the service name of an endpoint. */
import { describe, expect, it } from 'vitest';
import { endpoint, lintText, NETWORK, said } from './support.ts';

const SQS = 'com.amazonaws.eu-west-1.sqs';

async function serviceOf(expression: string, more = '', transform = ''): Promise<string | null> {
  const report = await lintText(
    `${transform}Parameters:
  Name: { Type: String, Default: sqs }
  Names: { Type: CommaDelimitedList, Default: "sns, sqs" }
  Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /x }
  Open: { Type: String }
Mappings: { Services: { eu-west-1: { queue: sqs, list: [sns, sqs] } } }
Conditions: { Yes: !Equals [a, a], No: !Not [!Condition Yes], Perhaps: !Equals [!Ref Open, x] }
Resources:
  Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: x } }
  E: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: vpc-0123456789abcdef0, ServiceName: ${expression} } }
${more}`,
    { templates: { region: 'eu-west-1', account: '123456789012' } },
  );
  return report.endpoints[0]!.serviceName;
}

it.each([
  ['!Sub "com.amazonaws.${AWS::Region}.sqs"'],
  ['!Sub ["com.amazonaws.${R}.${Name}", { R: !Ref AWS::Region }]'],
  ['!Join [".", [com.amazonaws, !Ref AWS::Region, !Ref Name]]'],
  ['{ "Fn::Join": ["", ["com.amazonaws.", { Ref: "AWS::Region" }, ".sqs"]] }'],
  ['!Select [1, [x, !Sub "com.amazonaws.${AWS::Region}.sqs"]]'],
  ['!Select ["0", !Split ["|", !Sub "com.amazonaws.${AWS::Region}.sqs|b"]]'],
  ['!Sub ["com.amazonaws.eu-west-1.${S}", { S: !Select [1, !Ref Names] }]'],
  ['!Sub ["com.amazonaws.eu-west-1.${S}", { S: !FindInMap [Services, !Ref AWS::Region, queue] }]'],
  ['!Sub ["com.amazonaws.eu-west-1.${S}", { S: !Select [1, !FindInMap [Services, !Ref AWS::Region, list]] }]'],
  ['!If [Yes, com.amazonaws.eu-west-1.sqs, x]'],
  ['!If [No, !Ref AWS::NoValue, !If [Yes, com.amazonaws.eu-west-1.sqs, y]]'],
  ['!If [Perhaps, com.amazonaws.eu-west-1.sqs, !Sub "com.amazonaws.eu-west-1.${Name}"]'],
])('%s', async (expression) => {
  expect(await serviceOf(expression)).toBe(SQS);
});

it.each([
  ['!Sub ["com.amazonaws.eu-west-1.${S}", { S: !FindInMap [Services, eu-west-2, queue, { DefaultValue: sqs }] }]'],
  ['!Sub ["com.amazonaws.eu-west-1.sqs${N}", { N: !If [Yes, "", !Length [1, 2]] }]'],
])('with the language extensions: %s', async (expression) => {
  expect(await serviceOf(expression, '', 'Transform: AWS::LanguageExtensions\n')).toBe(SQS);
});

it.each([
  ['a parameter without a value', '!Ref Open'],
  ['a stored parameter', '!Ref Stored'],
  ['a dynamic reference', '"{{resolve:ssm:/service:1}}"'],
  ['an attribute that is known only after deployment', '!GetAtt Zone.Id'],
  ['an import of another stack', '!ImportValue Other'],
  ['alternatives that differ', '!If [Perhaps, com.amazonaws.eu-west-1.sqs, com.amazonaws.eu-west-1.sns]'],
  ['a macro', '{ "Fn::Transform": { Name: Mine, Parameters: {} } }'],
])('%s is not known', async (_, expression) => {
  expect(await serviceOf(expression)).toBeNull();
});

it('loops make resources; `&{}` drops what no logical id may have', async () => {
  const report = await lintText(
    `Transform: AWS::LanguageExtensions
Parameters: { Services: { Type: CommaDelimitedList, Default: "sqs,ecr.api" } }
Resources:
  Fn::ForEach::Endpoints:
    - Service
    - !Ref Services
    - Endpoint&{Service}:
        Type: AWS::EC2::VPCEndpoint
        Properties: { VpcId: vpc-0123456789abcdef0, VpcEndpointType: Interface, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.\${Service}" }
`,
    { templates: { region: 'eu-west-1' } },
  );
  expect(report.endpoints.map(({ address, serviceName }) => [address, serviceName])).toEqual([
    ['Endpointecrapi', 'com.amazonaws.eu-west-1.ecr.api'],
    ['Endpointsqs', SQS],
  ]);
});

describe('AWS::Include', () => {
  const include = (location: string) => `{ Name: AWS::Include, Parameters: { Location: ${location} } }`;
  const open = 'SecurityGroupIngress: [{ IpProtocol: "-1", CidrIp: 0.0.0.0/0 }]\n';
  const files = (location: string) => ({
    't.yaml': `Resources:${NETWORK}
  Own:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: x
      VpcId: !Ref Vpc
      Fn::Transform: ${include(location)}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A, !Ref B]').replace('!Ref Group', '!Ref Own')}
`,
    'parts/rules.yaml': open,
  });

  it('of a local file brings what is in it, at the line of the include', async () => {
    const report = await lintText(files('parts/rules.yaml'));
    expect(report.incomplete).toEqual([]);
    const finding = report.findings.find(({ rule }) => rule === 'reachability/open-ingress');
    expect(finding?.related.map(({ location }) => location.line)).toEqual([12]);
  });

  it.each(['parts/none.yaml', 's3://bucket/rules.yaml'])('of %s is not known', async (location) => {
    const report = await lintText(files(location));
    expect(said(report, 'reachability/open-ingress', 'Sqs')).toBe('undecided');
  });

  it('at the top of the template brings whole resources', async () => {
    const report = await lintText({
      't.yaml': `Transform: ${include('./more.yaml')}\nResources:${NETWORK}`,
      'more.yaml': `Resources:${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A]')}\n`,
    });
    expect([report.incomplete, report.endpoints.map(({ address }) => address)]).toEqual([[], ['Sqs']]);
    expect(report.findings.map(({ location }) => location?.line)).toContain(1);
  });
});
