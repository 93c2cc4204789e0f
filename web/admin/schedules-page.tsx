// The linked ranges that the server refreshes, of everybody: what fails comes first.
import { RangeSchedules } from '../subscriptions/range-schedules.tsx';

export function SchedulesPage() {
  return (
    <section class="stack">
      <h1>Schedules</h1>
      <p class="quiet">
        Linked ranges that the server refreshes, each with the rights of whoever set it up. Those by
        Google’s clock are in their spreadsheets.
      </p>
      <RangeSchedules whose="all" />
    </section>
  );
}
