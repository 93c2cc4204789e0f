// The eight lessons, in the order in which one learns.
import { firstLessons } from './first-lessons.ts';
import { furtherLessons } from './further-lessons.ts';
import type { Lesson } from './lesson.ts';

export const LESSONS: readonly Lesson[] = [...firstLessons, ...furtherLessons];
