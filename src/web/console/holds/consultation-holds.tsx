import { Button } from 'antd'
import { useState } from 'react'
import { useAccount } from '../account.ts'
import { Moment } from '../moment.tsx'
import { useWords } from '../use-words.ts'
import { type Hold, targetOf } from './hold.ts'
import { holdsText } from './holds-text.ts'
import { LiftHold, SetHold } from './set-hold.tsx'

type Props = { number: number; holds: readonly Hold[] }

/** What keeps the words of a consultation; administrators set it here. */
export function ConsultationHolds({ number, holds }: Props) {
  const words = useWords(holdsText)
  const { role } = useAccount()
  const [asked, ask] = useState(false)
  if (role !== 'administrator') return null
  return (
    <>
      {holds.map((hold) => (
        <p key={hold.id}>
          <span className="chip warning">{words.caption}</span> {targetOf(hold, words.targets)} ·{' '}
          {hold.reason}
          {words.by(hold.setBy)} <Moment at={hold.setAt} /> <LiftHold hold={hold} />
        </p>
      ))}
      {holds.every(({ consultation }) => consultation !== number) && (
        <div>
          <Button onClick={() => ask(true)}>{words.set}</Button>
        </div>
      )}
      {asked && <SetHold target={{ kind: 'consultation', number }} onClose={() => ask(false)} />}
    </>
  )
}
