import type { Control } from '../engine/index.ts';

/** `fsbp`, `cis-7.0`: a framework with its version, as presets call it. */
export function frameworkOf({ framework, version }: Control): string {
  return version === null ? framework : `${framework}-${version}`;
}

/** `cis-7.0:6.8`: tells controls of all frameworks apart. */
export function controlName(control: Control): string {
  return `${frameworkOf(control)}:${control.control}`;
}

/** What selects rules by a control, in place of a rule: `control:EC2.55`. */
const PREFIX = 'control:';

/** The control that a rule pattern asks for; undefined if it asks for rules by their ids. */
export function controlIn(pattern: string): string | undefined {
  return pattern.startsWith(PREFIX) ? pattern.slice(PREFIX.length) : undefined;
}

/** Whether a text means a control: its id, or framework and id. */
export function meansControl(text: string, control: Control): boolean {
  const given = text.toLowerCase();
  return given === control.control.toLowerCase() || given === controlName(control).toLowerCase();
}

/** `cis-7.0: 6.8`: the ids of each framework in a line, `mark` put around each. */
export function controlLines(controls: readonly Control[], mark = ''): string[] {
  const byFramework = new Map<string, string[]>();
  for (const each of controls) {
    const name = frameworkOf(each);
    byFramework.set(name, [...(byFramework.get(name) ?? []), `${mark}${each.control}${mark}`]);
  }
  return [...byFramework].map(([name, ids]) => `${name}: ${ids.join(', ')}`);
}
