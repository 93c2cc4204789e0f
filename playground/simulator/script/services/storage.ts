// PropertiesService and CacheService.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import { BoundService } from './bound-service.ts';
import type { Service } from './service.ts';

/** developers.google.com/apps-script/guides/services/quotas */
const maxValue = 9 * 1024;
const maxStore = 500 * 1024;
const maxCached = 100 * 1024;
const maxCacheKey = 250;
const maxCacheSeconds = 21_600;

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

export class PropertiesServiceService extends BoundService {
  readonly className = 'PropertiesService';
  readonly signatures = {
    getDocumentProperties: [''],
    getUserProperties: [''],
    getScriptProperties: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  /** null where no document is open. */
  getDocumentProperties(): Service | null {
    const { workbook } = this.execution;
    return workbook && this.store('getDocumentProperties', `document ${workbook.id}`);
  }

  getUserProperties(): Service {
    return this.store('getUserProperties', `user ${this.execution.settings.person.email}`);
  }

  getScriptProperties(): Service {
    return this.store('getScriptProperties', 'script');
  }

  private store(method: string, key: string): Service {
    this.execution.needMode(`PropertiesService.${method}`, ['LIMITED', 'FULL']);
    return new PropertiesStore(this.execution, this.execution.settings.state.propertiesOf(key));
  }
}

class PropertiesStore extends BoundService {
  readonly className = 'PropertiesService.Properties';
  readonly signatures = {
    getProperty: ['str'],
    getProperties: [''],
    getKeys: [''],
    setProperty: ['str str'],
    setProperties: ['obj', 'obj bool'],
    deleteProperty: ['str'],
    deleteAllProperties: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    private readonly entries: Map<string, string>,
  ) {
    super(execution);
  }

  getProperty(key: string): string | null {
    return this.entries.get(key) ?? null;
  }

  getProperties(): Record<string, string> {
    return Object.fromEntries(this.entries);
  }

  getKeys(): string[] {
    return [...this.entries.keys()];
  }

  setProperty(key: string, value: string): this {
    if (bytes(value) > maxValue) throw new SheetsError('Argument too large: value');
    const others = [...this.entries].filter(([name]) => name !== key);
    const size = others.reduce(
      (sum, [name, text]) => sum + bytes(name) + bytes(text),
      bytes(key) + bytes(value),
    );
    if (size > maxStore) {
      throw new SheetsError(
        'You have exceeded the property storage quota. Please remove some properties and try again.',
      );
    }
    this.entries.set(key, value);
    return this;
  }

  setProperties(properties: Record<string, unknown>, deleteOthers = false): this {
    if (deleteOthers) this.entries.clear();
    for (const [key, value] of Object.entries(properties)) this.setProperty(key, String(value));
    return this;
  }

  deleteProperty(key: string): this {
    this.entries.delete(key);
    return this;
  }

  deleteAllProperties(): this {
    this.entries.clear();
    return this;
  }
}

export class CacheServiceService extends BoundService {
  readonly className = 'CacheService';
  readonly signatures = { getDocumentCache: [''], getUserCache: [''], getScriptCache: [''] };
  override readonly pure = new Set(Object.keys(this.signatures));

  getDocumentCache(): Service | null {
    const { workbook } = this.execution;
    return workbook && this.cache('getDocumentCache', `document ${workbook.id}`);
  }

  getUserCache(): Service {
    return this.cache('getUserCache', `user ${this.execution.settings.person.email}`);
  }

  getScriptCache(): Service {
    return this.cache('getScriptCache', 'script');
  }

  private cache(method: string, key: string): Service {
    this.execution.needMode(`CacheService.${method}`, ['LIMITED', 'FULL']);
    return new Cache(this.execution, key);
  }
}

class Cache extends BoundService {
  readonly className = 'CacheService.Cache';
  readonly signatures = {
    get: ['str'],
    getAll: ['list'],
    put: ['str str', 'str str int'],
    putAll: ['obj', 'obj int'],
    remove: ['str'],
    removeAll: ['list'],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    private readonly key: string,
  ) {
    super(execution);
  }

  private get entries() {
    return this.execution.settings.state.cacheOf(this.key);
  }

  get(key: string): string | null {
    const cached = this.entries.get(key);
    return cached && cached.expiresAt > this.execution.settings.clock.now() ? cached.value : null;
  }

  getAll(keys: unknown[]): Record<string, string> {
    const found = keys.map((key): [string, string | null] => [String(key), this.get(String(key))]);
    return Object.fromEntries(
      found.filter((entry): entry is [string, string] => entry[1] !== null),
    );
  }

  put(key: string, value: string, seconds = 600): void {
    if (key.length > maxCacheKey) throw new SheetsError('Argument too large: key');
    if (bytes(value) > maxCached) throw new SheetsError('Argument too large: value');
    const kept = Math.min(Math.max(seconds, 1), maxCacheSeconds);
    const expiresAt = this.execution.settings.clock.now() + kept * 1000;
    this.entries.set(key, { value, expiresAt });
  }

  putAll(values: Record<string, unknown>, seconds = 600): void {
    for (const [key, value] of Object.entries(values)) this.put(key, String(value), seconds);
  }

  remove(key: string): void {
    this.entries.delete(key);
  }

  removeAll(keys: unknown[]): void {
    for (const key of keys) this.entries.delete(String(key));
  }
}
