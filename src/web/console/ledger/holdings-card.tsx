import { Button } from 'antd'
import { useState } from 'react'
import { type HoldingKind, holdingKinds, MOST_HOLDINGS } from '../../../shared/ledger.ts'
import { useMayWork } from '../account.ts'
import { PlainTable } from '../administration/plain-table.tsx'
import { api, done } from '../api.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { FormDialog } from '../form-dialog.tsx'
import { ledgerText } from './ledger-text.ts'
import { today } from './next-day.tsx'
import { TextLine } from './text-line.tsx'
import { type Enterprise, LEDGER } from './use-ledger.ts'

/** 知识产权拥有量, day by day. */
export function HoldingsCard({ enterprise }: { enterprise: Enterprise }) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const [adding, setAdding] = useState(false)
  return (
    <section className="card stack">
      <h2>{words.holdings}</h2>
      <p className="muted">{words.holdingsNote}</p>
      <PlainTable
        caption={words.holdings}
        empty={words.noHoldings}
        rows={enterprise.history}
        keyOf={({ asOf }) => asOf}
        columns={[
          { head: words.asOf, cell: ({ asOf }) => asOf },
          ...holdingKinds.map((kind) => ({
            head: words.holdingKinds[kind],
            isNumber: true,
            cell: (row: Enterprise['history'][number]) => row[kind],
          })),
        ]}
      />
      {mayWork && (
        <div>
          <Button onClick={() => setAdding(true)}>{words.recordHoldings}</Button>
        </div>
      )}
      {adding && <HoldingsForm enterprise={enterprise} onClose={() => setAdding(false)} />}
    </section>
  )
}

type Values = Record<HoldingKind, string>

function valuesOf({ holdings }: Enterprise): Values {
  const textOf = (kind: HoldingKind) => String(holdings?.[kind] ?? 0)
  return {
    inventions: textOf('inventions'),
    utilityModels: textOf('utilityModels'),
    designs: textOf('designs'),
    trademarks: textOf('trademarks'),
    copyrights: textOf('copyrights'),
    dataRights: textOf('dataRights'),
    others: textOf('others'),
  }
}

const countsOf = (values: Values) => ({
  inventions: Number(values.inventions),
  utilityModels: Number(values.utilityModels),
  designs: Number(values.designs),
  trademarks: Number(values.trademarks),
  copyrights: Number(values.copyrights),
  dataRights: Number(values.dataRights),
  others: Number(values.others),
})

const isCount = (text: string) => /^\d{1,7}$/.test(text) && Number(text) <= MOST_HOLDINGS

type FormProps = { enterprise: Enterprise; onClose: () => void }

function HoldingsForm({ enterprise, onClose }: FormProps) {
  const words = useWords(ledgerText)
  const act = useAct()
  const [asOf, setAsOf] = useState(today)
  const [values, setValues] = useState(() => valuesOf(enterprise))
  const save = async () => {
    const [param, json] = [{ id: enterprise.id }, { asOf, holdings: countsOf(values) }]
    const send = () => done(api.enterprises[':id'].holdings.$put({ param, json }))
    if (await act.run(send, { told: words.saved, stale: [LEDGER] })) onClose()
  }
  return (
    <FormDialog
      title={words.recordHoldings}
      isComplete={asOf !== '' && Object.values(values).every(isCount)}
      act={act}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextLine label={words.asOf} type="date" value={asOf} onChange={setAsOf} />
      <div className="columns">
        {holdingKinds.map((kind) => (
          <TextLine
            key={kind}
            label={words.holdingKinds[kind]}
            type="number"
            value={values[kind]}
            onChange={(value) => setValues({ ...values, [kind]: value })}
          />
        ))}
      </div>
    </FormDialog>
  )
}
