import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export type Series = { name: string; values: (number | null)[] }

export type ChartProps = {
  /** What a screen reader is told instead. */
  label: string
  kind: 'line' | 'bars'
  names: string[]
  series: Series[]
  tellValue: (value: number) => string
  dark: boolean
}

const ROW_PX = 30
const LINE_PX = 260
const ROOM_PX = 60

/** Ground and text as in console.css; the second series is also told apart by its line. */
const colours = {
  light: { text: '#1a2431', line: '#d6dee8', series: ['#1650b5', '#8a4b00'] },
  dark: { text: '#e7edf4', line: '#334050', series: ['#8fbdf7', '#e8a44a'] },
}

/** A chart drawn as SVG. It is a picture: every figure also stands in the table beside it. */
export function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const height = props.kind === 'line' ? LINE_PX : props.names.length * ROW_PX + ROOM_PX
  useEffect(() => {
    if (!place.current) return undefined
    const chart = init(place.current, null, { renderer: 'svg' })
    chart.setOption(optionsOf(props))
    const watcher = new ResizeObserver(() => chart.resize())
    watcher.observe(place.current)
    return () => {
      watcher.disconnect()
      chart.dispose()
    }
  }, [props])
  return (
    <figure aria-label={props.label} className="figure-place">
      <div ref={place} aria-hidden="true" className="chart" style={{ height }} />
    </figure>
  )
}

const LONGEST_NAME = 12
const shorten = (name: string) =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name

const NUMBERS_PX = 56
const LETTER_PX = 13

/** Left of the bars, for the longest name. */
const roomFor = (names: string[]) =>
  Math.max(...names.map((name) => shorten(name).length)) * LETTER_PX + 16

function optionsOf({ kind, names, series, tellValue, dark }: ChartProps) {
  const { text, line, series: lines } = colours[dark ? 'dark' : 'light']
  const isLine = kind === 'line'
  const label = { color: text }
  const categories = {
    type: 'category' as const,
    data: names,
    inverse: !isLine,
    axisLabel: { ...label, formatter: shorten },
    axisLine: { lineStyle: { color: line } },
  }
  const numbers = {
    type: 'value' as const,
    axisLabel: { ...label, formatter: tellValue },
    splitLine: { lineStyle: { color: line } },
  }
  return {
    animation: false,
    color: lines,
    textStyle: { color: text },
    legend: { top: 0, textStyle: label },
    grid: { top: 36, right: 24, bottom: 32, left: isLine ? NUMBERS_PX : roomFor(names) },
    tooltip: {
      trigger: 'axis' as const,
      renderMode: 'richText' as const,
      valueFormatter: (value: unknown) => (typeof value === 'number' ? tellValue(value) : '—'),
    },
    xAxis: isLine ? categories : numbers,
    yAxis: isLine ? numbers : categories,
    series: series.map(({ name, values }, at) => ({
      name,
      data: values,
      ...(isLine
        ? {
            type: 'line' as const,
            symbol: at === 0 ? 'circle' : 'emptyCircle',
            connectNulls: false,
            lineStyle: { type: at === 0 ? ('solid' as const) : ('dashed' as const) },
          }
        : { type: 'bar' as const, barMaxWidth: 12 }),
    })),
  }
}
