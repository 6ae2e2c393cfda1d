import { remembered } from '../../base/memo.ts';
import { escapeStep } from '../../base/pointer.ts';

/** Steps from the top of a document to a value: keys and indices. */
export type Step = string | number;

/**
 * The values that a walk through a document yielded: under which value, at which step, at which byte. Kept in columns,
 * for a large plan has a hundred thousand of them.
 */
export class Places {
  private readonly parents: number[] = [];
  private readonly steps: Step[] = [];
  private readonly offsets: number[] = [];
  private values: unknown[] = [];
  /**
   * The last requested pointer without its last step, but with the slash before it. Mostly it is the pointer of an array,
   * and the next request is for its next element.
   */
  private stem: { readonly place: number; readonly pointer: string } | undefined;
  private byStep: Map<number, Map<Step, number>> | undefined;

  /** Adds a value: its parent (-1 for the document), the step from there, and its offset. Returns its number. */
  add(parent: number, step: Step, offset: number, value?: unknown): number {
    this.parents.push(parent);
    this.steps.push(step);
    this.offsets.push(offset);
    return this.values.push(value) - 1;
  }

  setValue(place: number, value: unknown): void {
    this.values[place] = value;
  }

  /** Where a place is shown: at its key in an object, at itself in an array. */
  shown(place: number): { offset: number; isKey: boolean } {
    return { offset: this.offsets[place]!, isKey: typeof this.steps[place] === 'string' };
  }

  /** The values by their numbers, which are held here no longer: a document is looked into long after it was read. */
  takeValues(): readonly unknown[] {
    const { values } = this;
    this.values = [];
    return values;
  }

  /** The place at a step below another. */
  below(parent: number, step: string): number | undefined {
    this.byStep ??= this.group();
    const group = this.byStep.get(parent);
    // Steps into an array are numbers.
    return group?.get(step) ?? (/^(?:0|[1-9]\d*)$/.test(step) ? group?.get(Number(step)) : undefined);
  }

  pointer(place: number): string {
    const parent = this.parents[place]!;
    if (parent === -1) return '';
    if (this.stem?.place !== parent) this.stem = { place: parent, pointer: `${this.pointer(parent)}/` };
    return this.stem.pointer + escapeStep(this.steps[place]!);
  }

  private group(): Map<number, Map<Step, number>> {
    const groups = new Map<number, Map<Step, number>>();
    for (const [place, parent] of this.parents.entries()) {
      remembered(groups, parent, () => new Map()).set(this.steps[place]!, place);
    }
    return groups;
  }
}

/** So many values are looked at before all of them are indexed. */
const NEAR = 64;

/** Finds the pointers of the values that a walk yielded. */
export function pointersOf(places: Places, values: readonly unknown[]): (value: object) => string | undefined {
  let byValue: Map<unknown, number> | undefined;
  let last = -1;
  const placeOf = (value: object) => {
    // A caller that iterates over an array asks for one element after the other, with a few others in between.
    for (let next = last + 1; next <= last + NEAR; next += 1) if (values[next] === value) return next;
    if (byValue === undefined) {
      byValue = new Map();
      for (const [place, each] of values.entries()) byValue.set(each, place);
    }
    return byValue.get(value);
  };
  return (value) => {
    const place = placeOf(value);
    if (place === undefined) return undefined;
    last = place;
    return places.pointer(place);
  };
}
