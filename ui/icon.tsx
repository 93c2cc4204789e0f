// The icons of both faces: strokes on a 16 × 16 grid, always beside a word or with a label.

const paths = {
  back: 'M10 3 5 8l5 5',
  forward: 'M6 3l5 5-5 5',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  star: 'M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.3L8 11.4l-3.9 2.2.9-4.3-3.2-3 4.3-.5z',
  refresh: 'M13.5 8A5.5 5.5 0 1 1 11.8 4M12 1v3.2H8.8',
  goTo: 'M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5',
  good: 'M3 8.5 6.5 12 13 4.5',
  warn: 'M8 2 1.5 13.5h13zM8 6.5v3M8 11.6v.1',
  bad: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 5v3.6M8 11v.1',
  close: 'M4 4l8 8M12 4l-8 8',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  chart: 'M2.5 2.5v11h11M5 10.5 8 7l2 2 3.5-4.5',
  edit: 'M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4zM9.6 4.2l2.2 2.2',
  plus: 'M8 3v10M3 8h10',
  history: 'M2.5 8A5.5 5.5 0 1 0 4.2 4M4.4 1.2v3.2h3.2M8 5v3.2l2.2 1.4',
  fork: 'M4 5.5V9a2 2 0 0 0 2 2h4a2 2 0 0 0 2-2V5.5M8 11v2.5M4 5.5a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM12 5.5a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2Z',
  table: 'M2 3h12v10H2zM2 6.3h12M2 9.6h12',
  cell: 'M2 3h12v10H2zM2 6.5h12M6.5 3v10',
  lock: 'M3.5 7.5h9v6h-9zM5.2 7.5V5.2a2.8 2.8 0 0 1 5.6 0v2.3',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.6V8l2.4 1.6',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  download: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.8-.8',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
