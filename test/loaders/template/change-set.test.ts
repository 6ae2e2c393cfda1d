/** Change sets beside templates: what was before, and what is new. */
import { describe, expect, it } from 'vitest';
import { endpoint, lintText, NETWORK, said } from './support.ts';

const DNS = 'dns/private-dns-disabled';
const SINGLE = 'availability/single-az';

interface Change {
  readonly action: string;
  readonly id: string;
  readonly type?: string;
  readonly replacement?: string;
  readonly before?: object;
  readonly after?: object;
  readonly forcedBy?: readonly string[];
  /** The change set of the nested stack that it is. */
  readonly nested?: string;
}

const ROOT_ID = 'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/next/1';

const PROPERTIES = {
  VpcId: 'vpc-0123456789abcdef0',
  VpcEndpointType: 'Interface',
  ServiceName: 'com.amazonaws.eu-west-1.sqs',
  SecurityGroupIds: ['sg-0123456789abcdef0'],
  SubnetIds: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
};

const changeSet = (changes: readonly Change[], more: object = {}) =>
  JSON.stringify({
    ChangeSetName: 'next',
    ChangeSetId: ROOT_ID,
    StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/prod/1',
    StackName: 'prod',
    Status: 'CREATE_COMPLETE',
    Changes: changes.map(
      ({ action, id, type = 'AWS::EC2::VPCEndpoint', replacement, before, after, forcedBy = [], nested }) => ({
        Type: 'Resource',
        ResourceChange: {
          Action: action,
          LogicalResourceId: id,
          ...(action === 'Add' ? {} : { PhysicalResourceId: `vpce-0${id.toLowerCase().padEnd(16, '0')}` }),
          ResourceType: type,
          ...(nested === undefined ? {} : { ChangeSetId: nested }),
          ...(replacement === undefined ? {} : { Replacement: replacement }),
          Details: forcedBy.map((Name) => ({
            Target: { Attribute: 'Properties', Name, RequiresRecreation: 'Always' },
          })),
          ...(before ? { BeforeContext: JSON.stringify({ Properties: before }) } : {}),
          ...(after ? { AfterContext: JSON.stringify({ Properties: after }) } : {}),
        },
      }),
    ),
    ...more,
  });

const BOTH = 'SubnetIds: [!Ref A, !Ref B]';
const template = (...endpoints: string[]) => `Resources:${NETWORK}${endpoints.join('')}`;
const changed = (text: string, set: string) =>
  lintText({ 't.yaml': text, 'change-set.json': set }, { changed: true }, ['t.yaml', 'change-set.json']);

it('--changed shows what the change set brings, not what was there', async () => {
  const report = await changed(
    template(
      endpoint('Old', 'sqs', BOTH),
      endpoint('New', 'sns', BOTH),
      endpoint('Worse', 'kms', 'SubnetIds: [!Ref A], PrivateDnsEnabled: false'),
    ),
    changeSet([
      { action: 'Add', id: 'New', after: { ...PROPERTIES, ServiceName: 'com.amazonaws.eu-west-1.sns' } },
      {
        action: 'Modify',
        id: 'Worse',
        replacement: 'False',
        before: { ...PROPERTIES, ServiceName: 'com.amazonaws.eu-west-1.kms', PrivateDnsEnabled: 'false' },
        after: {
          ...PROPERTIES,
          ServiceName: 'com.amazonaws.eu-west-1.kms',
          PrivateDnsEnabled: 'false',
          SubnetIds: ['subnet-0aaaaaaaaaaaaaaaa'],
        },
      },
    ]),
  );
  expect(report.incomplete).toEqual([]);
  expect([said(report, DNS, 'Old'), said(report, DNS, 'New'), said(report, DNS, 'Worse')]).toEqual([
    'silent',
    'fail',
    'silent',
  ]);
  expect([said(report, SINGLE, 'Old'), said(report, SINGLE, 'Worse')]).toEqual(['silent', 'fail']);
});

it('what AWS cannot change is told, with the property', async () => {
  const report = await changed(
    template(endpoint('Queue', 'kinesis-streams', `${BOTH}, PrivateDnsEnabled: true`)),
    changeSet([
      {
        action: 'Modify',
        id: 'Queue',
        replacement: 'True',
        forcedBy: ['ServiceName'],
        before: { ...PROPERTIES, PrivateDnsEnabled: 'true' },
        after: { ...PROPERTIES, ServiceName: 'com.amazonaws.eu-west-1.kinesis-streams', PrivateDnsEnabled: 'true' },
      },
    ]),
  );
  const finding = report.findings.find(({ rule }) => rule === 'change/immutable');
  expect(finding?.location).toMatchObject({ pointer: '/Resources/Queue/Properties/ServiceName' });
  expect(finding?.evidence).toMatchObject({ changes: [{ attribute: 'ServiceName' }] });
  expect(finding?.message).toBe(
    'AWS cannot change the service name of kinesis-streams, so a new endpoint is created and this one destroyed',
  );
});

it('parameters, Region and account are those of the change set', async () => {
  const report = await changed(
    `Parameters: { Dns: { Type: String }, Service: { Type: "AWS::SSM::Parameter::Value<String>" } }
${template(endpoint('Sqs', '!Ref Service', `${BOTH}, PrivateDnsEnabled: !Ref Dns`))}`,
    changeSet([{ action: 'Add', id: 'Sqs', after: PROPERTIES }], {
      Parameters: [
        { ParameterKey: 'Dns', ParameterValue: 'false' },
        { ParameterKey: 'Service', ParameterValue: '/service', ResolvedValue: 'com.amazonaws.eu-west-1.sqs' },
      ],
    }),
  );
  expect(report.endpoints.map(({ serviceName, region, account }) => [serviceName, region, account])).toEqual([
    ['com.amazonaws.eu-west-1.sqs', 'eu-west-1', '123456789012'],
  ]);
  expect(said(report, DNS, 'Sqs')).toBe('fail');
});

it.each<[string, string, RegExp]>([
  [
    'without property values',
    changeSet([{ action: 'Modify', id: 'Sqs', replacement: 'False' }]),
    /^c\.json: the change set does not show the values before it\. Describe it with --include-property-values\.$/,
  ],
  ['cut in two', changeSet([], { NextToken: 'x' }), /the change set is cut/],
  [
    'of another stack',
    changeSet([{ action: 'Add', id: 'Strange', after: {} }]),
    /^c\.json: this is a change set of prod, but its template is not an input\. Add the template\.$/,
  ],
])('one %s makes the run incomplete', async (_, set, says) => {
  const report = await lintText({ 't.yaml': template(endpoint('Sqs', 'sqs', BOTH)), 'c.json': set }, {}, [
    't.yaml',
    'c.json',
  ]);
  expect(report.incomplete.map(({ path, message }) => `${path}: ${message}`)).toEqual([expect.stringMatching(says)]);
});

it('a replacement that hangs on values of the execution is undecided', async () => {
  const report = await changed(
    template(endpoint('Queue', 'sqs', `${BOTH}, PrivateDnsEnabled: true`)),
    changeSet([
      {
        action: 'Modify',
        id: 'Queue',
        replacement: 'Conditional',
        forcedBy: ['VpcId'],
        before: { ...PROPERTIES, PrivateDnsEnabled: 'true' },
        after: { ...PROPERTIES, VpcId: '{{changeSet:KNOWN_AFTER_APPLY}}', PrivateDnsEnabled: 'true' },
      },
    ]),
  );
  for (const rule of ['change/immutable', 'change/endpoint-replaced'])
    expect(said(report, rule, 'Queue'), rule).toBe('undecided');
});

it('what is replaced is told in the words of CloudFormation', async () => {
  const report = await changed(
    template(endpoint('Fresh', 'sqs', `${BOTH}, PrivateDnsEnabled: true`)),
    changeSet([
      { action: 'Add', id: 'Fresh', after: { ...PROPERTIES, PrivateDnsEnabled: 'true' } },
      { action: 'Remove', id: 'Old', before: { ...PROPERTIES, PrivateDnsEnabled: 'true' } },
      {
        action: 'Modify',
        id: 'Vpc',
        type: 'AWS::EC2::VPC',
        before: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: 'true' },
        after: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: 'true' },
      },
    ]).replace('vpce-0vpc0000000000000', 'vpc-0123456789abcdef0'),
  );
  const [finding] = report.findings.filter(({ rule }) => rule === 'change/endpoint-replaced');
  expect(finding?.message).toBe(
    'sqs replaces Old, which the change set removes, so its clients lose it until the new endpoint is ready',
  );
  expect([finding?.why, finding?.fix].join(' ')).not.toMatch(/[Tt]erraform|`moved`|the plan/);
});

describe('change sets of nested stacks', () => {
  const STACK = 'AWS::CloudFormation::Stack';
  const files = (root: string, inner: string) => ({
    't.yaml': `Resources:${NETWORK}
  Inner: { Type: ${STACK}, Properties: { TemplateURL: ./inner.yaml, Parameters: { Vpc: !Ref Vpc, A: !Ref A, B: !Ref B, Group: !Ref Group } } }`,
    'inner.yaml': `Parameters: { Vpc: { Type: String }, A: { Type: String }, B: { Type: String }, Group: { Type: String } }
Resources:${endpoint('Old', 'sqs', BOTH)}${endpoint('New', 'sns', BOTH)}${endpoint('Worse', 'kms', 'SubnetIds: [!Ref A], PrivateDnsEnabled: false')}`,
    'root.json': root,
    'inner.json': inner,
  });
  const root = changeSet([{ action: 'Modify', id: 'Inner', type: STACK, replacement: 'False', nested: 'arn:inner' }]);
  const kms = { ...PROPERTIES, ServiceName: 'com.amazonaws.eu-west-1.kms', PrivateDnsEnabled: 'false' };
  const inner = changeSet(
    [
      { action: 'Add', id: 'New', after: { ...PROPERTIES, ServiceName: 'com.amazonaws.eu-west-1.sns' } },
      {
        action: 'Modify',
        id: 'Worse',
        replacement: 'False',
        before: kms,
        after: { ...kms, SubnetIds: ['subnet-0aaaaaaaaaaaaaaaa'] },
      },
    ],
    { ChangeSetId: 'arn:inner', ParentChangeSetId: ROOT_ID, StackName: 'prod-Inner-1ABC' },
  );

  it('tell what was in them before', async () => {
    const report = await lintText(files(root, inner), { changed: true }, ['t.yaml', 'root.json', 'inner.json']);
    expect(report.incomplete).toEqual([]);
    const of = (rule: string) => ['Inner.Old', 'Inner.New', 'Inner.Worse'].map((each) => said(report, rule, each));
    expect(of(DNS)).toEqual(['silent', 'fail', 'silent']);
    expect(of(SINGLE)).toEqual(['silent', 'silent', 'fail']);
  });

  it('are missing: what is in them counts as new', async () => {
    const report = await lintText(files(root, inner), { changed: true }, ['t.yaml', 'root.json']);
    expect(report.incomplete).toEqual([]);
    expect(said(report, DNS, 'Inner.Old')).toBe('fail');
  });

  it('are there without that of the parent: the run is incomplete', async () => {
    const report = await lintText(files(root, inner), {}, ['t.yaml', 'inner.json']);
    expect(report.incomplete.map(({ message }) => message)).toEqual([
      'this is the change set of the nested stack prod-Inner-1ABC. Add the change set of its parent stack.',
    ]);
  });
});
