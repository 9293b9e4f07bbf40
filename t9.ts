import { readPackagedKnowledge } from './src/packaged.ts'
import { listDetails } from './src/knowledge/classifier/intent-examples.ts'
import { openEmbedder } from './src/open-embedder.ts'
import { listTexts, questionsByAddress } from './src/knowledge/records.ts'
import { listEntries, numberPassages } from './src/knowledge/index-entries.ts'
import { trainIntents } from './src/knowledge/records.ts'
import { openClassifier } from './src/knowledge/classifier/classifier.ts'
import { normaliseQuestion } from './src/knowledge/normalise-question.ts'
import { understand } from './src/consultation/steps/understand.ts'
import { readQuestions } from './scripts/evaluation/question-file.ts'
import { readFileSync } from 'node:fs'
const k=await readPackagedKnowledge(); const e=await openEmbedder(undefined); const texts=listTexts(k,listEntries(numberPassages(k.passages),questionsByAddress(k))); const vs=await e.embeddings.embedDocuments(texts); const vm=new Map(texts.map((x,i)=>[x,vs[i]!])); let t=performance.now(); const c=trainIntents(k,vm); console.log(JSON.stringify(c).length); console.log('train',Math.round(performance.now()-t))
const rk:any={...k,...k.catalogue,classify:openClassifier(c),intents:Object.fromEntries(k.utterances.map(u=>[u.intent,{outcome:u.outcome,label:u.label}])),details:listDetails(k)}
for (const f of ['dev','fresh-a','fresh-b','fresh-c']) { const r:any={}; for (const q of await readQuestions(`test/fixtures/eval/${f}.jsonl`)) { const u=await understand({messageId:'',conversationId:'',channel:'web',text:q.q,history:(q.history??[]).map(h=>({role:h.role==='assistant'?'assistant':'asker',text:h.text}))} as any,rk,(t)=>e.embeddings.embedQuery(t)); for (const key of ['all',q.expect!+(q.abstain?'0':'')]) { r[key]??=[0,0]; r[key][1]++; if(u.intentOutcome===q.expect) r[key][0]++ } if (process.argv[2]===f && u.intentOutcome!==q.expect) console.log(q.id,q.expect,'->',u.intent,u.confidence.toFixed(2),q.q.slice(0,50)) } console.log(f,Object.entries(r).map(([a,[b,n]]:any)=>`${a} ${(b/n).toFixed(2)}`).join(' ')) }
const b:any[]=[]; for (const l of readFileSync('/work/shared/security/benign.jsonl','utf8').trim().split('\n')) { const u=await understand({messageId:'',conversationId:'',channel:'web',text:JSON.parse(l).input,history:[]} as any,rk,(t)=>e.embeddings.embedQuery(t)); b.push([u.intentOutcome,u.intent,JSON.parse(l).input]) }; console.log('benign refused',b.filter(x=>x[0]==='refuse').map(x=>x.join(' ')), 'escalated', b.filter(x=>x[0]==='escalate').length)
