import { describe, expect, test } from 'vitest';
import { CALLS, cliName, fileName, type LiveCall } from '../../src/loaders/live/calls.ts';
import { asPrinted } from '../../src/loaders/live/document.ts';
import { limiter } from '../../src/loaders/live/limit.ts';
import { readPages } from '../../src/loaders/live/pages.ts';

const never = new AbortController().signal;

/** Answers one after the other, and what was asked. */
function answering(...answers: (object | Error)[]) {
  const asked: Record<string, unknown>[] = [];
  const send = async (_: LiveCall, input: Record<string, unknown>) => {
    asked.push(input);
    const answer = answers[asked.length - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  };
  return { send, asked };
}

describe('pages', () => {
  test('are read to the last and printed as one', async () => {
    const { send, asked } = answering(
      { Vpcs: [{ VpcId: 'a' }], NextToken: 't' },
      { Vpcs: [{ VpcId: 'b' }], $metadata: {} },
    );
    expect(await readPages(send, CALLS.vpcs, {}, never)).toEqual({
      document: { Vpcs: [{ VpcId: 'a' }, { VpcId: 'b' }] },
      fault: null,
    });
    expect(asked).toEqual([{ MaxResults: 1000 }, { MaxResults: 1000, NextToken: 't' }]);
  });

  test('records of a zone go on by name, type and identifier', async () => {
    const { send, asked } = answering(
      { ResourceRecordSets: [{}], IsTruncated: true, NextRecordName: 'n', NextRecordType: 'A', MaxItems: 1 },
      { ResourceRecordSets: [{}], IsTruncated: false, MaxItems: 1 },
    );
    const { document } = await readPages(send, CALLS.records, { HostedZoneId: 'Z1' }, never);
    expect(document).toEqual({ ResourceRecordSets: [{}, {}], IsTruncated: false, MaxItems: 1 });
    expect(asked[1]).toEqual({ HostedZoneId: 'Z1', MaxItems: 300, StartRecordName: 'n', StartRecordType: 'A' });
  });

  test('one that fails leaves what came before, with the token that says so', async () => {
    const { send } = answering({ Vpcs: [{}], NextToken: 't' }, Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    const { document, fault } = await readPages(send, CALLS.vpcs, {}, never);
    expect(document).toEqual({ Vpcs: [{}], NextToken: 't' });
    expect(fault).toMatchObject({ kind: 'failed', code: 'ECONNRESET' });
  });

  test.each([
    ['no list', [{}]],
    [
      'a token again',
      [
        { Vpcs: [], NextToken: 't' },
        { Vpcs: [], NextToken: 't' },
      ],
    ],
  ])('%s is no answer', async (_, answers) => {
    const { fault } = await readPages(answering(...answers).send, CALLS.vpcs, {}, never);
    expect(fault).toMatchObject({ kind: 'failed', code: 'MalformedAnswer' });
  });

  test('an interruption is one, whatever it looks like', async () => {
    const controller = new AbortController();
    const send = async () => {
      controller.abort();
      throw new Error('socket hang up');
    };
    const { fault } = await readPages(send, CALLS.vpcs, {}, controller.signal);
    expect(fault?.kind).toBe('interrupted');
  });
});

test('documents are printed as the AWS CLI does', () => {
  const at = new Date('2026-01-02T03:04:05.000Z');
  expect(asPrinted({ $metadata: {}, A: undefined, List: [{ At: at, No: undefined, Flag: false }] })).toEqual({
    List: [{ At: '2026-01-02T03:04:05+00:00', Flag: false }],
  });
  expect(asPrinted({ At: new Date('2026-01-02T03:04:05.678Z') })).toEqual({ At: '2026-01-02T03:04:05.678000+00:00' });
});

test('calls go by the names of the AWS CLI', () => {
  expect(cliName(CALLS.hostedZones)).toBe('route53 list-hosted-zones-by-vpc');
  expect(fileName(CALLS.attribute, 'vpc-1', 'enableDnsSupport')).toBe(
    'describe-vpc-attribute.vpc-1.enableDnsSupport.json',
  );
  expect(fileName(CALLS.loadBalancers)).toBe('elbv2-describe-load-balancers.json');
  for (const { name } of Object.values(CALLS)) expect(name).toMatch(/^(Describe|List|Get)[A-Z]/);
});

test('no more at once than there is room for, and each gets its turn', async () => {
  const limit = limiter(3);
  let running = 0;
  let most = 0;
  const done = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      limit(async () => {
        most = Math.max(most, ++running);
        await new Promise((go) => setTimeout(go, 1));
        running--;
        if (i === 7) throw new Error('seven');
        return i;
      }).catch((error: Error) => error.message),
    ),
  );
  expect(most).toBe(3);
  expect(done.filter((each) => each === 'seven').length).toBe(1);
  expect(done.length).toBe(20);
});
