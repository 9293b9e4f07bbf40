import type { ValidationTargets } from 'hono'
import { validator } from 'hono-openapi'
import type { z } from 'zod'
import { AppError } from '../shared/errors.ts'
import type { AppEnv } from './app-env.ts'

/**
 * Checks one part of a request and describes it for `/openapi.json`.
 * A schema's message that is a key of `texts.ts` is told in the asker's language.
 */
export const validate = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  validator<Schema, Target, AppEnv, string>(target, schema, (result) => {
    if (result.success) return
    const message = result.error[0]?.message
    const known = message && /^[a-z]+_[a-z_]+$/.test(message) ? message : 'request_invalid'
    throw new AppError(known === 'question_too_long' ? 'too_large' : 'invalid', known)
  })
