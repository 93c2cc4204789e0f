// Blob: bytes with a type and a name.
import type { Execution } from '../execution.ts';
import { BoundService } from './bound-service.ts';

export interface BlobContent {
  bytes: Uint8Array;
  type: string | null;
  name: string | null;
}

export class BlobService extends BoundService {
  readonly className = 'Utilities.Blob';
  readonly signatures = {
    getBytes: [''],
    getDataAsString: ['', 'str'],
    getContentType: [''],
    getName: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    readonly content: BlobContent,
  ) {
    super(execution);
  }

  /** Signed, as Java's. */
  getBytes(): number[] {
    return Array.from(Int8Array.from(this.content.bytes));
  }

  getDataAsString(charset = 'utf-8'): string {
    return new TextDecoder(charset).decode(this.content.bytes);
  }

  getContentType(): string | null {
    return this.content.type;
  }

  getName(): string | null {
    return this.content.name;
  }
}
