import type { TerraformDocument } from './document.ts';

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
