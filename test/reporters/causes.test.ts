import { expect, it } from 'vitest';
import type { UndecidedCheck } from '../../src/findings/index.ts';
import { PASS_SOURCES } from '../../src/model/reason.ts';
import { causesApart, causesOf, sentencesOf } from '../../src/reporters/causes.ts';
import { subject } from './sample-report.ts';

function check(name: string, ...causes: (readonly [missing: string, settledBy: string | null])[]): UndecidedCheck {
  return {
    input: 0,
    rule: 'a/b',
    subject: subject({ address: `aws_vpc_endpoint.${name}` }),
    missing: causes.map(([missing]) => missing),
    settledBy: causes.map(([, settledBy]) => settledBy),
    message: 'x',
  };
}

const told = (list: readonly UndecidedCheck[], apart = false) =>
  (apart ? causesApart : causesOf)(list).map((cause) => [cause.checks.length, cause.subjects, sentencesOf(cause)]);

it('counts a check under each of its causes, worst first', () => {
  const [zone, port] = [
    ['the zone is unknown', null],
    ['the port is unknown', 'Pass --region'],
  ] as const;
  expect(told([check('a', zone), check('b', zone, port), check('b', port), check('c', port)])).toEqual([
    [3, 2, 'the port is unknown. Pass --region'],
    [2, 2, 'the zone is unknown'],
  ]);
});

it('takes for one what differs in names only', () => {
  const group = (id: string) => [`security group ${id} is not in the input`, `Add groups for ${id}`] as const;
  const own = (name: string) => [`the account of aws_vpc_endpoint.${name} is unknown`, null] as const;
  const subnets = (name: string) =>
    [`\`subnet_ids\` of aws_vpc_endpoint.${name}: \`data.x.ids\` is unknown`, null] as const;
  const list = [
    check('a', group('sg-0a1b2c3d'), own('a'), subnets('a')),
    check('b', group('sg-0a1b2c3e4f5a6b7c8'), own('b'), subnets('b')),
    check('b', group('sg-0a1b2c3e4f5a6b7c8')),
  ];
  expect(told(list)).toEqual([
    [3, 2, 'security group sg-0a1b2c3d is not in the input (and 1 more like it). Add groups'],
    [2, 2, '`data.x.ids` is unknown'],
    [2, 2, 'the account of aws_vpc_endpoint.a is unknown (and 1 more like it)'],
  ]);
  expect(told(list, true)).toHaveLength(6);
});

it('has one cause for all that sources would tell', () => {
  const local = (name: string) =>
    [`\`subnet_ids\` of aws_vpc_endpoint.${name}: its value comes from a local`, PASS_SOURCES] as const;
  expect(told([check('a', local('a'))])).toEqual([[1, 1, `${local('a')[0]}. ${PASS_SOURCES}`]]);
  expect(told([check('a', local('a')), check('b', local('b'), ['`x` is not in the plan', PASS_SOURCES])])).toEqual([
    [2, 2, `3 values come from code that is not in the plan. ${PASS_SOURCES}`],
  ]);
});
