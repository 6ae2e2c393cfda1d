/** What a template leaves open, and what is certain all the same. */
import { expect, it } from 'vitest';
import { endpoint, lintText, NETWORK, said } from './support.ts';

const PRIVATE_DNS = 'dns/private-dns-disabled';

it('AllowedValues bound a parameter without a value: one verdict for all of them is a verdict', async () => {
  const report = await lintText(`
Parameters: { Port: { Type: Number, AllowedValues: [80, 8080] }, Dns: { Type: String, AllowedValues: ["true", "false"] } }
Resources:${NETWORK.replaceAll('443', '!Ref Port')}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: !Ref Dns')}`);
  expect(said(report, 'reachability/service-port-not-allowed', 'Sqs')).toBe('fail');
  expect(said(report, PRIVATE_DNS, 'Sqs')).toBe('undecided');
  const { missing, settledBy } = report.undecided.find(({ rule }) => rule === PRIVATE_DNS)!;
  expect(missing).toEqual(['it depends on parameter Dns, which has no value']);
  expect(settledBy).toEqual(['Pass --parameter Dns=VALUE']);
});

it('both branches of Fn::If wrong: wrong; one of them: undecided', async () => {
  const report = await lintText(`
Parameters: { Size: { Type: String } }
Conditions: { Large: !Equals [!Ref Size, large] }
Resources:${NETWORK}${endpoint('Both', 'sqs', 'SubnetIds: !If [Large, [!Ref A], [!Ref B]], PrivateDnsEnabled: true')}${endpoint('One', 'sns', 'SubnetIds: !If [Large, [!Ref A, !Ref B], [!Ref B]], PrivateDnsEnabled: true')}`);
  expect(said(report, 'availability/single-az', 'Both')).toBe('fail');
  expect(said(report, 'availability/single-az', 'One')).toBe('undecided');
});

it('what conditions exclude never meets; what they do not exclude may', async () => {
  const two = (condition: string) => `
Parameters: { Env: { Type: String }, Other: { Type: String } }
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Dev: !Equals [!Ref Env, dev]
  Else: !Equals [!Ref Other, x]
Resources:${NETWORK}${endpoint('One', 'kms', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: true', 'Prod')}${endpoint('Two', 'kms', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: true', condition)}`;
  expect(said(await lintText(two('Dev')), 'dns/private-dns-conflict', 'One')).toBe('silent');
  expect(said(await lintText(two('Else')), 'dns/private-dns-conflict', 'One')).toBe('undecided');
  expect(said(await lintText(two('Prod')), 'dns/private-dns-conflict', 'One')).toBe('fail');
});

it('a finding that rests on a default says so, one that does not says nothing of it', async () => {
  const report = await lintText(`
Parameters: { Dns: { Type: String, Default: "false" }, Cidr: { Type: String, Default: 10.0.0.0/16 } }
Resources:${NETWORK.replace('CidrBlock: 10.0.0.0/16', 'CidrBlock: !Ref Cidr')}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A], PrivateDnsEnabled: !Ref Dns')}`);
  const assumed = (rule: string) => report.findings.find((each) => each.rule === rule)!.assumed;
  expect(assumed(PRIVATE_DNS)).toContain('the parameter Dns has its default, false');
  expect(assumed('availability/single-az')).not.toContain('the parameter Dns has its default, false');
});

it('a value given wins over the default, and one on the command line over files', async () => {
  const files = {
    'template.yaml': `
Parameters: { Dns: { Type: String, Default: "false" } }
Resources:${NETWORK}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: !Ref Dns')}`,
    'list.json': '[{"ParameterKey": "Dns", "ParameterValue": "true"}]',
    'object.json': '{"Parameters": {"Dns": "true"}}',
    'texts.json': '["Dns=true"]',
  };
  for (const file of ['list.json', 'object.json', 'texts.json'])
    expect(said(await lintText(files, { templates: { parameterFiles: [file] } }), PRIVATE_DNS, 'Sqs')).toBe('silent');
  const both = { parameterFiles: ['list.json'], parameters: ['Dns=false'] };
  expect(said(await lintText(files, { templates: both }), PRIVATE_DNS, 'Sqs')).toBe('fail');
});

it('Rules of a template take combinations away', async () => {
  const template = (rule: string) => `
Parameters: { Dns: { Type: String, AllowedValues: ["true", "false"] }, Env: { Type: String, AllowedValues: [prod, dev] } }
Rules: ${rule}
Conditions: { Prod: !Equals [!Ref Env, prod] }
Resources:${NETWORK}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: !Ref Dns', 'Prod')}`;
  const rule =
    '{ ProdHasDns: { RuleCondition: !Equals [!Ref Env, prod], Assertions: [{ Assert: !Contains [["true"], !Ref Dns] }] } }';
  expect(said(await lintText(template('{}')), PRIVATE_DNS, 'Sqs')).toBe('undecided');
  expect(said(await lintText(template(rule)), PRIVATE_DNS, 'Sqs')).toBe('silent');
});

it.each([
  [
    'the default of a parameter',
    'Parameters: { R: { Type: String, Default: eu-west-1 } }',
    '!Sub "com.amazonaws.${R}.sns"',
  ],
  ['a value that is given', 'Parameters: { Given: { Type: String } }', '!Sub "com.amazonaws.${Given}.sns"'],
  [
    'allowed values',
    'Parameters: { R: { Type: String, AllowedValues: [eu-west-1, us-east-1] } }',
    '!Sub "com.amazonaws.${R}.sns"',
  ],
  ['a mapping', 'Mappings: { M: { a: { name: com.amazonaws.eu-west-1.sns } } }', '!FindInMap [M, a, name]'],
])('the Region may be one that is written in %s', async (_, head, service) => {
  const report = await lintText(
    `${head}\nResources:${NETWORK}${endpoint('Sns', service, 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: true')}`,
    head.includes('Given') ? { templates: { parameters: ['Given=eu-west-1'] } } : {},
  );
  expect(said(report, 'validity/service-region-mismatch', 'Sns')).toBe('undecided');
});

it('the Region may be one that is written in a nested template', async () => {
  const report = await lintText({
    'root.yaml': 'Resources: { Net: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./net.yaml } } }\n',
    'net.yaml': `Resources:${NETWORK}${endpoint('Sns', '!Sub "com.amazonaws.eu-west-1.sns"', 'SubnetIds: [!Ref A, !Ref B]')}`,
  });
  expect(said(report, 'validity/service-region-mismatch', 'Net.Sns')).toBe('undecided');
});

it('a mapping by Region does not name each of them', async () => {
  const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'us-east-1', 'us-east-2', 'us-west-1'];
  const rows = regions.map((region) => `${region}: { name: com.amazonaws.${region}.sns }`).join(', ');
  const report = await lintText(
    `Mappings: { M: { ${rows} } }\nResources:${NETWORK}${endpoint('Sns', '!FindInMap [M, !Ref AWS::Region, name]', 'SubnetIds: [!Ref A, !Ref B]')}`,
  );
  expect(said(report, 'validity/service-region-mismatch', 'Sns')).not.toBe('fail');
});

it('the Region is one and the same wherever it is named, and may be one that is written out', async () => {
  const report = await lintText(`
Resources:${NETWORK}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: true')}${endpoint('Sns', '!Sub "com.amazonaws.eu-west-1.sns"', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: true')}`);
  expect(said(report, 'validity/service-region-mismatch', 'Sqs')).toBe('silent');
  expect(said(report, 'validity/service-region-mismatch', 'Sns')).toBe('undecided');
  expect(report.endpoints.map(({ region, serviceName }) => [region, serviceName])).toEqual([
    [null, 'com.amazonaws.eu-west-1.sns'],
    [null, null],
  ]);
  expect(JSON.stringify(report)).not.toMatch(/us-any|000000000000/);
});

it('a mapping by Region is gone through', async () => {
  const report = await lintText(`
Mappings: { R: { us-east-1: { Dns: "false", One: "false" }, eu-west-1: { Dns: "true", One: "false" } } }
Resources:${NETWORK}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: !FindInMap [R, !Ref AWS::Region, Dns]')}${endpoint('Sns', 'sns', 'SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: !FindInMap [R, !Ref AWS::Region, One]')}`);
  expect(said(report, PRIVATE_DNS, 'Sqs')).toBe('undecided');
  expect(said(report, PRIVATE_DNS, 'Sns')).toBe('fail');
});

it('more open ends than can be gone through stay unknown', async () => {
  const names = Array.from({ length: 12 }, (_, i) => `P${i}`);
  const report = await lintText(`
Parameters: { ${names.map((name) => `${name}: { Type: String }`).join(', ')} }
Conditions: { ${names.map((name) => `C${name}: !Equals [!Ref ${name}, x]`).join(', ')} }
Resources:${NETWORK}${names.map((name) => endpoint(`E${name}`, 'sqs', `SubnetIds: [!Ref A], PrivateDnsEnabled: !If [C${name}, true, false]`)).join('')}`);
  for (const name of names) {
    expect(said(report, PRIVATE_DNS, `E${name}`)).not.toBe('fail');
    expect(said(report, 'availability/single-az', `E${name}`)).toBe('fail');
  }
});
