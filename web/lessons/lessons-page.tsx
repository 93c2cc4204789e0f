// All lessons, in their order, with how far one has come.
import { LESSONS } from '../../domain/teaching/lessons/lessons.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';
import { stepsDone } from './progress.ts';

export function LessonsPage() {
  useTitle('Lessons');
  return (
    <div class="narrow stack">
      <WayBack to={routes.catalog}>Catalog</WayBack>
      <h1>Lessons</h1>
      <p class="quiet">
        Eight lessons of ten minutes each, from the first select to “is it right?”. You write, it
        runs, and what you wrote is looked at. They ask two small tables that come with them.
      </p>
      <ul class="plain-list" aria-label="Lessons">
        {LESSONS.map(({ slug, title, steps }, index) => (
          <li key={slug}>
            <a href={routes.lessonPage(slug)}>
              {index + 1}. {title}
            </a>
            <p class="quiet small">{doneWords(stepsDone(slug), steps.length)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function doneWords(done: number, all: number): string {
  if (done === 0) return countWords(all, 'step');
  return done >= all ? 'Done' : `${done} of ${countWords(all, 'step')} done`;
}
