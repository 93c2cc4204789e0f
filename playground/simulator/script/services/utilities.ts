// Utilities: what Apps Script has instead of the web's and Node's own functions.
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { SheetsError } from '../../errors.ts';
import { formatJavaDate, parseJavaDate } from './java-date.ts';
import { BlobService } from './blob.ts';
import { BoundService } from './bound-service.ts';
import { makeEnum, type EnumValue, type Service } from './service.ts';

const digests = makeEnum('DigestAlgorithm', [
  'MD2',
  'MD5',
  'SHA_1',
  'SHA_256',
  'SHA_384',
  'SHA_512',
]);
const charsets = makeEnum('Charset', ['US_ASCII', 'UTF_8']);
const hashes: Record<string, string> = {
  MD5: 'md5',
  SHA_1: 'sha1',
  SHA_256: 'sha256',
  SHA_384: 'sha384',
  SHA_512: 'sha512',
};

const maxSleepMs = 300_000;

export class UtilitiesService extends BoundService {
  readonly className = 'Utilities';
  readonly signatures = {
    getUuid: [''],
    sleep: ['int'],
    formatDate: ['date str str'],
    parseDate: ['str str str'],
    formatString: ['str', 'str any', 'str any any', 'str any any any'],
    base64Encode: ['str', 'str Charset', 'list'],
    base64EncodeWebSafe: ['str', 'str Charset', 'list'],
    base64Decode: ['str', 'str Charset'],
    base64DecodeWebSafe: ['str', 'str Charset'],
    computeDigest: ['DigestAlgorithm str', 'DigestAlgorithm str Charset', 'DigestAlgorithm list'],
    computeHmacSha256Signature: ['str str', 'list list'],
    newBlob: ['str', 'str str', 'str str str', 'list', 'list str', 'list str str'],
    gzip: ['Blob'],
    ungzip: ['Blob'],
  };
  override readonly constants = { DigestAlgorithm: digests, Charset: charsets };
  override readonly pure = new Set(Object.keys(this.signatures));

  getUuid(): string {
    return randomUUID();
  }

  sleep(milliseconds: number): void {
    if (milliseconds < 0 || milliseconds > maxSleepMs) {
      throw new SheetsError(
        `Invalid argument: sleep of ${milliseconds} ms (at most ${maxSleepMs}).`,
      );
    }
    this.execution.settings.clock.advance(milliseconds);
  }

  formatDate(date: Date, timeZone: string, format: string): string {
    return formatJavaDate(date.getTime(), timeZone, format);
  }

  parseDate(text: string, timeZone: string, format: string): Date {
    return new Date(parseJavaDate(text, timeZone, format));
  }

  formatString(template: string, ...values: unknown[]): string {
    let next = 0;
    return template.replace(/%(?:%|s|d|\.(\d+)f)/g, (mark, decimals?: string) => {
      if (mark === '%%') return '%';
      const value = values[next++];
      if (decimals !== undefined) return Number(value).toFixed(Number(decimals));
      return mark === '%d' ? String(Math.trunc(Number(value))) : String(value);
    });
  }

  base64Encode(data: string | unknown[]): string {
    return bytesOf(data).toString('base64');
  }

  base64EncodeWebSafe(data: string | unknown[]): string {
    return this.base64Encode(data).replaceAll('+', '-').replaceAll('/', '_');
  }

  base64Decode(text: string): number[] {
    return signed(Buffer.from(text, 'base64'));
  }

  base64DecodeWebSafe(text: string): number[] {
    return signed(Buffer.from(text, 'base64url'));
  }

  computeDigest(algorithm: EnumValue, data: string | unknown[]): number[] {
    const hash = hashes[algorithm.name];
    if (!hash) throw new Error(`The simulator has no digest ${algorithm.name}.`);
    return signed(createHash(hash).update(bytesOf(data)).digest());
  }

  computeHmacSha256Signature(value: string | unknown[], key: string | unknown[]): number[] {
    return signed(createHmac('sha256', bytesOf(key)).update(bytesOf(value)).digest());
  }

  newBlob(
    data: string | unknown[],
    type: string | null = null,
    name: string | null = null,
  ): Service {
    const shown = type ?? (typeof data === 'string' ? 'text/plain' : null);
    return new BlobService(this.execution, { bytes: bytesOf(data), type: shown, name });
  }

  gzip(blob: BlobService): Service {
    const bytes = gzipSync(blob.content.bytes);
    return new BlobService(this.execution, {
      bytes,
      type: 'application/x-gzip',
      name: blob.content.name,
    });
  }

  ungzip(blob: BlobService): Service {
    const bytes = gunzipSync(blob.content.bytes);
    return new BlobService(this.execution, { bytes, type: null, name: blob.content.name });
  }
}

function bytesOf(data: string | unknown[]): Buffer {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data.map(Number));
}

const signed = (bytes: Uint8Array): number[] => Array.from(Int8Array.from(bytes));
