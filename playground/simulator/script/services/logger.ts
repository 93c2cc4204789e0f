// Logger and console.
import { BoundService } from './bound-service.ts';

export class LoggerService extends BoundService {
  readonly className = 'Logger';
  readonly signatures = { log: ['any', 'any any', 'any any any'], clear: [''], getLog: [''] };
  override readonly pure = new Set(Object.keys(this.signatures));
  private lines: string[] = [];

  log(...parts: unknown[]): this {
    const line = parts.map(String).join(' ');
    this.lines.push(line);
    this.execution.settings.log(line);
    return this;
  }

  getLog(): string {
    return this.lines.join('\n');
  }

  clear(): void {
    this.lines = [];
  }
}
