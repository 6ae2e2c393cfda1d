/** Blocks whose elements are known only after apply: they may be there, so what they say is unknown. */
import { expect, it } from 'vitest';
import { networkOf } from './planned.ts';

it('alias of a record', () => {
  const targets = (alias: object, unknown: object) => {
    const after = { zone_id: 'Z1', name: 'api', type: 'A', records: null, ...alias };
    const [records] = networkOf({
      changes: {
        'aws_route53_zone.own': { after: { name: 'example.com', vpc: [{ vpc_id: 'vpc-1' }], zone_id: 'Z1' } },
        'aws_route53_record.api': { after, unknown },
      },
    }).zoneRecords;
    const [found] = records!.records.sure;
    return found!.targets;
  };
  expect(targets({}, { alias: true })).toMatchObject({ sure: [], open: expect.any(String) });
  expect(targets({ alias: [] }, {})).toMatchObject({ sure: [], open: null });
  expect(targets({ alias: [{ name: 'x.example.org' }] }, {})).toMatchObject({ sure: ['x.example.org'], open: null });
});

it('authentication of an event source', () => {
  const needs = (after: object, unknown: object) => {
    const mapping = { after: { function_name: 'f', ...after }, unknown };
    return networkOf({ changes: { 'aws_lambda_event_source_mapping.kafka': mapping } }).workloads[0]!.needs;
  };
  const none = needs({ source_access_configuration: [] }, {});
  expect(none.open).toBeNull();
  expect(needs({}, { source_access_configuration: true })).toMatchObject({ sure: none.sure, open: expect.any(String) });
  expect(needs({ source_access_configuration: [{ type: 'SASL_SCRAM_512_AUTH', uri: 'x' }] }, {})).toMatchObject({
    sure: [...none.sure, 'secretsmanager'],
    open: null,
  });
});
