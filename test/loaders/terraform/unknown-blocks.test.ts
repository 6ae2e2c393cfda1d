/** Blocks whose elements are known only after apply: they may be there, so what they say is unknown. */
import { expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';

const change = (address: string, after: object, unknown: object) => {
  const [type, name] = address.split('.');
  return {
    address,
    mode: 'managed',
    type,
    name,
    change: { actions: ['create'], before: null, after, after_unknown: unknown, after_sensitive: {} },
  };
};

function networkOf(...changes: object[]) {
  const plan = { format_version: '1.2', resource_changes: changes, configuration: { root_module: {} } };
  const bytes = new TextEncoder().encode(JSON.stringify(plan));
  return loadFiles([{ path: 'plan.json', bytes }]).pictures[0]!.network;
}

it('alias of a record', () => {
  const targets = (alias: object, unknown: object) => {
    const zone = change('aws_route53_zone.own', { name: 'example.com', vpc: [{ vpc_id: 'vpc-1' }] }, {});
    const record = change(
      'aws_route53_record.api',
      { zone_id: 'Z1', name: 'api', type: 'A', records: null, ...alias },
      unknown,
    );
    const known = { ...zone, change: { ...zone.change, after: { ...zone.change.after, zone_id: 'Z1' } } };
    const [records] = networkOf(known, record).zoneRecords;
    const [found] = records!.records.sure;
    return found!.targets;
  };
  expect(targets({}, { alias: true })).toMatchObject({ sure: [], open: expect.any(String) });
  expect(targets({ alias: [] }, {})).toMatchObject({ sure: [], open: null });
  expect(targets({ alias: [{ name: 'x.example.org' }] }, {})).toMatchObject({ sure: ['x.example.org'], open: null });
});

it('authentication of an event source', () => {
  const needs = (after: object, unknown: object) => {
    const mapping = change('aws_lambda_event_source_mapping.kafka', { function_name: 'f', ...after }, unknown);
    return networkOf(mapping).workloads[0]!.needs;
  };
  const none = needs({ source_access_configuration: [] }, {});
  expect(none.open).toBeNull();
  expect(needs({}, { source_access_configuration: true })).toMatchObject({ sure: none.sure, open: expect.any(String) });
  expect(needs({ source_access_configuration: [{ type: 'SASL_SCRAM_512_AUTH', uri: 'x' }] }, {})).toMatchObject({
    sure: [...none.sure, 'secretsmanager'],
    open: null,
  });
});
