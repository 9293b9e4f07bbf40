import { Button } from 'antd'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { useSaveTable } from '../administration/save-table.ts'
import { hrefOf } from '../address.ts'
import { api, done } from '../api.ts'
import { FormDialog } from '../form-dialog.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { readParameter } from '../read-parameter.ts'
import { tellMoment } from '../tell-moment.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { SpecialForm } from './special-form.tsx'
import { specialText } from './special-text.ts'
import {
  SPECIAL,
  type SpecialList,
  type SpecialService,
  useSpecialList,
  useYear,
} from './use-special.ts'
import { YearField } from './year-field.tsx'

/** The 特色服务清单 of one organisation and year: what stands on it, and whether everybody may read it. */
export function SpecialListScreen(parameters: Record<string, string>) {
  const words = useWords(specialText)
  const [year, choose] = useYear()
  const found = useSpecialList(readParameter(parameters, 'id'), year)
  return (
    <div className="stack">
      <p>
        <a href={hrefOf(`/special-lists?year=${year}`)}>{words.back}</a>
      </p>
      <Loaded of={found}>
        {(list) => (
          <>
            <h1>
              {list.organisation} · {list.year}
            </h1>
            <div className="row">
              <YearField year={year} onChange={choose} />
            </div>
            <Page key={list.year} list={list} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function tellState(
  { year, published, overdue }: SpecialList,
  words: (typeof specialText)['zh'],
): string {
  if (published) return words.publishedBy(published.by, tellMoment(published.at))
  return overdue ? words.overdue : words.due(year)
}

type Asked = { kind: 'publish' } | { kind: 'form'; service: SpecialService | undefined }

function Page({ list }: { list: SpecialList }) {
  const words = useWords(specialText)
  const mayWork = useMayWork()
  const [asked, ask] = useState<Asked>()
  const { industries, district, services, published, changeable } = list
  const mayChange = mayWork && changeable
  const close = () => ask(undefined)
  return (
    <>
      <section className="card stack">
        <FactList
          facts={[
            [words.state, tellState(list, words)],
            [words.district, district ?? words.noDistrict],
            [words.industries, industries ?? words.noDistrict],
          ]}
        />
        <div className="row">
          {mayChange && (
            <Button onClick={() => ask({ kind: 'form', service: undefined })}>{words.add}</Button>
          )}
          {mayChange && !published && services.length > 0 && (
            <Button type="primary" onClick={() => ask({ kind: 'publish' })}>
              {words.publish}
            </Button>
          )}
          <Files list={list} />
        </div>
      </section>
      <Services
        list={list}
        mayChange={mayChange}
        onChange={(service) => ask({ kind: 'form', service })}
      />
      {asked?.kind === 'form' && <SpecialForm list={list} of={asked.service} onClose={close} />}
      {asked?.kind === 'publish' && <Publishing list={list} onClose={close} />}
    </>
  )
}

function Files({ list: { organisationId: id, year } }: { list: SpecialList }) {
  const words = useWords(specialText)
  const save = useSaveTable()
  const take = (format: 'csv' | 'xlsx') => {
    const query = { year: String(year), format }
    const request = api['special-lists'][':id'].export.$get({ param: { id }, query })
    return save(request, `special-services-${year}.${format}`)
  }
  return (
    <>
      <Button onClick={() => void take('csv')}>{words.csv}</Button>
      <Button onClick={() => void take('xlsx')}>{words.xlsx}</Button>
    </>
  )
}

type ServicesProps = {
  list: SpecialList
  mayChange: boolean
  onChange: (service: SpecialService) => void
}

function Services({ list, mayChange, onChange }: ServicesProps) {
  const words = useWords(specialText)
  const act = useAct()
  const remove = ({ id: service, version }: SpecialService) => {
    const param = { id: list.organisationId, service }
    const query = { year: String(list.year), version: String(version) }
    const work = () =>
      done(api['special-lists'][':id'].services[':service'].$delete({ param, query }))
    return act.run(work, { told: words.removed, stale: [SPECIAL] })
  }
  const steps = {
    head: words.action,
    cell: (service: SpecialService) => (
      <span className="row">
        <Button aria-label={words.changeOf(service.content)} onClick={() => onChange(service)}>
          {words.change}
        </Button>
        <Button
          disabled={act.busy}
          aria-label={words.removeOf(service.content)}
          onClick={() => void remove(service)}
        >
          {words.remove}
        </Button>
      </span>
    ),
  }
  return (
    <>
      <ProblemAlert error={act.error} />
      <PlainTable
        caption={words.services}
        empty={words.none}
        rows={list.services}
        keyOf={({ id }) => id}
        columns={[
          { head: words.words.content, cell: ({ content }) => content },
          { head: words.words.audience, cell: ({ audience }) => audience },
          { head: words.words.frequency, cell: ({ frequency }) => frequency },
          { head: words.words.outcome, cell: ({ outcome }) => outcome },
          ...(mayChange ? [steps] : []),
        ]}
      />
    </>
  )
}

function Publishing({ list, onClose }: { list: SpecialList; onClose: () => void }) {
  const words = useWords(specialText)
  const act = useAct()
  const { organisationId: id, year } = list
  const publish = async () => {
    const work = () =>
      done(api['special-lists'][':id'].publish.$post({ param: { id }, json: { year } }))
    if (await act.run(work, { told: words.isPublished, stale: [SPECIAL] })) onClose()
  }
  return (
    <FormDialog
      title={words.publishTitle}
      action={words.publish}
      act={act}
      onSave={() => void publish()}
      onClose={onClose}
    >
      <p>{words.publishNote}</p>
    </FormDialog>
  )
}
