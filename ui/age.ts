// Times and amounts in words: "3 min ago", "1 min 20 s", "12,000 rows".

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago (or ahead) an ISO instant is, seen at `now` (ms since 1970). After a week, its date. */
export function ageWords(at: string, now: number): string {
  const passed = now - Date.parse(at);
  if (passed < -45_000) return `in ${spanWords(-passed)}`;
  if (passed < 45_000) return 'just now';
  if (passed < 7 * day) return `${spanWords(passed)} ago`;
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(Date.parse(at));
}

function spanWords(ms: number): string {
  if (ms < 59.5 * minute) return `${Math.max(1, Math.round(ms / minute))} min`;
  if (ms < 23.5 * hour) return `${Math.round(ms / hour)} h`;
  const days = Math.round(ms / day);
  return days === 1 ? '1 day' : `${days} days`;
}

/** The exact time with its zone, in `timeZone` or else the reader's own. */
export function exactTime(at: string, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(Date.parse(at));
}

/** How long something takes so far, for a person who waits. */
export function elapsedWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A count with its noun and the reader's separators: "1 row", "12,000 rows". */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? one : many}`;
}

/** An amount of bytes, such as "1.4 MB". */
export function bytesWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const unit = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const shown = bytes / 1024 ** unit;
  return `${shown < 10 && unit > 0 ? shown.toFixed(1) : Math.round(shown)} ${units[unit]}`;
}

/** Which server a run used, and how far that one was behind. */
export function serverWords(ranOn: 'primary' | 'follower', lagSeconds: number | null): string {
  if (ranOn === 'primary') return 'from the primary';
  if (lagSeconds === null) return 'from a follower';
  if (lagSeconds < 1) return 'from a follower, less than 1 s behind';
  return `from a follower, ${elapsedWords(lagSeconds * 1000)} behind`;
}
