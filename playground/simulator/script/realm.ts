// The script's own JavaScript world: a bare context, and how values cross its border.
import vm from 'node:vm';
import type { Clock } from './clock.ts';
import { SheetsError } from '../errors.ts';
import { Stopped, type Execution } from './execution.ts';
import { EnumValue, Service, checkArguments, isDate } from './services/service.ts';

/** Constructors of the realm, so that `instanceof` is true in the script. */
interface Builtins {
  makeArray: () => unknown[];
  makeObject: () => Record<string, unknown>;
  makeDate: (time: number) => unknown;
  makeError: (message: string, name: string) => Error;
  makeFunction: (call: (args: unknown[]) => unknown) => unknown;
  makeProxy: (handler: object) => object;
  makeBytes: (bytes: ArrayLike<number>) => unknown;
}

const builtins = new vm.Script(`({
  makeArray: () => [],
  makeObject: () => ({}),
  makeDate: (time) => new Date(time),
  makeError: (message, name) => { const e = new Error(message); e.name = name; return e; },
  makeFunction: (call) => function (...args) { return call(args); },
  makeProxy: (handler) => new Proxy(Object.create(null), handler),
  makeBytes: (bytes) => Array.from(bytes),
})`);

/** Dates know the simulated time and, like the manifest's usual zone, are in UTC. */
const dates = new vm.Script(`(now) => {
  const Real = Date;
  function Simulated(...args) {
    if (!new.target) return new Real(now()).toString();
    if (args.length === 0) return Reflect.construct(Real, [now()], new.target);
    if (args.length > 1) return Reflect.construct(Real, [Real.UTC(...args)], new.target);
    return Reflect.construct(Real, args, new.target);
  }
  Object.defineProperty(Simulated, 'name', { value: 'Date' });
  Simulated.prototype = Real.prototype;
  Simulated.prototype.constructor = Simulated;
  Simulated.now = () => now();
  Simulated.UTC = Real.UTC;
  Simulated.parse = Real.parse;
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    Real.prototype['get' + part] = Real.prototype['getUTC' + part];
    if (part !== 'Day') Real.prototype['set' + part] = Real.prototype['setUTC' + part];
  }
  Real.prototype.getTimezoneOffset = () => 0;
  globalThis.Date = Simulated;
}`);

/**
 * The language's own names as constants of the script: a context's global object is asked through Node's interceptors, which takes
 * longer than most of what a script does with what it gets.
 */
const constants = new vm.Script(
  `const { ${vm
    .runInNewContext('Object.getOwnPropertyNames(globalThis)')
    .filter(
      (name: string) => !['globalThis', 'undefined', 'NaN', 'Infinity', 'eval'].includes(name),
    )
    .join(', ')} } = globalThis;`,
);

/** Keys that JavaScript itself asks any object for. */
const unanswered = new Set(['then', 'toJSON', 'valueOf', 'constructor']);

export class Realm {
  readonly context: vm.Context = vm.createContext({});
  private readonly make: Builtins;
  private readonly proxies = new WeakMap<object, object>();
  private readonly behind = new WeakMap<object, object>();

  constructor(
    private readonly execution: Execution,
    clock: Clock,
  ) {
    const simulateDates = dates.runInContext(this.context) as (now: () => number) => void;
    simulateDates(() => clock.now());
    constants.runInContext(this.context);
    this.make = builtins.runInContext(this.context) as Builtins;
  }

  define(name: string, value: unknown): void {
    Object.defineProperty(this.context, name, {
      value: this.toScript(value),
      writable: true,
      configurable: true,
    });
  }

  /** Plain data is copied into the realm; services become proxies that know their methods. */
  toScript(value: unknown): unknown {
    if (value instanceof Service) return this.proxyOf(value, () => this.serviceHandler(value));
    if (value instanceof EnumValue) return this.proxyOf(value, () => this.enumHandler(value));
    if (typeof value === 'function')
      return this.make.makeFunction((args) => this.plainCall(value, args));
    if (typeof value !== 'object' || value === null) return value;
    if (isDate(value)) return this.make.makeDate(value.getTime());
    if (value instanceof Uint8Array) return this.make.makeBytes(value);
    if (Array.isArray(value)) return this.listToScript(value);
    const copy = this.make.makeObject();
    for (const [key, part] of Object.entries(value)) copy[key] = this.toScript(part);
    return copy;
  }

  private listToScript(list: unknown[]): unknown[] {
    const copy = this.make.makeArray();
    for (const part of list) {
      copy.push(typeof part === 'object' && part !== null ? this.toScript(part) : part);
    }
    return copy;
  }

  /** The service behind a proxy, those in a list of proxies; other values as they are. */
  fromScript(value: unknown): unknown {
    const isList = Array.isArray(value) && this.behind.has(value[0] as object);
    if (isList) return Array.from(value, (part) => this.fromScript(part));
    return typeof value === 'object' && value !== null ? (this.behind.get(value) ?? value) : value;
  }

  private proxyOf(host: object, handler: () => object): object {
    let proxy = this.proxies.get(host);
    if (!proxy) {
      proxy = this.make.makeProxy(handler());
      this.proxies.set(host, proxy);
      this.behind.set(proxy, host);
    }
    return proxy;
  }

  private plainCall(call: unknown, args: unknown[]): unknown {
    try {
      return this.toScript(
        (call as (...given: unknown[]) => unknown)(...args.map((arg) => this.fromScript(arg))),
      );
    } catch (error) {
      throw this.errorToScript(error);
    }
  }

  private serviceHandler(service: Service): ProxyHandler<object> {
    const methods = new Map<string, unknown>();
    return {
      get: (_target, key) => {
        if (typeof key === 'symbol' || unanswered.has(key)) return undefined;
        if (key in service.constants) return this.toScript(service.constants[key]);
        let method = methods.get(key);
        if (!method) methods.set(key, (method = this.methodOf(service, key)));
        return method;
      },
      set: (_target, key) => {
        throw this.notSimulated(`${service.className}.${String(key)} cannot be set`);
      },
      has: (_target, key) => key in service.signatures || key in service.constants,
      ownKeys: () => [],
    };
  }

  private methodOf(service: Service, key: string): unknown {
    if (key === 'toString')
      return this.make.makeFunction(() => service.className.split('.').at(-1) ?? '');
    if (!(key in service.signatures)) {
      throw this.notSimulated(`${service.className}.${key} is not simulated`);
    }
    return this.make.makeFunction((args) => this.callService(service, key, args));
  }

  private callService(service: Service, method: string, args: unknown[]): unknown {
    const { execution } = this;
    try {
      execution.enter(`${service.className.split('.').at(-1) ?? ''}.${method}`);
      const given = args.map((arg) => this.fromScript(arg));
      checkArguments(service, method, given);
      if (!service.pure.has(method) && !service.deferred.has(method)) execution.flush();
      const run = (service as unknown as Record<string, (...given: unknown[]) => unknown>)[method];
      if (typeof run !== 'function')
        throw new TypeError(`${service.className}.${method} is declared but missing`);
      const answer = this.toScript(run.apply(service, given));
      execution.leave();
      return answer;
    } catch (error) {
      throw this.errorToScript(error);
    }
  }

  private enumHandler(value: EnumValue): ProxyHandler<object> {
    const parts: Record<string, () => unknown> = {
      toString: () => value.name,
      name: () => value.name,
      ordinal: () => value.ordinal,
      toJSON: () => value.name,
    };
    return {
      get: (_target, key) => {
        if (key === Symbol.toPrimitive) return this.make.makeFunction(() => value.name);
        if (typeof key === 'symbol' || key === 'then') return undefined;
        const part = parts[key];
        if (!part)
          throw this.notSimulated(`${value.enumName}.${value.name}.${key} is not simulated`);
        return this.make.makeFunction(part);
      },
    };
  }

  private notSimulated(what: string): Error {
    const error = this.make.makeError(`${what} (playground/simulator).`, 'NotSimulated');
    this.execution.notSimulated.push(error);
    return error;
  }

  /** Google's errors as the script meets them; a fault of the simulator itself is kept to be reported. */
  private errorToScript(error: unknown): unknown {
    if (error instanceof SheetsError) return this.make.makeError(error.message, 'Exception');
    if (error instanceof Stopped || !(error instanceof Error)) return error;
    this.execution.notSimulated.push(error);
    return error;
  }
}
