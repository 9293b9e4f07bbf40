import { Alert } from 'antd'
import { useState } from 'react'
import { shanghaiDay } from '../../../shared/shanghai-day.ts'
import { useText } from '../use-text.ts'
import { inWords } from '../text/words-text.ts'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { settingsText } from '../administration/settings-text.ts'
import { useWords } from '../use-words.ts'
import { type ShownSettings, useSettings } from './use-settings.ts'

/** The clocks and the calendar that they run by. */
export function TermsScreen() {
  const words = useWords(settingsText)
  const text = useText()
  const settings = useSettings()
  return (
    <div className="stack">
      <h1>{text.screens.terms}</h1>
      <p>{words.setIn('knowledge/settings.yml, knowledge/calendar.yml')}</p>
      <Loaded of={settings}>
        {({ knowledge, calendar }) => (
          <>
            <Terms clock={knowledge.clock} service={knowledge.service} />
            <Calendar years={calendar} />
          </>
        )}
      </Loaded>
    </div>
  )
}

type Knowledge = ShownSettings['knowledge']

function Terms({ clock, service }: Pick<Knowledge, 'clock' | 'service'>) {
  const { terms: words, none } = useWords(settingsText)
  const text = useText()
  const { respondDays, replyDays, counting, reminders } = clock
  const percent = reminders.shares.map((share) => `${Math.round(share * 100)}%`).join('、')
  const told = [
    ...(reminders.shares.length > 0 ? [words.shares(percent)] : []),
    ...(reminders.hoursBefore.length > 0
      ? [words.hoursBefore(reminders.hoursBefore.join('、'))]
      : []),
    words.between(reminders.fromHour, reminders.toHour),
  ]
  const fields = service.secondPersonFields.map((field) => inWords(text.words.fields, field))
  return (
    <section className="card stack">
      <h2>{words.clock}</h2>
      <FactList
        facts={[
          [words.respond, words.days(respondDays)],
          [words.reply, words.days(replyDays)],
          [words.counting, words.countings[counting]],
          [words.reminders, told.join('；')],
          [words.rating, words.days(service.ratingEditDays)],
          [words.followUp, words.days(service.followUpDays)],
          [words.complaint, words.days(service.complaintDays)],
          [words.second, fields.length > 0 ? fields.join('、') : none],
        ]}
      />
    </section>
  )
}

function Calendar({ years }: { years: ShownSettings['calendar'] }) {
  const { terms: words } = useWords(settingsText)
  const [thisYear] = useState(() => Number(shanghaiDay(new Date()).slice(0, 4)))
  const known = new Set(years.map(({ year }) => year))
  const missing = [thisYear, thisYear + 1].filter((year) => !known.has(year))
  return (
    <section className="card stack">
      <h2>{words.calendar}</h2>
      {missing.map((year) => (
        <Alert key={year} type="warning" showIcon title={words.missing(year)} />
      ))}
      <PlainTable
        caption={words.calendar}
        rows={[...years].reverse()}
        keyOf={({ year }) => String(year)}
        columns={[
          { head: words.year, cell: ({ year }) => year },
          {
            head: words.source,
            cell: ({ notices }) => notices.map(({ number }) => number).join('；'),
          },
          {
            head: words.breaks,
            cell: ({ breaks }) =>
              breaks
                .map(({ name, from, to, work_on: days }) =>
                  [
                    words.breakLine(name, from, to),
                    ...(days.length > 0 ? [words.workOn(days.join('、'))] : []),
                  ].join('，'),
                )
                .join('；'),
          },
        ]}
      />
    </section>
  )
}
