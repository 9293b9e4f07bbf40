import { Button } from 'antd'
import { useState } from 'react'
import type { HoldTarget } from '../../../rights/legal-holds.ts'
import { ReasonDialog } from '../administration/reason-dialog.tsx'
import { api, done, read } from '../api.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { type Hold, targetOf } from './hold.ts'
import { holdsText } from './holds-text.ts'

const STALE = ['holds', 'consultation']

/** Asks for the reason and sets a hold. */
export function SetHold({ target, onClose }: { target: HoldTarget; onClose: () => void }) {
  const words = useWords(holdsText)
  const act = useAct()
  const set = async (reason: string) => {
    const work = () => read(api.holds.$post({ json: { ...target, reason } }))
    if (await act.run(work, { told: words.isSet, stale: STALE })) onClose()
  }
  return (
    <ReasonDialog
      title={words.set}
      note={words.setNote}
      label={words.reason}
      action={words.set}
      busy={act.busy}
      error={act.error}
      onDone={(reason) => void set(reason)}
      onClose={onClose}
    />
  )
}

/** The same for lifting one. */
export function LiftHold({ hold }: { hold: Hold }) {
  const words = useWords(holdsText)
  const act = useAct()
  const [asked, ask] = useState(false)
  const { id } = hold
  const lift = async (reason: string) => {
    const work = () => done(api.holds[':id'].lift.$post({ param: { id }, json: { reason } }))
    if (await act.run(work, { told: words.isLifted, stale: STALE })) ask(false)
  }
  const what = targetOf(hold, words.targets)
  return (
    <>
      <Button size="small" aria-label={words.liftOf(what)} onClick={() => ask(true)}>
        {words.lift}
      </Button>
      {asked && (
        <ReasonDialog
          title={words.liftOf(what)}
          note={words.liftNote}
          label={words.reason}
          action={words.lift}
          isDanger
          busy={act.busy}
          error={act.error}
          onDone={(reason) => void lift(reason)}
          onClose={() => ask(false)}
        />
      )}
    </>
  )
}
