import type { Course } from '../knowledge/schemas.ts'
import type { Training } from './seats.ts'

export type NamedCourse = { number: number; name: string; nameEn: string }

/** The courses of a session with their names in the syllabus; one that is no longer there is left out. */
export function nameCourses(numbers: readonly number[], courses: readonly Course[]): NamedCourse[] {
  return courses
    .filter(({ number }) => numbers.includes(number))
    .map(({ number, name, name_en: nameEn }) => ({ number, name, nameEn }))
}

type Shown = { training: Training; organisation: string; trainer: string | null }

/** What everybody may know of a session. Its link is for those who are registered. */
export function presentTraining(
  { training, organisation, trainer }: Shown,
  courses: readonly Course[],
) {
  return {
    id: training.id,
    title: training.title,
    courses: nameCourses(training.courses, courses),
    organisation,
    district: training.district,
    place: training.place,
    online: training.link !== null,
    startsAt: training.startsAt.toISOString(),
    endsAt: training.endsAt.toISOString(),
    closesAt: training.closesAt.toISOString(),
    trainer,
    seats: training.seats,
  }
}
