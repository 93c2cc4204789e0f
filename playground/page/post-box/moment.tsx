// When something came, by the clock of whoever reads.
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function Moment({ at }: { at: string }) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return (
    <time class="quiet small" dateTime={at} title={date.toLocaleString()}>
      {(isToday ? clock : day).format(date)}
    </time>
  );
}
