/** A suppression that is misspelled suppresses nothing, so a note says how it is written. */
import { describe, expect, test } from 'vitest';
import { cli, directory, planOf } from '../cli/harness.ts';

const RULE = 'availability/single-az';

const terraform = (comment: string) => `${comment}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id       = "vpc-0a000001"
  service_name = "com.amazonaws.eu-west-1.sqs"
}
`;

const template = (comment: string) => `Resources:
  ${comment}
  Sqs:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: vpc-0a000001, ServiceName: com.amazonaws.eu-west-1.sqs }
`;

async function notes(name: string, text: string, ...options: string[]): Promise<string[]> {
  const { stderr } = await cli([name, '--fail-on', 'never', '-f', 'json', ...options], {
    cwd: directory({ [name]: text }),
  });
  return stderr.split('\n').filter((line) => line.startsWith('note: '));
}

describe('a comment', () => {
  test.each([
    ['vpce-lint-ignore', `vpce-lint-ignore ${RULE}`],
    ['vpce_lint:ignore', `vpce_lint:ignore ${RULE} -- a test`],
    ['vpcelint:ignore', `vpcelint:ignore ${RULE}`],
    ['vpce-lint: ignore', `vpce-lint: ignore ${RULE}`],
    ['VPCE-LINT:IGNORE', `VPCE-LINT:IGNORE ${RULE}`],
    ['vpce-lint ignore', `vpce-lint ignore ${RULE}`],
    ['vpce-lint:ignored', `vpce-lint:ignored ${RULE}`],
    ['vpce-lint:disable', `vpce-lint:disable ${RULE}`],
    ['vpce-lint:ignore', 'vpce-lint:ignore'],
  ])('%s', async (typed, comment) => {
    const said = `"${typed}" suppresses nothing. Write "vpce-lint:ignore <rule> -- <reason>".`;
    expect(await notes('main.tf', terraform(`# ${comment}`))).toEqual([`note: main.tf:1: ${said}`]);
    expect(await notes('t.yaml', template(`# ${comment}`), '--region', 'eu-west-1')).toEqual([
      `note: t.yaml:2: ${said}`,
    ]);
  });

  test.each([
    `vpce-lint:ignore ${RULE} -- a test`,
    'vpce-lint checks this endpoint',
    'cfn-lint: ignore this, vpce',
    'do not ignore what lint says of vpce',
  ])('no note on "%s"', async (comment) => {
    expect(await notes('main.tf', terraform(`# ${comment}`))).toEqual([]);
    expect(await notes('t.yaml', template(`# ${comment}`), '--region', 'eu-west-1')).toEqual([]);
  });

  test('is not read with --no-inline', async () => {
    expect(await notes('main.tf', terraform(`# vpce-lint-ignore ${RULE}`), '--no-inline')).toEqual([]);
  });
});

describe('a tag', () => {
  const tagged = (key: string, ...options: string[]) => withTags({ [key]: RULE }, ...options);
  const withTags = async (tags: Record<string, string>, ...options: string[]) => {
    const plan = planOf({ endpoints: { sqs: { tags: { ...tags, Name: 'sqs' } } } });
    const cwd = directory({ 'plan.json': plan });
    const { stderr } = await cli(['plan.json', '--fail-on', 'never', '-f', 'json', ...options], { cwd });
    return stderr.split('\n').filter((line) => line.startsWith('note: '));
  };

  test.each(['vpce-lint-ignore', 'vpce_lint:ignore', 'vpce-lint:Ignore'])('%s', async (key) => {
    expect(await tagged(key)).toEqual([
      `note: aws_vpc_endpoint.sqs: the tag "${key}" suppresses nothing. Name it "vpce-lint:ignore".`,
    ]);
    expect(await tagged(key, '--no-tag-ignores')).toEqual([]);
  });

  test('without a rule', async () => {
    expect(await withTags({ 'vpce-lint:ignore': ' ' })).toEqual([
      'note: aws_vpc_endpoint.sqs: the tag "vpce-lint:ignore" suppresses nothing. Name the rules in it.',
    ]);
  });

  test.each(['vpce-lint:ignore', 'vpce-lint:reason', 'vpce-lint:until', 'ignore'])('no note on %s', async (key) => {
    expect(await tagged(key)).toEqual([]);
  });
});
