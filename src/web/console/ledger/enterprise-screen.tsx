import { Button } from 'antd'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { go } from '../address.ts'
import { api, done } from '../api.ts'
import { readParameter } from '../read-parameter.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { ContactCard } from './contact-card.tsx'
import { EnterpriseForm } from './enterprise-form.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { HoldingsCard } from './holdings-card.tsx'
import { ledgerText } from './ledger-text.ts'
import { LinksCard } from './links-card.tsx'
import { NextDay } from './next-day.tsx'
import { type Enterprise, LEDGER, useEnterprise } from './use-ledger.ts'
import { VisitsCard } from './visits-card.tsx'
import { YearsCard } from './years-card.tsx'

/** One enterprise of the ledger: facts, contact, holdings, visits, links, yearly lists. */
export function EnterpriseScreen(parameters: Record<string, string>) {
  const found = useEnterprise(readParameter(parameters, 'id'))
  return <Loaded of={found}>{(enterprise) => <Page enterprise={enterprise} />}</Loaded>
}

function Page({ enterprise }: { enterprise: Enterprise }) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const [open, setOpen] = useState<'edit' | 'remove'>()
  const close = () => setOpen(undefined)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{enterprise.name}</h1>
        <span className="grow" />
        {mayWork && (
          <>
            <Button onClick={() => setOpen('edit')}>{words.edit}</Button>
            <Button danger onClick={() => setOpen('remove')}>
              {words.remove}
            </Button>
          </>
        )}
      </div>
      <section className="card" aria-label={words.facts}>
        <Facts enterprise={enterprise} />
      </section>
      {mayWork && <ContactCard key={enterprise.id} enterprise={enterprise} />}
      <VisitsCard id={enterprise.id} />
      <HoldingsCard enterprise={enterprise} />
      <YearsCard enterprise={enterprise} />
      <LinksCard id={enterprise.id} />
      {open === 'edit' && <EnterpriseForm enterprise={enterprise} onClose={close} />}
      {open === 'remove' && <Removal id={enterprise.id} onClose={close} />}
    </div>
  )
}

function Facts({ enterprise }: { enterprise: Enterprise }) {
  const words = useWords(ledgerText)
  const { organisation, creditCode, district, industry, needs, nextOn } = enterprise
  return (
    <FactList
      facts={[
        [words.organisation, organisation],
        [words.creditCode, creditCode ?? words.none],
        [words.district, district ?? words.none],
        [words.industry, industry ?? words.none],
        [words.needs, needs ?? words.none],
        [words.nextOn, nextOn === null ? words.none : <NextDay key="next" day={nextOn} />],
      ]}
    />
  )
}

function Removal({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(ledgerText)
  const act = useAct()
  const remove = async () => {
    const send = async () => {
      await done(api.enterprises[':id'].$delete({ param: { id } }))
      go('/enterprises')
    }
    await act.run(send, { told: words.removed, stale: [LEDGER] })
  }
  return (
    <FormDialog
      title={words.removeTitle}
      action={words.remove}
      isDanger
      act={act}
      onSave={() => void remove()}
      onClose={onClose}
    >
      <p>{words.removeNote}</p>
    </FormDialog>
  )
}
