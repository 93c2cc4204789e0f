// How files are asked for: one after another while nobody is served yet, beside all else afterwards.
import fs, { type Stats } from 'node:fs';
import { promisify } from 'node:util';

type Now<T> = T | Promise<T>;

/** What reading a file takes, each with the errors of Node's. */
export interface Disk {
  stat(path: string): Now<Stats>;
  /** Whatever stands there, a pipe for one, is not waited for. */
  open(path: string): Now<number>;
  statOpen(file: number): Now<Stats>;
  /** How many bytes came, from where it was read last to `at` and behind. */
  read(file: number, into: Buffer, at: number): Now<number>;
  close(file: number): Now<void>;
}

const FLAGS = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** Holds up everything else, and takes a seventh of the time: ten thousand files in 0.2 s. */
export const atOnce: Disk = {
  stat: (path) => fs.statSync(path),
  open: (path) => fs.openSync(path, FLAGS),
  statOpen: (file) => fs.fstatSync(file),
  read: (file, into, at) => fs.readSync(file, into, at, into.length - at, null),
  close: (file) => fs.closeSync(file),
};

/** Holds up nothing. A file is a number here and no FileHandle, which takes twice the time. */
export const beside: Disk = {
  stat: promisify(fs.stat),
  open: (path) => open(path, FLAGS),
  statOpen: promisify(fs.fstat),
  read: async (file, into, at) => (await read(file, into, at, into.length - at, null)).bytesRead,
  close: promisify(fs.close),
};

const open = promisify(fs.open);
const read = promisify(fs.read);
