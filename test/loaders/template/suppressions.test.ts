/** Suppressions written in templates. */
import { expect, it } from 'vitest';
import { endpoint, lintText, NETWORK, said } from './support.ts';

const SINGLE = 'availability/single-az';
const one = (id: string) => endpoint(id, 'sqs', 'SubnetIds: [!Ref A], PrivateDnsEnabled: true');

it.each([
  ['above the resource', `\n  # vpce-lint:ignore ${SINGLE} -- dev${one('Sqs')}`],
  ['in it', `${one('Sqs')}   # vpce-lint:ignore ${SINGLE} -- dev`],
  ['in its Metadata', `${one('Sqs')}\n    Metadata: { vpce-lint: { ignore: [{ rule: ${SINGLE}, reason: dev }] } }`],
])('%s', async (_, text) => {
  const report = await lintText(`Resources:${NETWORK}${text}${one('Other').replace('.sqs', '.sns')}\n`);
  expect(said(report, SINGLE, 'Sqs')).toBe('silent');
  expect(said(report, SINGLE, 'Other')).toBe('fail');
});

it('one that suppresses nothing, and one that names no rule, are told', async () => {
  const report = await lintText(
    `Resources:${NETWORK}\n  # vpce-lint:ignore dns/private-dns-conflict -- x\n  # vpce-lint:ignore no/such -- x${one('Sqs')}\n`,
  );
  expect(JSON.stringify(report)).toContain('no/such');
});

it('one in a template that is nested twice counts for both', async () => {
  const nest = (id: string) =>
    `  ${id}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./in.yaml } }\n`;
  const report = await lintText({
    'root.yaml': `Resources:\n${nest('One')}${nest('Two')}`,
    'in.yaml': `Resources:${NETWORK}\n  # vpce-lint:ignore ${SINGLE} -- dev${one('Sqs')}\n`,
  });
  expect(report.endpoints.map(({ address }) => address)).toEqual(['One.Sqs', 'Two.Sqs']);
  expect(report.findings.filter(({ rule }) => rule === SINGLE)).toEqual([]);
});
