// LockService: one execution at a time in a document, for a person, or for the script.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import { BoundService } from './bound-service.ts';
import type { Service } from './service.ts';

export class LockServiceService extends BoundService {
  readonly className = 'LockService';
  readonly signatures = { getDocumentLock: [''], getUserLock: [''], getScriptLock: [''] };
  override readonly pure = new Set(Object.keys(this.signatures));

  /** null where no document is open. */
  getDocumentLock(): Service | null {
    const { workbook } = this.execution;
    return workbook && this.lock('getDocumentLock', `document ${workbook.id}`);
  }

  getUserLock(): Service {
    return this.lock('getUserLock', `user ${this.execution.settings.person.email}`);
  }

  getScriptLock(): Service {
    return this.lock('getScriptLock', 'script');
  }

  private lock(method: string, key: string): Service {
    this.execution.needMode(`LockService.${method}`, ['LIMITED', 'FULL']);
    return new Lock(this.execution, key);
  }
}

class Lock extends BoundService {
  readonly className = 'LockService.Lock';
  readonly signatures = { tryLock: ['int'], waitLock: ['int'], hasLock: [''], releaseLock: [''] };
  /** Releasing does not carry out the writes that wait: the script has to flush before. */
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    private readonly key: string,
  ) {
    super(execution);
  }

  private get locks() {
    return this.execution.settings.state.locks;
  }

  /** Waits in simulated time: whoever holds the lock may let go while time passes. */
  tryLock(milliseconds: number): boolean {
    const step = 250;
    for (let waited = 0; !this.take(); waited += step) {
      if (waited >= milliseconds) return false;
      this.execution.settings.clock.advance(Math.min(step, milliseconds - waited));
      this.execution.settings.onWait();
    }
    return true;
  }

  waitLock(milliseconds: number): void {
    if (this.tryLock(milliseconds)) return;
    throw new SheetsError('Lock timeout: another process was holding the lock for too long.');
  }

  hasLock(): boolean {
    return this.locks.get(this.key) === this.execution.id;
  }

  releaseLock(): void {
    if (this.hasLock()) this.locks.delete(this.key);
  }

  private take(): boolean {
    if (this.locks.has(this.key) && !this.hasLock()) return false;
    this.locks.set(this.key, this.execution.id);
    return true;
  }
}
