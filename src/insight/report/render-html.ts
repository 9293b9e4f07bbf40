import { aiLabel } from '../../shared/ai-label.ts'
import { escapeMarkup } from '../../shared/escape-markup.ts'
import { drawChart } from './draw-chart.ts'
import { type Block, layOut, type Shown } from './lay-out.ts'

const STYLE = `
:root { color-scheme: light }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; color: #1b1f24; background: #fff;
  font: 16px/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif }
h1 { font-size: 1.7rem; line-height: 1.3 } h2 { margin-top: 2.2rem; font-size: 1.3rem } h3 { font-size: 1.05rem }
.note { color: #4a5560; font-size: .9rem } .mark { font-weight: 600 }
.scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: .95rem } caption { text-align: start; color: #4a5560; font-size: .9rem }
th, td { padding: .35rem .5rem; border-bottom: 1px solid #cfd6dd; text-align: start; vertical-align: top }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }
svg { display: block; width: 100%; height: auto; font-size: 14px } svg rect { fill: #1f5fa8 } svg text { fill: #1b1f24 } svg line { stroke: #8a949e }
pre { overflow-x: auto; padding: .6rem; background: #f3f5f7; font-size: .75rem; line-height: 1.45; white-space: pre-wrap; word-break: break-word }
figure { margin: 1rem 0 }
@page { margin: 18mm } @media print { body { max-width: none; padding: 0; font-size: 11pt } h2, h3 { break-after: avoid }
  figure, tr { break-inside: avoid } .scroll { overflow: visible } }`

/** A file of its own, without scripts and without anything from elsewhere; prints on A4. @param id names this file */
export function renderHtml(shown: Shown, id: string): string {
  const { title, organisation } = shown.content
  const body = layOut(shown).map((block, at) => renderBlock(block, `c${at}`))
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="AIGC" content="${escapeMarkup(JSON.stringify(aiLabel(id)))}">
<title>${escapeMarkup(`${title} · ${organisation}`)}</title><style>${STYLE}</style></head>
<body><main>
${body.join('\n')}
</main></body></html>
`
}

function renderBlock(block: Block, id: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeMarkup(block.text)}</h${block.level}>`
    case 'paragraph': {
      const tone = block.tone === undefined ? '' : ` class="${block.tone}"`
      return `<p${tone}>${escapeMarkup(block.text)}</p>`
    }
    case 'table':
      return renderTable(block)
    case 'chart':
      return `<figure>${drawChart(block, id)}</figure>`
    case 'code':
      return `<h3>${escapeMarkup(block.caption)}</h3>\n<pre>${escapeMarkup(block.text)}</pre>`
  }
}

function renderTable({ caption, head, rows, numbers }: Extract<Block, { kind: 'table' }>): string {
  const classOf = (at: number) => (numbers.includes(at) ? ' class="number"' : '')
  const heads = head.map((each, at) => `<th scope="col"${classOf(at)}>${escapeMarkup(each)}</th>`)
  const body = rows.map((row) => {
    const cells = row.map((cell, at) => {
      const value = escapeMarkup(cell)
      return at === 0 ? `<th scope="row">${value}</th>` : `<td${classOf(at)}>${value}</td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeMarkup(caption)}"><table><caption>${escapeMarkup(caption)}</caption>
<thead><tr>${heads.join('')}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`
}
