import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { calendarOf } from '../../../src/knowledge/calendar/calendar.ts'
import { CalendarFile } from '../../../src/knowledge/calendar/calendar-file.ts'

const file = new URL('../../../knowledge/calendar.yml', import.meta.url)

export const packagedYears = CalendarFile.parse(parse(readFileSync(file, 'utf8')))

export const calendar = calendarOf(packagedYears)
