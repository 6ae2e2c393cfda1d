/** Which resource types are recorded: only of these does it tell something that AWS Config has none. */
import { parseArn } from '../../aws/index.ts';
import { type Fields, isObject } from '../describe/row.ts';
import { pascal } from './case.ts';

export interface Recorder {
  readonly account: string | undefined;
  /** Undefined where it does not tell. */
  readonly region: string | undefined;
  records(type: string): boolean;
}

/** A recorder as an item of AWS Config has it, or as `describe-configuration-recorders` answers. */
export function recorderOf(
  fields: Fields,
  at: { account?: string | undefined; region?: string | undefined } = {},
): Recorder {
  const recorder = pascal(fields) as Fields;
  const group = isObject(recorder.RecordingGroup) ? recorder.RecordingGroup : {};
  const strategy = isObject(group.RecordingStrategy) ? group.RecordingStrategy.UseOnly : undefined;
  const excluded = isObject(group.ExclusionByResourceTypes) ? group.ExclusionByResourceTypes.ResourceTypes : undefined;
  const listed = texts(group.ResourceTypes);
  const arn = parseArn(typeof recorder.Arn === 'string' ? recorder.Arn : '');
  const role = parseArn(typeof recorder.RoleARN === 'string' ? recorder.RoleARN : '');
  return {
    account: at.account ?? arn?.account ?? (role?.account || undefined),
    region: at.region ?? (arn?.region || undefined),
    records: (type) => {
      if (recorder.Recording === false) return false;
      if (group.AllSupported === true || strategy === 'ALL_SUPPORTED_RESOURCE_TYPES') return true;
      if (strategy === 'EXCLUSION_BY_RESOURCE_TYPES') return !texts(excluded).includes(type);
      return listed.includes(type);
    },
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
