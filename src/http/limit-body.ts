import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../shared/errors.ts'

const LARGEST_BODY = 32 * 1024

/** Refuses a body of more than 32 KiB before it is read. */
export const limitBody = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: () => {
    throw new AppError('too_large', 'body_too_large')
  },
})
