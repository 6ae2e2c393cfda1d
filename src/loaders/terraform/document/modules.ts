import { type ModuleStep, moduleAddress, parseModuleAddress } from './address.ts';
import type { ConfigCall, ConfigModule, Configuration } from './configuration.ts';
import type { Assumed, Instance } from './document.ts';

/** One instance of a module: `module.stack["x"].module.y[0]`, the root with an empty address. */
export interface ModuleInstance {
  readonly address: string;
  readonly key: string | number | undefined;
  readonly parent: ModuleInstance | undefined;
  /** The call in the parent's configuration, and what it calls. */
  readonly call: ConfigCall | undefined;
  readonly config: ConfigModule | undefined;
  /** Instances of blocks directly in it, by `type.name` (`data.type.name`). */
  readonly blocks: Map<string, Instance[]>;
  /** Child instances by call name. */
  readonly children: Map<string, ModuleInstance[]>;
  /** Why it is assumed to exist although that is not known. */
  readonly assumed?: Assumed | undefined;
}

/** The module tree of a document, from the addresses in it and its configuration. */
export class ModuleTree {
  readonly root: ModuleInstance;
  readonly #byAddress = new Map<string, ModuleInstance>();

  constructor(configuration: Configuration | undefined) {
    this.root = {
      address: '',
      key: undefined,
      parent: undefined,
      call: undefined,
      config: configuration?.root,
      blocks: new Map(),
      children: new Map(),
    };
    this.#byAddress.set('', this.root);
  }

  /** The instance at an address; made where the document mentions it first. */
  at(address: string): ModuleInstance {
    const found = this.#byAddress.get(address);
    if (found) return found;
    let module = this.root;
    for (const step of parseModuleAddress(address)) module = this.instance(module, step);
    this.#byAddress.set(address, module);
    return module;
  }

  /**
   * The instances of a call. A call without `count` and `for_each` has one even where no resource of it is in the document
   * (it may hand on values only).
   */
  called(parent: ModuleInstance, name: string): readonly ModuleInstance[] {
    const there = parent.children.get(name);
    if (there) return there;
    const call = parent.config?.calls.get(name);
    if (!call || call.count !== undefined || call.forEach !== undefined) return [];
    return [this.instance(parent, { name, key: undefined })];
  }

  /** One instance of a call; made where nothing in the document mentions it. */
  instance(parent: ModuleInstance, step: ModuleStep, assumed?: Assumed): ModuleInstance {
    const own = moduleAddress([step]);
    const address = parent.address === '' ? own : `${parent.address}.${own}`;
    const found = this.#byAddress.get(address);
    if (found) return found;
    const call = parent.config?.calls.get(step.name);
    const child: ModuleInstance = {
      address,
      key: step.key,
      parent,
      call,
      config: call?.module,
      blocks: new Map(),
      children: new Map(),
      assumed,
    };
    const siblings = parent.children.get(step.name);
    if (siblings) siblings.push(child);
    else parent.children.set(step.name, [child]);
    this.#byAddress.set(address, child);
    return child;
  }
}
