/** What a rating can name besides its score; the front ends say it in words. */
export const ratingReasons = [
  'clear',
  'well_founded',
  'quick',
  'friendly',
  'wrong',
  'outdated',
  'beside_the_question',
  'incomplete',
  'hard_to_understand',
  'no_next_step',
  'too_slow',
  'needed_a_person',
  'other',
] as const
export type RatingReason = (typeof ratingReasons)[number]
