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

/** What Terraform did not write so: the document was cut, merged or edited, and something may be missing from it. */
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
      message: `the file is damaged: ${this.#first} is not as Terraform writes it, and what it should say is missing`,
    };
  }
}
