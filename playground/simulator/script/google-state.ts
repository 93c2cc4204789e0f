// What Google keeps between executions: properties, caches, locks and triggers.

export interface SavedTrigger {
  id: string;
  owner: string;
  handler: string;
  /** CLOCK, ON_OPEN, ON_EDIT … */
  eventType: string;
  spreadsheetId: string;
  everyHours: number | null;
  atHour: number | null;
  everyDays: number | null;
  weekday: string | null;
  everyWeeks: number | null;
  timeZone: string | null;
  /** Once, at this time. */
  at: number | null;
}

interface Cached {
  value: string;
  expiresAt: number;
}

export interface SavedState {
  properties: [string, [string, string][]][];
  triggers: SavedTrigger[];
}

export class GoogleState {
  /** By store: `script`, `user <email>`, `document <spreadsheet> `. */
  readonly properties = new Map<string, Map<string, string>>();
  readonly caches = new Map<string, Map<string, Cached>>();
  /** Who holds which lock: an execution's id, or a test's. */
  readonly locks = new Map<string, symbol>();
  triggers: SavedTrigger[] = [];
  private lastId = 0;

  nextId(): string {
    this.lastId++;
    return String(4_611_686_018_427 + this.lastId);
  }

  propertiesOf(store: string): Map<string, string> {
    let properties = this.properties.get(store);
    if (!properties) this.properties.set(store, (properties = new Map()));
    return properties;
  }

  cacheOf(store: string): Map<string, Cached> {
    let cache = this.caches.get(store);
    if (!cache) this.caches.set(store, (cache = new Map()));
    return cache;
  }

  /** Holds a document's lock as another execution would; the answer lets it go. */
  holdDocumentLock(spreadsheetId: string): () => void {
    const key = `document ${spreadsheetId}`;
    const holder = Symbol('held by a test');
    this.locks.set(key, holder);
    return () => {
      if (this.locks.get(key) === holder) this.locks.delete(key);
    };
  }

  releaseLocksOf(execution: symbol): void {
    for (const [key, holder] of this.locks) if (holder === execution) this.locks.delete(key);
  }

  toJSON(): SavedState {
    const properties = [...this.properties].map(
      ([store, entries]): [string, [string, string][]] => [store, [...entries]],
    );
    return { properties, triggers: structuredClone(this.triggers) };
  }

  static fromJSON(saved: SavedState): GoogleState {
    const state = new GoogleState();
    for (const [store, entries] of saved.properties) state.properties.set(store, new Map(entries));
    state.triggers = structuredClone(saved.triggers);
    state.lastId = saved.triggers.length;
    return state;
  }
}
