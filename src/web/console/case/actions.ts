import { api, ApiError, read } from '../api.ts'
import type { ConsoleText } from '../console-text.ts'
import { can, canForward } from './permissions.ts'
import type { CaseDetail } from './use-case.ts'

export type ActionName =
  | 'askBack'
  | 'returnReply'
  | 'recall'
  | 'forward'
  | 'merge'
  | 'close'
  | 'reopen'

/** What somebody fills in before a step is taken. */
export type Given = { words: string; note: string; target: string }

export type Action = {
  name: ActionName
  allowed: (detail: CaseDetail) => boolean
  /** What is asked for: words to the asker, a reason, an organisation, the number of a case. */
  asks: 'words' | 'reason' | 'organisation' | 'code' | 'note'
  note?: 'askBackNote' | 'recallNote' | 'mergeNote' | 'closeNote'
  danger?: boolean
  run: (detail: CaseDetail, given: Given, text: ConsoleText) => Promise<unknown>
}

const at = ({ id, version }: CaseDetail, note: string) => ({
  param: { id },
  json: { version, ...(note !== '' && { note }) },
})

/** The steps that want a dialog first; each a route of its own. */
export const actions: readonly Action[] = [
  {
    name: 'askBack',
    allowed: ({ state }) => can('ask_back', state),
    asks: 'words',
    note: 'askBackNote',
    run: ({ id, version }, { words }) =>
      read(api.cases[':id']['ask-back'].$post({ param: { id }, json: { version, text: words } })),
  },
  {
    name: 'returnReply',
    allowed: ({ state }) => can('return_reply', state),
    asks: 'reason',
    run: ({ id, version }, { note }) =>
      read(api.cases[':id'].return.$post({ param: { id }, json: { version, note } })),
  },
  {
    name: 'recall',
    allowed: ({ state }) => can('unassign', state),
    asks: 'note',
    note: 'recallNote',
    danger: true,
    run: (detail, { note }) => read(api.cases[':id'].recall.$post(at(detail, note))),
  },
  {
    name: 'forward',
    allowed: ({ state }) => canForward(state),
    asks: 'organisation',
    run: ({ id, version }, { note, target }) => {
      const json = { version, organisationId: target, ...(note !== '' && { note }) }
      return read(api.cases[':id'].forward.$post({ param: { id }, json }))
    },
  },
  {
    name: 'merge',
    allowed: ({ state }) => can('merge', state),
    asks: 'code',
    note: 'mergeNote',
    danger: true,
    run: async ({ id, version }, { note, target }, text) => {
      const into = await findByCode(target, text)
      const json = { version, into, ...(note !== '' && { note }) }
      return read(api.cases[':id'].merge.$post({ param: { id }, json }))
    },
  },
  {
    name: 'close',
    allowed: ({ state }) => can('close', state),
    asks: 'note',
    note: 'closeNote',
    run: (detail, { note }) => read(api.cases[':id'].close.$post(at(detail, note))),
  },
  {
    name: 'reopen',
    allowed: ({ state }) => can('reopen', state),
    asks: 'note',
    run: (detail, { note }) => read(api.cases[':id'].reopen.$post(at(detail, note))),
  },
]

async function findByCode(code: string, text: ConsoleText): Promise<string> {
  const { cases } = await read(api.cases.$get({ query: { q: code.trim(), limit: '1' } }))
  const found = cases.find((each) => each.code === code.trim().toUpperCase())
  if (found) return found.id
  throw new ApiError({ status: 404, code: 'not_found', detail: text.case.mergeUnknown })
}
