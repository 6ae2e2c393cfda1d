/** What frameworks ask for, and which of it a rule answers. */
import { table } from '../base/table.ts';

export type FrameworkKey =
  | 'fsbp'
  | 'config'
  | 'cis'
  | 'nist-800-53'
  | 'nist-800-171'
  | 'pci-dss'
  | 'iso-27001'
  | 'well-architected'
  | 'trusted-advisor';

/** A control, as a framework calls it. */
export interface Control {
  readonly framework: FrameworkKey;
  /** Of the framework; null if it has none, or its controls keep their ids through all of them. */
  readonly version: string | null;
  /** Its id: `EC2.55`, `6.8`, `VPC_ENDPOINT_ENABLED`. */
  readonly control: string;
}

const VERSIONS: Readonly<Record<FrameworkKey, string | null>> = table({
  fsbp: null,
  config: null,
  cis: '7.0',
  'nist-800-53': 'r5',
  'nist-800-171': 'r2',
  'pci-dss': '4.0',
  'iso-27001': '2022',
  'well-architected': null,
  'trusted-advisor': null,
});

/** Controls of one framework, for the `controls` of a rule. */
export function controlsOf(framework: FrameworkKey, ...ids: readonly string[]): Control[] {
  return ids.map((control) => ({ framework, version: VERSIONS[framework], control }));
}
