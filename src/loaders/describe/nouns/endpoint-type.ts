import { parseServiceName, serviceByName, typeAsSpelled } from '../../../aws/index.ts';
import { type Fact, known, map, unknown } from '../../../model/fact.ts';
import { fact, field, missing, type Row, text } from '../row.ts';

/**
 * The type of an endpoint. Answers from before there were types leave it out, and so does a selection by `--query`: then
 * the other fields tell it, or nothing does.
 */
export function typeOf(row: Row): Fact<string> {
  const stated = fact(row, 'VpcEndpointType', 'string', (at) => {
    const shown = shownType(row);
    return shown === undefined ? unknown(missing(row, 'VpcEndpointType'), at) : known(shown, at);
  });
  // AWS has the endpoint, so another spelling is a tool's.
  return map(stated, typeAsSpelled);
}

/** Fields that whole answers have had since the first gateway endpoints. */
export const ALWAYS = ['VpcId', 'ServiceName', 'State', 'CreationTimestamp', 'PolicyDocument', 'RouteTableIds'];

function shownType(row: Row): string | undefined {
  if (isFilled(row, 'RouteTableIds')) return 'Gateway';
  const name = text(row, 'ServiceName');
  const types = name === undefined ? [] : (serviceByName(name)?.types ?? []);
  if (types.length === 1) return types[0];
  if (!['SubnetIds', 'NetworkInterfaceIds', 'Groups'].some((each) => isFilled(row, each)))
    // The API's default type is Gateway.
    return ALWAYS.every((each) => field(row, each) !== undefined) ? 'Gateway' : undefined;
  // It has interfaces. Those of Gateway Load Balancers have no groups, and lead to no service of AWS.
  const isInterface = name !== undefined && (parseServiceName(name).owner === 'aws' || isFilled(row, 'Groups'));
  return isInterface ? 'Interface' : undefined;
}

function isFilled(row: Row, name: string): boolean {
  const value = field(row, name);
  return Array.isArray(value) && value.length > 0;
}
