// One lesson: what is asked, a place to write, and what became of it, step by step.
import { useState } from 'preact/hooks';
import { LESSONS } from '../../domain/teaching/lessons/lessons.ts';
import type { Lesson } from '../../domain/teaching/lessons/lesson.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';
import { LessonStep } from './lesson-step.tsx';
import { keepStepsDone, stepsDone } from './progress.ts';
import { TaughtTables } from './taught-tables.tsx';

interface Props {
  slug: string;
  /** Whether the member may run SQL of their own. */
  mayWrite: boolean;
}

export function LessonPage({ slug, mayWrite }: Props) {
  const lesson = LESSONS.find((each) => each.slug === slug);
  useTitle(lesson?.title ?? 'No lesson here');
  return (
    <div class="lesson stack">
      <WayBack to={routes.lessonsPage}>Lessons</WayBack>
      {lesson === undefined ? (
        <p>There is no such lesson.</p>
      ) : (
        <Opened {...{ lesson, mayWrite }} />
      )}
    </div>
  );
}

function Opened({ lesson, mayWrite }: { lesson: Lesson; mayWrite: boolean }) {
  return (
    <>
      <h1>{lesson.title}</h1>
      <p>{lesson.opens}</p>
      {mayWrite ? (
        <OnSource lesson={lesson} />
      ) : (
        <p class="note warn">
          What you write in a lesson runs on a data source, which authors may. Ask an admin of
          Sheetfeed to make you one.
        </p>
      )}
    </>
  );
}

function OnSource({ lesson }: { lesson: Lesson }) {
  const [loaded, again] = useLoaded('sources', () => ask('GET sources'));
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed') {
    return <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />;
  }
  const { sources } = loaded.value;
  const source = (sources.find(({ usable }) => usable) ?? sources[0])?.name;
  if (source === undefined) return <p>There is no data source that you may write queries on.</p>;
  return <Steps {...{ lesson, source }} />;
}

function Steps({ lesson, source }: { lesson: Lesson; source: string }) {
  const { slug, steps } = lesson;
  const [at, setAt] = useState(() => stepsDone(slug) % steps.length);
  const [written, setWritten] = useState('');
  const step = steps[at];
  if (step === undefined) return <Ended lesson={lesson} onAgain={() => setAt(0)} />;
  return (
    <>
      <TaughtTables source={source} />
      <LessonStep
        key={at}
        {...{ lesson, source, step, at }}
        begin={step.begin ?? written}
        onRight={() => keepStepsDone(slug, at + 1)}
        onNext={(sql) => {
          setWritten(sql);
          setAt(at + 1);
        }}
      />
    </>
  );
}

function Ended({ lesson, onAgain }: { lesson: Lesson; onAgain: () => void }) {
  const next = LESSONS[LESSONS.indexOf(lesson) + 1];
  return (
    <div class="stack" role="status">
      <p>That was “{lesson.title}”. All of its steps are right.</p>
      <div class="row wrap">
        {next ? (
          <a class="button primary" href={routes.lessonPage(next.slug)}>
            Next: {next.title}
          </a>
        ) : (
          <a class="button primary" href={routes.newQueryPage}>
            Write a query of your own
          </a>
        )}
        <button type="button" class="button" onClick={onAgain}>
          Once more
        </button>
      </div>
    </div>
  );
}
