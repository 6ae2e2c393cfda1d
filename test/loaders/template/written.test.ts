/** Templates that CloudFormation accepts although they are not what their author means. */
import { expect, it } from 'vitest';
import { endpoint, lintText, NETWORK, said } from './support.ts';

it('of resources with one logical ID the last is checked, and the report says so', async () => {
  const both = ['[!Ref A, !Ref B]', '[!Ref A]'].map((subnets) => endpoint('E', 'sqs', `SubnetIds: ${subnets}`));
  const report = await lintText(`Resources:${NETWORK}${both.join('')}`);
  expect(said(report, 'availability/single-az', 'E')).toBe('fail');
  expect(report.complete).toBe(false);
  expect(report.incomplete.map(({ code, message }) => [code, message])).toEqual([
    [
      'repeated-key',
      expect.stringMatching(/^line \d+, column 3: this key occurs twice, and only the last one is read\./),
    ],
  ]);
});

it('a policy in quotes may end below its key', async () => {
  const report = await lintText(`Resources:${NETWORK}
  S3:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: com.amazonaws.eu-west-1.s3
      PolicyDocument: '{
        "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }]
      }'
      RouteTableIds: [rtb-0123456789abcdef0]
`);
  expect(report.incomplete).toEqual([]);
  expect(said(report, 'policy/full-access', 'S3')).toBe('fail');
});
