import type { Peek, Select } from '../../../text/json/index.ts';
import type { TerraformDocument } from './document.ts';

/** Resources of the types asked for; what does not say its type is read as well, to be told. */
export function resourceSelect(wanted: (type: string, mode: string | undefined) => boolean): Select {
  return {
    items: (peek: Peek) => {
      const type = peek.string('type');
      return type === undefined || wanted(type, peek.string('mode')) ? 'all' : 'none';
    },
  };
}

/** What differs from the output of Terraform: the document was cut, merged or edited, so something may be missing. */
export class Damage {
  #first: string | undefined;

  /** Notes something that cannot be read. */
  at(place: string): void {
    this.#first ??= place;
  }

  get partial(): TerraformDocument['partial'] {
    if (this.#first === undefined) return null;
    return {
      code: 'damaged',
      message: `the file is damaged: ${this.#first} does not have the form that Terraform writes`,
    };
  }
}
