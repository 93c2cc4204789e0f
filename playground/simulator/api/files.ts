// The spreadsheets of the simulated Drive: who may open which, and when each was made and changed.
import { randomBytes } from 'node:crypto';
import type { Workbook } from '../workbook/workbook.ts';

export interface Permission {
  id: string;
  type: 'user' | 'group' | 'domain' | 'anyone';
  role: 'owner' | 'writer' | 'commenter' | 'reader';
  emailAddress?: string;
  domain?: string;
}

export interface StoredFile {
  readonly workbook: Workbook;
  readonly created: number;
  modified: number;
  /** Counts changes, as Drive's `version` does. */
  version: number;
  trashed: boolean;
  permissions: Permission[];
}

const roles = ['reader', 'commenter', 'writer', 'owner'] as const;

export class FileStore {
  private readonly held = new Map<string, StoredFile>();
  private readonly endings = new Map<string, () => void>();

  private readonly listeners = new Set<(id: string) => void>();

  constructor(private readonly now: () => number = Date.now) {}

  get all(): StoredFile[] {
    return [...this.held.values()];
  }

  find(id: string): StoredFile | undefined {
    return this.held.get(id);
  }

  /** Puts a spreadsheet into the Drive of its owner. */
  add(workbook: Workbook, others: Permission[] = []): StoredFile {
    const created = this.now();
    const owner = {
      id: newPermissionId(),
      type: 'user',
      role: 'owner',
      emailAddress: workbook.owner,
    } as const;
    const permissions = [owner, ...others];
    const file = { workbook, created, modified: created, version: 1, trashed: false, permissions };
    this.held.set(workbook.id, file);
    const end = workbook.onChange(({ kind }) => {
      if (kind !== 'selection') this.changed(file);
    });
    this.endings.set(workbook.id, end);
    return file;
  }

  private changed(file: StoredFile): void {
    file.modified = this.now();
    file.version++;
    for (const listener of this.listeners) listener(file.workbook.id);
  }

  /** Calls the listener with the id of each spreadsheet that changes, or goes. */
  onChange(listener: (id: string) => void): void {
    this.listeners.add(listener);
  }

  remove(id: string): void {
    this.endings.get(id)?.();
    this.endings.delete(id);
    this.held.delete(id);
    for (const listener of this.listeners) listener(id);
  }
}

/** The highest that the person may do with the file; null: not even see it. */
export function roleOf(file: StoredFile, email: string): Permission['role'] | null {
  const best = Math.max(
    -1,
    ...file.permissions
      .filter((one) => holdsFor(one, email))
      .map(({ role }) => roles.indexOf(role)),
  );
  return roles[best] ?? null;
}

function holdsFor({ type, emailAddress, domain }: Permission, email: string): boolean {
  if (type === 'anyone') return true;
  if (type === 'domain') return email.endsWith(`@${domain}`);
  return emailAddress?.toLowerCase() === email.toLowerCase();
}

export const mayWrite = (file: StoredFile, email: string) => {
  const role = roleOf(file, email);
  return role === 'owner' || role === 'writer';
};

export const newPermissionId = () => String(randomBytes(8).readBigUInt64BE()).padStart(20, '0');
