import { shanghaiDay } from '../../../shared/shanghai-day.ts'
import type { Training } from './use-trainings.ts'
import { orNull } from '../../shared/or-null.ts'

/** A session as the form holds it: days and hours in Beijing, texts as they are typed. */
export type TrainingValues = {
  organisationId: string
  title: string
  courses: number[]
  district: string
  place: string
  link: string
  day: string
  begins: string
  ends: string
  closesOn: string
  closesAt: string
  trainerId: string
  trainerName: string
  seats: string
}

const HOUR_OF_BEIJING = 8 * 3_600_000

const clockOf = (moment: string): string =>
  new Date(Date.parse(moment) + HOUR_OF_BEIJING).toISOString().slice(11, 16)

const dayOf = (moment: string): string => shanghaiDay(new Date(moment))

export const newValues = (organisationId: string): TrainingValues => ({
  organisationId,
  title: '',
  courses: [],
  district: '',
  place: '',
  link: '',
  day: '',
  begins: '14:00',
  ends: '16:00',
  closesOn: '',
  closesAt: '18:00',
  trainerId: '',
  trainerName: '',
  seats: '30',
})

export function valuesOf(training: Training): TrainingValues {
  const { organisationId, title, courses, district, place, link } = training
  const { startsAt, endsAt, closesAt, trainerId, trainerName, seats } = training
  return {
    organisationId,
    title,
    courses,
    district: district ?? '',
    place: place ?? '',
    link: link ?? '',
    day: dayOf(startsAt),
    begins: clockOf(startsAt),
    ends: clockOf(endsAt),
    closesOn: dayOf(closesAt),
    closesAt: clockOf(closesAt),
    trainerId: trainerId ?? '',
    trainerName: trainerName ?? '',
    seats: String(seats),
  }
}

/** What the API takes, for a new one and for a change alike. */
export function detailsOf({ organisationId: _, ...values }: TrainingValues) {
  return {
    ...values,
    title: values.title.trim(),
    district: orNull(values.district),
    place: orNull(values.place),
    link: orNull(values.link),
    trainerId: orNull(values.trainerId),
    trainerName: values.trainerId === '' ? orNull(values.trainerName) : null,
    seats: Number(values.seats),
  }
}

/** Whether the form can be sent at all; the rest is told by the server in words. */
export function isComplete(values: TrainingValues): boolean {
  const { organisationId, title, courses, place, link, day, closesOn, seats } = values
  const given = [organisationId, title.trim(), day, closesOn, place.trim() + link.trim()]
  return given.every((text) => text !== '') && courses.length > 0 && Number(seats) >= 1
}
