import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { hrefOf } from '../address.ts'
import { Moment } from '../moment.tsx'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { specialText } from './special-text.ts'
import { type Stations, useStations, useYear } from './use-special.ts'
import { YearField } from './year-field.tsx'

/** 特色服务清单 of the stations: whose is published for a year, and whose is missing. */
export function SpecialListsScreen() {
  const words = useWords(specialText)
  const text = useText()
  const [year, choose] = useYear()
  const found = useStations(year)
  return (
    <div className="stack">
      <h1>{text.screens.specialLists}</h1>
      <p className="muted">{words.intro}</p>
      <div className="row">
        <YearField year={year} onChange={choose} />
      </div>
      <Loaded of={found}>{(stations) => <Table of={stations} />}</Loaded>
    </div>
  )
}

function Table({ of: { year, stations } }: { of: Stations }) {
  const words = useWords(specialText)
  return (
    <PlainTable
      caption={words.table}
      empty={words.empty}
      rows={stations}
      keyOf={({ organisationId }) => organisationId}
      columns={[
        {
          head: words.station,
          cell: ({ organisationId, organisation }) => (
            <a href={hrefOf(`/special-lists/${organisationId}?year=${year}`)}>{organisation}</a>
          ),
        },
        { head: words.district, cell: ({ district }) => district ?? words.noDistrict },
        { head: words.count, isNumber: true, cell: ({ services }) => services },
        {
          head: words.state,
          cell: ({ publishedAt, overdue }) =>
            publishedAt === null ? (
              <span className="chip">{overdue ? words.overdue : words.due(year)}</span>
            ) : (
              <span className="chip success">
                {words.published} <Moment at={publishedAt} />
              </span>
            ),
        },
      ]}
    />
  )
}
