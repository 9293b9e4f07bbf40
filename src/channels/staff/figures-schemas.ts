import { z } from 'zod'

export const Day = z.iso.date('request_invalid').describe('a day in Beijing, counted in')

/** A share with what it is a share of. */
export const Part = z.object({
  part: z.int(),
  of: z.int(),
  share: z.number().nullable().describe('null: there is nothing to have a share of'),
})

export const Rated = Part.extend({
  average: z.number().nullable(),
  solved: z.int(),
  unsolved: z.int(),
})
