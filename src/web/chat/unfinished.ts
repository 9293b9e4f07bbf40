import { isString, objectOf } from '../shared/guards.ts'
import { forget, recall, remember } from '../shared/storage.ts'

/** A question that the server has not confirmed yet. */
type Unsent = { key: string; text: string }

const isUnsent = objectOf<Unsent>({ key: isString, text: isString })

export const recallUnsent = () => recall('unsent', isUnsent)
export const rememberUnsent = (unsent: Unsent) => remember('unsent', unsent)
export const forgetUnsent = () => forget('unsent')

export const recallDraft = () => recall('draft', isString) ?? ''
export const rememberDraft = (text: string) => remember('draft', text)
