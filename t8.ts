import { openCommand } from './scripts/open-command.ts'
import { loadKnowledge } from './src/knowledge/runtime-knowledge.ts'
import { consult } from './src/consultation/consult.ts'
import { readQuestions } from './scripts/evaluation/question-file.ts'
import { metricsOf, quantile } from './scripts/evaluation/report.ts'
const { deps, close } = await openCommand(); const base = await loadKnowledge(deps)
const qs=(await readQuestions(`test/fixtures/eval/${process.argv[2]??'dev'}.jsonl`)).filter(q=>q.expect==='answer'&&q.gold?.length)
const grid: any[] = JSON.parse(process.argv[3]!)
for (const g of grid) {
  const k={...base,settings:{search:{...base.settings.search,...g.search},answer:{...base.settings.answer,...g.answer}}}
  const scored:any[]=[]
  for (const q of qs) { const {answer,draft}=await consult(deps,k,{messageId:crypto.randomUUID(),conversationId:'',channel:'web',text:q.q,history:(q.history??[]).map(h=>({role:h.role==='assistant'?'assistant' as const:'asker' as const,text:h.text}))}); scored.push({question:q,line:{id:q.id,outcome:answer.outcome,reason:'',coverage:'',answer:answer.text,passages:draft.found,citations:answer.citations,routing:answer.routing,latencyMs:0}}) }
  const m=metricsOf(scored); const l=scored.map(s=>s.line.answer.length)
  console.log(JSON.stringify(g),'@1',(m['gold first']!.hits/m['gold first']!.of).toFixed(3),'@5',(m['gold in the first five']!.hits/m['gold first']!.of).toFixed(3),'facts',(m['all facts in the answer']!.hits/m['all facts in the answer']!.of).toFixed(3),'len',quantile(l,.5),quantile(l,.95))
}
await close()
